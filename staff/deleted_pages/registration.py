"""What takes pages down before they go, where staff find them, and when they go for good."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.pages.utils import type_to_delete_confirmation
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from staff.deleted_pages.keeping import keep
from staff.deleted_pages.models import KEPT_DAYS, DeletedPage
from staff.deleted_pages.views import BringBackView, DeletedPagesView

LAST = 1000  # after hooks that may still stop the deletion


# Both run in the transaction that deletes.
@hooks.register("before_delete_page", order=LAST)
def keep_page(request: HttpRequest, page: Page) -> None:
    if request.method == "POST" and type_to_delete_confirmation(request):
        keep(page, request.user)


@hooks.register("before_bulk_action", order=LAST)
def keep_pages(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    if action_type == "delete" and action.model is Page:
        # Pages below others go with them. Wagtail fails where it comes to one that is gone already.
        objects[:] = [page for page in objects if not any(page.is_descendant_of(other) for other in objects)]
        for page in objects:
            keep(page, request.user)


@hooks.register("after_delete_page")
def say_where_page_is(request: HttpRequest, page: Page) -> None:
    told = gettext("It can be brought back for %(days)d days: Reports, Deleted pages.")
    messages.info(request, told % {"days": KEPT_DAYS})


@hooks.register("after_bulk_action")
def say_where_pages_are(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    if action_type == "delete" and action.model is Page:
        told = gettext("They can be brought back for %(days)d days: Reports, Deleted pages.")
        messages.info(request, told % {"days": KEPT_DAYS})


@hooks.register("register_admin_urls")
def register_deleted_pages_urls() -> list[URLPattern]:
    return [
        path("reports/deleted-pages/", DeletedPagesView.as_view(), name="deleted_pages"),
        path(
            "reports/deleted-pages/results/",
            DeletedPagesView.as_view(results_only=True),
            name="deleted_pages_results",
        ),
        path("deleted-pages/<int:deleted_id>/", BringBackView.as_view(), name="bring_back"),
    ]


@hooks.register("register_reports_menu_item")
def add_deleted_pages() -> MenuItem:
    return MenuItem(_("Deleted pages"), reverse("deleted_pages"), name="deleted-pages", icon_name="bin", order=760)


@hooks.register("periodic_work")
def forget_deleted_pages() -> None:
    DeletedPage.objects.filter(deleted_at__lte=timezone.now() - timedelta(days=KEPT_DAYS)).delete()


@hooks.register("register_log_actions")
def register_bring_back_log_action(actions: LogActionRegistry) -> None:
    @actions.register_action("staff.bring_back")
    class BringBackFormatter(LogFormatter):
        label = _("Page brought back")

        def format_message(self, entry: Any) -> str:
            return gettext("Brought back below “%(parent)s”") % entry.data
