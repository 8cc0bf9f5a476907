"""When the clinic is open: plain calculations on its own clock, without words and without the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
FURTHEST = 366  # days ahead in which the next opening is looked for


@dataclass(frozen=True, order=True)
class Stretch:
    """Opening hours without a break. Where `closes` is not later than `opens`, it is on the next day."""

    opens: time
    closes: time


@dataclass(frozen=True)
class SpecialDays:
    """Days from `first` to `last` on which other hours hold than the week's; without stretches, closed."""

    first: date
    last: date
    stretches: tuple[Stretch, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class State:
    """Whether it is open at one moment, and until when that holds.

    `day` is the date on the clinic's clock. `changes` is when it closes or opens next, on that clock; None where it
    never does. `special` are the special days that are the reason, if any: those it is closed on before it opens again,
    or today's.
    """

    is_open: bool
    day: date
    changes: datetime | None
    special: SpecialDays | None


@dataclass(frozen=True)
class Hours:
    """The hours of one place: stretches for each day from Monday, and special days, of which the first that fit win."""

    zone: ZoneInfo
    week: tuple[tuple[Stretch, ...], ...]
    special: tuple[SpecialDays, ...] = ()

    def special_days(self, day: date) -> SpecialDays | None:
        return next((special for special in self.special if special.first <= day <= special.last), None)

    def stretches(self, day: date) -> tuple[Stretch, ...]:
        """Return what holds on a day, in order."""
        special = self.special_days(day)
        return tuple(sorted(self.week[day.weekday()] if special is None else special.stretches))

    def openings(self, first: date, days: int) -> Iterator[tuple[datetime, datetime]]:
        """Yield from when to when it is open, in UTC and in order; stretches that touch or overlap are one."""
        current: tuple[datetime, datetime] | None = None
        for day in (first + number * DAY for number in range(days)):
            for stretch in self.stretches(day):
                start = self._moment(day, stretch.opens)
                end = self._moment(day if stretch.closes > stretch.opens else day + DAY, stretch.closes)
                if end <= start:
                    continue  # all of it lies in the hour that the clocks skip
                if current is None:
                    current = start, end
                elif start <= current[1]:
                    current = current[0], max(current[1], end)
                else:
                    yield current
                    current = start, end
        if current is not None:
            yield current

    def state(self, now: datetime) -> State:
        """Return whether it is open at `now`, which carries its own zone."""
        today = now.astimezone(self.zone).date()
        # From yesterday, which may have gone on past midnight.
        opening = next((found for found in self.openings(today - DAY, FURTHEST) if found[1] > now), None)
        if opening is None:
            return State(False, today, None, self.special_days(today))
        is_open = opening[0] <= now
        changes = opening[1 if is_open else 0].astimezone(self.zone)
        if is_open:
            endless = changes.date() >= today + (FURTHEST - 2) * DAY
            return State(True, today, None if endless else changes, self.special_days(today))
        ahead = [self.special_days(today + number * DAY) for number in range((changes.date() - today).days)]
        closed = next((special for special in ahead if special and not special.stretches), None)
        return State(False, today, changes, closed or self.special_days(today))

    def moments(self, now: datetime, days: int) -> list[datetime]:
        """Return `now` and each later moment within some days at which what is to be said may change: in UTC, in order.

        Those are when it opens and closes, and each midnight on the clinic's clock, when “tomorrow” becomes “today”.
        """
        now = now.astimezone(UTC)
        today = now.astimezone(self.zone).date()
        midnights = [self._moment(today + number * DAY, time()) for number in range(1, days + 1)]
        edges = {edge for opening in self.openings(today - DAY, days + 1) for edge in opening}
        return [now, *sorted(moment for moment in {*midnights, *edges} if now < moment <= midnights[-1])]

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)


def grouped_week(hours: Hours) -> list[tuple[list[int], tuple[Stretch, ...]]]:
    """Return neighbouring days of the week with the same stretches together, days numbered from Monday as 0."""
    return [(list(days), alike) for alike, days in groupby(range(7), key=lambda day: tuple(sorted(hours.week[day])))]
