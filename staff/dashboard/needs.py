"""What approval, reviews, checks and the worker say on the admin's first page."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import GroupApprovalTask, TaskState, WorkflowState

from clinic.needs import Need
from clinic.page_rights import pages_open_to
from media.models.consent import clinic_day
from services.approval import APPROVE
from staff.dashboard.failed_tasks import failed_tasks, may_look_after_site
from staff.dashboard.models import BlockedPage, SiteCheck
from staff.models import ApprovalTask
from staff.reviews.pages import Standing, with_standing


def approvals_need(user: Any) -> Iterator[Need]:
    """Yield what waits for this person's approval, and what was sent back to them."""
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    )
    if not user.is_superuser:
        theirs = Q()
        for model in (ApprovalTask, GroupApprovalTask):
            theirs |= Q(task__in=model.objects.filter(groups__user=user).values("pk"))
        waiting = waiting.filter(theirs)
    found = waiting.aggregate(number=Count("pk"), since=Min("started_at"))
    sentence = ngettext(
        "%(number)d page waits for your approval", "%(number)d pages wait for your approval", found["number"]
    )
    yield Need(found["number"], sentence % found, reverse("waiting"), found["since"])
    sent_back = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by_id=user.pk, current_task_state__isnull=False
    ).aggregate(number=Count("pk"), since=Min("current_task_state__finished_at"))
    sentence = ngettext(
        "%(number)d page was sent back to you for changes",
        "%(number)d pages were sent back to you for changes",
        sent_back["number"],
    )
    yield Need(sent_back["number"], sentence % sent_back, reverse("waiting"), sent_back["since"])


def reviews_need(user: Any) -> Iterator[Need]:
    if not user.has_perm(APPROVE):
        return
    due, never = Q(standing=Standing.DUE), Q(standing=Standing.NEVER)
    found = with_standing(pages_open_to(user, "change"), clinic_day()).aggregate(
        due=Count("pk", filter=due),
        due_since=Min("next_review", filter=due),
        never=Count("pk", filter=never),
        never_since=Min("first_published_at", filter=never),
    )
    url = reverse("reviews_report")
    sentence = ngettext("%(number)d page is due for review", "%(number)d pages are due for review", found["due"])
    yield Need(
        found["due"], sentence % {"number": found["due"]}, f"{url}?standing={Standing.DUE.value}", found["due_since"]
    )
    sentence = ngettext("%(number)d page was never reviewed", "%(number)d pages were never reviewed", found["never"])
    yield Need(
        found["never"],
        sentence % {"number": found["never"]},
        f"{url}?standing={Standing.NEVER.value}",
        found["never_since"],
    )


def checks_need(user: Any) -> Iterator[Need]:
    """Yield the pages that cannot be published as they are, by the last check of all pages."""
    blocked = BlockedPage.objects.filter(page__in=pages_open_to(user, "change").order_by().values("pk"))
    found = blocked.aggregate(number=Count("pk"), since=Min("since"))
    if not found["number"]:
        return
    sentence = ngettext(
        "%(number)d page has something that must be mended before publishing",
        "%(number)d pages have something that must be mended before publishing",
        found["number"],
    )
    checked = SiteCheck.objects.values_list("finished_at", flat=True).first()
    if checked:
        sentence += " " + _("(checked at %(time)s)") % {"time": time_format(timezone.localtime(checked))}
    yield Need(found["number"], sentence % found, f"{reverse('findings_report')}?rank=blocking", found["since"])


def failed_tasks_need(user: Any) -> Iterator[Need]:
    if may_look_after_site(user):
        found = failed_tasks().aggregate(number=Count("pk"), since=Min("finished_at"))
        sentence = ngettext(
            "%(number)d task in the background failed", "%(number)d tasks in the background failed", found["number"]
        )
        yield Need(found["number"], sentence % found, reverse("failed_tasks"), found["since"])
