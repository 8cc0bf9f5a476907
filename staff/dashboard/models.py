"""What the clock keeps for the admin's first page; nothing of it is about a person."""

from django.db import models
from wagtail.models import Page


class DayCount(models.Model):
    """How many there were on a day: of enquiries that came in, of things that needed somebody."""

    day = models.DateField()
    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "kind"], name="one_count_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}: {self.number}"


class BlockedPage(models.Model):
    """A page on which the last check of all pages found something that must be mended before publishing."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.page_id}: since {self.since}"


class SiteCheck(models.Model):
    """When all pages were last checked; one row."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.started_at} – {self.finished_at}"
