"""Small plots of the last weeks, out of counts that the clock keeps for each day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from wagtail import hooks

from clinic.needs import needs_of
from enquiries.needs import may_answer
from media.models.consent import clinic_day
from staff.dashboard.failed_tasks import may_look_after_site
from staff.dashboard.models import DayCount

WEEKS = 12
HEIGHT, STEP, BAR = 40, 12, 9  # of the drawing, of a week, of its bar
ENQUIRIES, OPEN = "enquiries", "open"


def count_day() -> None:
    """Keep the counts of yesterday, once; apps give theirs by the hook `daily_counts`."""
    day = clinic_day() - timedelta(days=1)
    if DayCount.objects.filter(day=day).exists():
        return
    counts: dict[str, int] = {}
    for count in hooks.get_hooks("daily_counts"):
        counts |= count(day)
    rows = [DayCount(day=day, kind=kind, number=number) for kind, number in counts.items()]
    DayCount.objects.bulk_create(rows, ignore_conflicts=True)  # another clock may have been quicker
    DayCount.objects.filter(day__lt=day - timedelta(weeks=WEEKS + 1)).delete()


def open_on(day: date) -> dict[str, int]:
    """Return how many things need somebody, whoever that is: all that an administrator is shown, as the day ends."""
    administrator = get_user_model()(is_active=True, is_superuser=True)
    return {OPEN: sum(need.number for need in needs_of(administrator))}


@dataclass(frozen=True)
class Week:
    """The week that begins on a day; no number where the site was not counting."""

    begins: date
    number: int | None
    x: int
    height: float

    @property
    def y(self) -> float:
        return HEIGHT - self.height


@dataclass(frozen=True)
class Trend:
    title: str
    weeks: list[Week]

    width = WEEKS * STEP
    height = HEIGHT
    bar = BAR

    @property
    def most(self) -> int:
        return max(week.number or 0 for week in self.weeks)

    @property
    def last(self) -> int | None:
        return self.weeks[-1].number


def trends_for(user: Any) -> list[Trend]:
    """Return what this person has something to do with, once two weeks are known; in one query."""
    wanted = {}
    if may_answer(user):
        wanted[ENQUIRIES] = _("Enquiries a week")
    if may_look_after_site(user):
        wanted[OPEN] = _("Left to do at each week’s end")
    if not wanted:
        return []
    end = clinic_day()
    begin = end - timedelta(weeks=WEEKS)
    numbers: dict[str, dict[date, int]] = {kind: {} for kind in wanted}
    for kind, day, number in DayCount.objects.filter(day__gte=begin, day__lt=end, kind__in=wanted).values_list(
        "kind", "day", "number"
    ):
        numbers[kind][day] = number
    found = [(title, _by_week(numbers[kind], begin, adds_up=kind == ENQUIRIES)) for kind, title in wanted.items()]
    return [
        Trend(title, _drawn(weeks, begin)) for title, weeks in found if sum(number is not None for number in weeks) > 1
    ]


def _by_week(numbers: dict[date, int], begin: date, adds_up: bool) -> list[int | None]:
    """Return a number for each week: the sum of its days, or that of its last one."""
    weeks: list[int | None] = []
    for week in range(WEEKS):
        days = [begin + timedelta(weeks=week, days=day) for day in range(7)]
        known = [numbers[day] for day in days if day in numbers]
        weeks.append((sum(known) if adds_up else known[-1]) if known else None)
    return weeks


def _drawn(weeks: list[int | None], begin: date) -> list[Week]:
    most = max(number or 0 for number in weeks) or 1
    return [
        Week(begin + timedelta(weeks=place), number, place * STEP, round((number or 0) / most * HEIGHT, 1))
        for place, number in enumerate(weeks)
    ]
