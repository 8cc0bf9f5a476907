"""What the site remembers of the mails about reviews."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet
from wagtail.models import Page

EVERY = timedelta(days=30)


class ReviewReminder(models.Model):
    """On which day staff were last written to that a page is to be reviewed, and for which date."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField()
    told_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.page_id}: due {self.due_on}, told {self.told_on}"

    @classmethod
    def still_holds(cls, today: date) -> QuerySet["ReviewReminder"]:
        """Return those, of a page with a `next_review` outside, after which nobody need be written to yet."""
        return cls.objects.filter(page=OuterRef("pk"), due_on=OuterRef("next_review"), told_on__gt=today - EVERY)

    @classmethod
    def claim(cls, page: Any, today: date) -> bool:
        """Note that staff are written to today, and return whether no other process has done so."""
        due_on = page.next_review
        reminder, is_new = cls.objects.get_or_create(page_id=page.pk, defaults={"due_on": due_on, "told_on": today})
        outdated = cls.objects.filter(pk=reminder.pk).filter(~Q(due_on=due_on) | Q(told_on__lte=today - EVERY))
        return is_new or bool(outdated.update(due_on=due_on, told_on=today))

    @classmethod
    def try_again_tomorrow(cls, page_ids: list[int]) -> None:
        cls.objects.filter(page__in=page_ids).update(told_on=F("told_on") - EVERY + timedelta(days=1))
