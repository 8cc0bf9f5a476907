"""Mails to those who review pages: when a review becomes due, and each month until it is done."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext
from django_tasks import task
from wagtail.admin.mail import send_mail
from wagtail.models import Page

from media.models.consent import clinic_day
from staff.reviews.models import ReviewReminder
from staff.reviews.pages import Standing, with_standing
from staff.roles import CLINICAL_REVIEWERS, OWNERS


def remind_of_reviews() -> None:
    """Have reviewers written to about the pages that became due, or are so for another month; one mail for all."""
    today = clinic_day()
    due = _due(today).exclude(Exists(ReviewReminder.still_holds(today)))
    with transaction.atomic():
        # Where several clocks come here at once, one of them changes the row.
        claimed = [page.pk for page in due if ReviewReminder.claim(page, today)]
        if claimed:
            send_reminder.enqueue(claimed)


@task(backend="worker")
def send_reminder(page_ids: list[int]) -> int:
    """Write to the clinical reviewers, or else the owners, which pages are to be reviewed; return to how many."""
    pages = list(_due(clinic_day()).filter(pk__in=page_ids))
    people = reviewers() if pages else []
    subject = ngettext("A page is due for review", "%(number)d pages are due for review", len(pages))
    text = render_to_string(
        "staff/mails/reviews_due.txt",
        {
            "pages": [(page, _address("wagtailadmin_pages:edit", page.pk)) for page in pages],
            "report": _address("reviews_report"),
        },
    )
    try:
        for person in people:
            send_mail(subject % {"number": len(pages)}, text.strip(), [person.email])
    except OSError:
        ReviewReminder.try_again_tomorrow(page_ids)
        raise
    return len(people)


def reviewers() -> list[Any]:
    """Return the clinical reviewers who can be written to, or the owners where there is none."""
    people = get_user_model().objects.filter(is_active=True).exclude(email="").order_by("pk")
    return list(people.filter(groups__name=CLINICAL_REVIEWERS.name)) or list(people.filter(groups__name=OWNERS.name))


def _due(today: Any) -> QuerySet[Page]:
    return with_standing(Page.objects.all(), today).filter(standing=Standing.DUE).order_by("next_review", "pk")


def _address(name: str, *args: Any) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse(name, args=args)}"
