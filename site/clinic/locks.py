"""What the editor says of a page that is due to go live and could not."""

from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.locks import ScheduledForPublishLock
from wagtail.utils.timestamps import render_timestamp

from clinic.models import ScheduleProblem


class LateLock(ScheduledForPublishLock):
    """Wagtail's lock of a scheduled page, with the reason why it is not live although its time has come."""

    def __init__(self, page: Any, problem: ScheduleProblem) -> None:
        super().__init__(page)
        self.problem = problem

    def get_message(self, user: Any) -> str:
        return format_html(
            _("This page was to go live at {time} and could not. {reason} {what_to_do}"),
            time=render_timestamp(self.problem.due_at),
            reason=self.problem.reason,
            what_to_do=_("It is tried again every few minutes. To change the page, cancel its schedule first."),
        )

    def get_description(self, user: Any) -> str:
        return _("Locked until it can go live or its schedule is cancelled")


def late_lock(page: Any) -> LateLock | None:
    """Return the lock of a page that could not go live in time; asks nothing unless its time has come."""
    revision = page.scheduled_revision
    if revision is None or revision.approved_go_live_at > timezone.now():
        return None
    problem = ScheduleProblem.objects.filter(
        action=ScheduleProblem.Action.PUBLISH, content_type=revision.base_content_type_id, object_id=revision.object_id
    ).first()
    return LateLock(page, problem) if problem else None
