"""A review is recorded on the page itself, and goes out the way that all its changes go."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

from clinic.pages import ReviewedPage
from home.models import ClinicSettings
from media.models.consent import clinic_day
from staff.roles import CLINICAL_REVIEWERS, OWNERS

LOGGED_AS = "staff.review"
# What visitors read after “Reviewed on … by”, until the person writes it differently.
SENTENCES = {
    CLINICAL_REVIEWERS.name: gettext_lazy("a clinical reviewer"),
    OWNERS.name: gettext_lazy("the clinic’s owner"),
}


@dataclass(frozen=True)
class Review:
    """What a page says of a review."""

    last_reviewed: date
    reviewed_by_role: str
    next_review: date

    def __str__(self) -> str:
        words = {"day": date_format(self.last_reviewed), "due": date_format(self.next_review)}
        if not self.reviewed_by_role:
            return _("Reviewed on %(day)s; the next review is due on %(due)s.") % words
        words["role"] = self.reviewed_by_role
        return _("Reviewed on %(day)s by %(role)s; the next review is due on %(due)s.") % words


def review_today(user: Any, page: Any, written: str | None = None) -> Review:
    """Return a review of the page by this person today.

    It is by the role that the person has just `written` on the page, or else wrote at the last review.
    """
    today = clinic_day()
    if written and written != page.reviewed_by_role:
        role = written
    else:
        role = _last_words(user) or _role_of(user) or page.reviewed_by_role
    return Review(today, role, months_later(today, ClinicSettings.of_default_site().review_months))


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def may_record(user: Any, page: Any) -> bool:
    """Return whether the person may publish the page, which for clinical pages is to approve it."""
    return isinstance(page, ReviewedPage) and page.permissions_for_user(user).can_publish()  # type: ignore[attr-defined]


def record(page: Any, user: Any) -> Revision:
    """Save a draft of the page with a review by this person today, and return it."""
    written = page.reviewed_by_role if page.latest_revision.user_id == user.pk else None
    review = review_today(user, type(page)._base_manager.get(pk=page.pk), written)
    for name, value in vars(review).items():
        setattr(page, name, value)
    revision: Revision = page.save_revision(user=user, log_action=True)
    log_review(page, user)
    return revision


def log_review(page: Any, user: Any) -> None:
    """Put into the page's history who reviewed it. Visitors read the role only."""
    log(page, LOGGED_AS, user=user, data={"role": page.reviewed_by_role})


def fill_in(request: HttpRequest, page: Page) -> None:
    """Have “Publish as reviewed today” publish what is in the editor, with a review in its fields."""
    if "action-reviewed" not in request.POST or page.workflow_in_progress or not may_record(request.user, page):
        return
    review = review_today(request.user, page, request.POST.get("reviewed_by_role", "").strip())
    data = request.POST.copy()
    del data["action-reviewed"]
    data["action-publish"] = "action-publish"
    for name, value in vars(review).items():
        data[name] = str(value)
    request.POST = data  # type: ignore[assignment]
    request.review = review  # type: ignore[attr-defined]


def _last_words(user: Any) -> str:
    last = PageLogEntry.objects.filter(user=user, action=LOGGED_AS).order_by("-timestamp", "-pk").first()
    return last.data.get("role", "") if last else ""


def _role_of(user: Any) -> str:
    names = set(user.groups.values_list("name", flat=True))
    return next((str(sentence) for name, sentence in SENTENCES.items() if name in names), "")
