"""Where the first page hangs on Wagtail's admin and on the clock."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from staff.dashboard.failed_tasks import FailedTasksView, may_look_after_site
from staff.dashboard.needs import approvals_need, checks_need, failed_tasks_need, reviews_need
from staff.dashboard.panel import NeedsPanel
from staff.dashboard.site_check import check_hourly
from staff.dashboard.trends import count_day, open_on

hooks.register("needs_somebody", approvals_need, order=20)
hooks.register("needs_somebody", reviews_need, order=40)
hooks.register("needs_somebody", checks_need, order=50)
hooks.register("needs_somebody", failed_tasks_need, order=80)
hooks.register("daily_counts", open_on)
hooks.register("periodic_work", check_hourly)
hooks.register("periodic_work", count_day)


@hooks.register("construct_homepage_panels")
def put_needs_first(request: HttpRequest, panels: list[Component]) -> None:
    """Show what needs somebody, in the place of Wagtail's list of pages to approve: “Approvals” has those."""
    panels[:] = [panel for panel in panels if panel.name != "workflow_objects_to_moderate"]
    panels.append(NeedsPanel())


@hooks.register("register_admin_urls")
def register_failed_tasks_url() -> list[URLPattern]:
    return [path("failed-tasks/", FailedTasksView.as_view(), name="failed_tasks")]


class FailedTasksMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_look_after_site(request.user)


@hooks.register("register_reports_menu_item")
def register_failed_tasks() -> MenuItem:
    return FailedTasksMenuItem(
        _("Failed tasks"), reverse("failed_tasks"), name="failed-tasks", icon_name="warning", order=1100
    )
