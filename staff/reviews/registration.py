"""Where reviews hang on Wagtail's admin and on the clock."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from staff.reviews.recording import LOGGED_AS, fill_in, log_review, may_record
from staff.reviews.reminders import remind_of_reviews
from staff.reviews.report import ReviewReportView, may_see_report

hooks.register("before_edit_page", fill_in)
hooks.register("periodic_work", remind_of_reviews)


class PublishReviewedMenuItem(ActionMenuItem):
    """Publishes what is in the editor, with a review by this person today. A page under approval has its own way."""

    name = "action-reviewed"
    label = _("Publish as reviewed today")
    icon_name = "calendar-check"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return (
            context["view"] == "edit"
            and not context["locked_for_user"]
            and not page.workflow_in_progress  # type: ignore[union-attr]
            and may_record(context["request"].user, page)
        )


@hooks.register("register_page_action_menu_item")
def register_publish_reviewed() -> ActionMenuItem:
    return PublishReviewedMenuItem(order=35)


@hooks.register("after_publish_page")
def tell_of_review(request: HttpRequest, page: Page) -> None:
    """Note who reviewed the page, and say what visitors read of it."""
    if review := getattr(request, "review", None):
        log_review(page, request.user)
        messages.success(request, str(review))


@hooks.register("register_log_actions")
def register_review_log_action(actions: LogActionRegistry) -> None:
    @actions.register_action(LOGGED_AS)
    class ReviewFormatter(LogFormatter):
        label = _("Reviewed")

        def format_message(self, entry: Any) -> str:
            if not entry.data["role"]:
                return gettext("Reviewed")
            return gettext("Reviewed by “%(role)s”") % entry.data


@hooks.register("register_admin_urls", order=-1)
def register_review_urls() -> list[URLPattern]:
    return [
        path("reports/reviews/", ReviewReportView.as_view(), name="reviews_report"),
        path("reports/reviews/results/", ReviewReportView.as_view(results_only=True), name="reviews_report_results"),
    ]


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_report(request.user)


@hooks.register("register_reports_menu_item")
def register_reviews_report() -> MenuItem:
    return ReportMenuItem(
        _("Reviews"), reverse("reviews_report"), name="reviews", icon_name="calendar-check", order=1060
    )
