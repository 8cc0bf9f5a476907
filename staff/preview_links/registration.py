"""Where staff find preview links, what the log says of them, and when they go."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page
from wagtail.permissions import policy_registry

from staff.preview_links.admin_views import PreviewLinksReport, PreviewLinksView, revoke_link
from staff.preview_links.models import PreviewLink, may_share


@hooks.register("register_admin_urls")
def register_preview_link_urls() -> list[URLPattern]:
    return [
        path("pages/<int:page_id>/preview-links/", PreviewLinksView.as_view(), name="preview_links"),
        path("preview-links/<uuid:link_id>/revoke/", revoke_link, name="revoke_preview_link"),
        path("reports/preview-links/", PreviewLinksReport.as_view(), name="preview_links_report"),
        path(
            "reports/preview-links/results/",
            PreviewLinksReport.as_view(results_only=True),
            name="preview_links_report_results",
        ),
    ]


class PreviewLinksButton(PageMenuItem):
    label = _("Preview links")
    icon_name = "link"
    url_name = "preview_links"

    def is_shown(self, user: Any) -> bool:
        return may_share(self.page, user)


@hooks.register("register_page_header_buttons")
def add_preview_links_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[MenuItem]:
    yield PreviewLinksButton(page=page, priority=12)


class PreviewLinksReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(Page).user_has_permission(request.user, "publish"))


@hooks.register("register_reports_menu_item")
def add_preview_links_report() -> MenuItem:
    return PreviewLinksReportItem(
        _("Preview links"), reverse("preview_links_report"), name="preview-links", icon_name="link", order=750
    )


@hooks.register("periodic_work")
def forget_ended_preview_links() -> None:
    PreviewLink.objects.filter(ends_at__lte=timezone.now()).delete()


@hooks.register("register_log_actions")
def register_preview_link_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("staff.make_preview_link")
    class MakeFormatter(LogFormatter):
        label = _("Preview link made")

        def format_message(self, entry: Any) -> str:
            days = entry.data["days"]
            return ngettext("Made a preview link for %(days)d day", "Made a preview link for %(days)d days", days) % {
                "days": days
            }

    @actions.register_action("staff.revoke_preview_link")
    class RevokeFormatter(LogFormatter):
        label = _("Preview link revoked")

        def format_message(self, entry: Any) -> str:
            return gettext("Revoked a preview link that %(maker)s made") % entry.data
