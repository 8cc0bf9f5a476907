"""What visitors read about when a place is open."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from home.hours import Hours, SpecialDays, State, Stretch, grouped_week

DAYS_AHEAD = 8  # for how long a page from a cache can be put right
SPECIAL_DAYS_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class WeekRow:
    days: str
    stretches: list[str]  # none: closed
    is_today: bool


@dataclass(frozen=True)
class SpecialRow:
    days: str
    stretches: list[str]
    note: str


@dataclass(frozen=True)
class ShownHours:
    """The hours of a place in words, as they were `as_of` a moment.

    `timeline` lets the script say later what is so by then: a line for each moment from which other words hold. A line
    has the seconds since 1970, `1` where it is open and else `0`, the number of today's row in the week or `-`, and the
    words; the last has only the seconds, as nothing is known from then on.
    """

    is_open: bool
    sentence: str
    as_of: str
    week: list[WeekRow]
    special: list[SpecialRow]
    timeline: str


def shown_hours(hours: Hours, now: datetime) -> ShownHours:
    groups = grouped_week(hours)
    states = [(moment, hours.state(moment)) for moment in hours.moments(now, DAYS_AHEAD)]
    state = states[0][1]
    local = now.astimezone(hours.zone)
    lines = [
        f"{int(moment.timestamp())} {state.is_open:d} {_row_of(hours, state.day)} {sentence(state)}"
        for moment, state in states[:-1]
    ]
    row_today = _row_of(hours, state.day)
    upcoming = [
        special
        for special in hours.special
        if state.day <= special.last and special.first <= state.day + SPECIAL_DAYS_AHEAD
    ]
    return ShownHours(
        is_open=state.is_open,
        sentence=sentence(state),
        as_of=_("as of %(day)s, %(time)s") % {"day": WEEKDAYS[local.weekday()], "time": _clock(local.time())},
        week=[
            WeekRow(_days_of_week(days), _stretches(stretches), is_today=str(number) == row_today)
            for number, (days, stretches) in enumerate(groups)
        ],
        special=[
            SpecialRow(_span(special), _stretches(special.stretches), special.note)
            for special in sorted(upcoming, key=lambda special: special.first)
        ],
        timeline="\n".join([*lines, str(int(states[-1][0].timestamp()))]),
    )


def sentence(state: State) -> str:
    """Say whether it is open, and when that changes, as somebody on the spot would."""
    special, changes = state.special, state.changes
    if changes is None:
        said = _("Open now") if state.is_open else _("Closed at present")
    elif state.is_open:
        said = _("Open now, until %(time)s") % {"time": _clock(changes.time())}
    elif (changes.date() - state.day).days > 6:
        said = _("Closed until %(day)s") % {"day": _day(changes.date())}
    elif special and not special.stretches and special.note and special.first <= state.day:
        return _("Closed today: %(note)s. Opens %(moment)s") % {
            "note": special.note,
            "moment": _moment(state.day, changes),
        }
    else:
        return _("Closed now, opens %(moment)s") % {"moment": _moment(state.day, changes)}
    return _("%(said)s: %(note)s") % {"said": said, "note": special.note} if special and special.note else said


def _moment(today: date, opens: datetime) -> str:
    """Say when it opens within the week ahead."""
    clock = _clock(opens.time())
    days = (opens.date() - today).days
    if days == 0:
        return _("today at %(time)s") % {"time": clock}
    if days == 1:
        return _("tomorrow at %(time)s") % {"time": clock}
    return _("on %(day)s at %(time)s") % {"day": WEEKDAYS[opens.weekday()], "time": clock}


def _row_of(hours: Hours, day: date) -> str:
    """Return the number of the day's row in the week, or `-` where other hours hold than those."""
    if hours.special_days(day):
        return "-"
    return str(next(number for number, (days, _same) in enumerate(grouped_week(hours)) if day.weekday() in days))


def _days_of_week(days: list[int]) -> str:
    if len(days) == 7:
        return _("Every day")
    if len(days) == 1:
        return str(WEEKDAYS[days[0]])
    both = _("%(first)s and %(last)s") if len(days) == 2 else _("%(first)s to %(last)s")
    return both % {"first": WEEKDAYS[days[0]], "last": WEEKDAYS[days[-1]]}


def _stretches(stretches: tuple[Stretch, ...]) -> list[str]:
    return [
        _("%(opens)s to %(closes)s") % {"opens": _clock(stretch.opens), "closes": _clock(stretch.closes)}
        for stretch in sorted(stretches)
    ]


def _span(special: SpecialDays) -> str:
    if special.first == special.last:
        return _day(special.first)
    return _("%(first)s to %(last)s") % {"first": _day(special.first), "last": _day(special.last)}


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT").replace(" ", "\N{NO-BREAK SPACE}")


def _clock(clock: time) -> str:
    return time_format(clock, "TIME_FORMAT").replace(" ", "\N{NO-BREAK SPACE}")
