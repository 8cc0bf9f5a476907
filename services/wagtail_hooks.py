"""What services add to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from services.listing import waiting_services
from services.models import ConditionPage
from services.views import OldPageView, may_bring_in


@hooks.register("register_admin_urls")
def register_old_page_url() -> list[URLPattern]:
    return [path("old-page/", OldPageView.as_view(), name="bring_in_old_page")]


class OldPageMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_bring_in(request.user)


@hooks.register("register_admin_menu_item")
def register_old_page_menu_item() -> MenuItem:
    return OldPageMenuItem(
        gettext_lazy("Bring in an old page"),
        reverse("bring_in_old_page"),
        name="old-page",
        icon_name="upload",
        order=250,
    )


@hooks.register("after_publish_page")
def name_waiting_services(request: HttpRequest, page: Page) -> None:
    """Tell who published a condition which services keep a tick as a draft."""
    if not isinstance(page, ConditionPage):
        return
    for service in waiting_services(page):
        messages.warning(
            request,
            _(
                "“%(service)s” is locked, under review, not yours to publish, or must be mended first. "
                "The tick is in its draft."
            )
            % {"service": service.get_admin_display_title()},
        )
