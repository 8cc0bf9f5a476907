"""What serves staff in Wagtail's admin."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from staff import administrators  # noqa: F401 (registers its hooks)
from staff.waiting import WaitingMenuItem, WaitingView


@hooks.register("register_admin_urls")
def register_waiting_url() -> list[URLPattern]:
    return [path("waiting/", WaitingView.as_view(), name="waiting")]


@hooks.register("register_admin_menu_item")
def register_waiting_menu_item() -> MenuItem:
    return WaitingMenuItem(
        _("Waiting for approval"), reverse("waiting"), name="waiting", icon_name="clipboard-list", order=140
    )
