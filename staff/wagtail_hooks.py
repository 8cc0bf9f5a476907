"""What serves staff in Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem

from staff import administrators, comment_mails, comparisons  # noqa: F401 (these register what they have)
from staff.checks import registration as checks  # noqa: F401
from staff.dashboard import registration as dashboard  # noqa: F401
from staff.deleted_pages import registration as deleted_pages  # noqa: F401
from staff.guide import registration as guide  # noqa: F401
from staff.preview_links import registration as preview_links  # noqa: F401
from staff.preview_sizes import registration as preview_sizes  # noqa: F401
from staff.reviews import registration as reviews  # noqa: F401
from staff.waiting import WaitingMenuItem, WaitingView


@hooks.register("construct_page_action_menu")
def offer_one_way_to_publish(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Take “Publish” from a page that waits for approval: approving publishes it, and tells who asked."""
    page = context.get("page")
    if page and page.workflow_in_progress:
        items[:] = [item for item in items if item.name != "action-publish"]


@hooks.register("register_admin_urls")
def register_waiting_url() -> list[URLPattern]:
    return [path("waiting/", WaitingView.as_view(), name="waiting")]


@hooks.register("register_admin_menu_item")
def register_waiting_menu_item() -> MenuItem:
    return WaitingMenuItem(_("Approvals"), reverse("waiting"), name="waiting", icon_name="clipboard-list", order=140)
