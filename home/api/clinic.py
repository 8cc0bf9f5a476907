"""The clinic and its opening hours in the read API."""

from datetime import date, datetime, time
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Router
from pydantic import Field

from clinic.api.schemas import Answer
from home.hours import Hours, Stretch
from home.models import ClinicSettings
from home.models.clinic_settings import ShownPlace
from home.opening_words import DAYS_AHEAD, SpecialRow, WeekRow, sentence

router = Router(tags=["Site"])

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class OpenStretch(Answer):
    """Opening hours without a break, on the clinic’s own clock."""

    opens: str = Field(examples=["09:00"])
    closes: str = Field(description="Where it is not later than `opens`, on the next day.", examples=["17:30"])


class WeekdayHours(Answer):
    """The hours of one day of the week."""

    day: Weekday
    stretches: list[OpenStretch] = Field(description="Empty: closed.")


class SpecialDays(Answer):
    """Days on which other hours hold than the week’s."""

    first: date
    last: date
    stretches: list[OpenStretch] = Field(description="On each of these days; empty: closed.")
    note: str = Field(examples=["holidays"])


class HoursRow(Answer):
    """A line of a table of hours, in words."""

    days: str = Field(examples=["Monday to Friday"])
    stretches: list[str] = Field(description="Empty: closed.", examples=[["9 a.m. to 5 p.m."]])
    note: str


class HoursMoment(Answer):
    """What is so from a moment on."""

    since: datetime
    is_open: bool
    sentence: str = Field(examples=["Open now, until 5 p.m."])


class OpeningHours(Answer):
    """When a place is open, for programs and in words."""

    week: list[WeekdayHours] = Field(description="All seven days, from Monday.")
    special_days: list[SpecialDays] = Field(description="Past ones too. Of two that hold on a day, the first wins.")
    timeline: list[HoursMoment] = Field(
        description="What to say now, and what else from which moments on, for eight days. The last holds until "
        "`timeline_ends`."
    )
    timeline_ends: datetime
    week_in_words: list[HoursRow]
    special_days_in_words: list[HoursRow] = Field(description="Those of the next 60 days.")


class Place(Answer):
    """A place where the clinic works."""

    name: str = Field(description="May be empty; this site then shows the town.")
    street: str
    locality: str
    region: str
    postcode: str
    country: str
    hours: OpeningHours | None = Field(description="null: none are stated.")


class Clinic(Answer):
    """What is true of the clinic on every page; texts are empty where it says nothing."""

    name: str
    language: str = Field(examples=["en"])
    telephone: str
    text_message: str = Field(description="The number for text messages.")
    email: str
    booking_url: str = Field(description="Where visitors book online.")
    licence_number: str = Field(
        description="Print it at the foot of every page, where there is one: laws may ask for it."
    )
    time_zone: str = Field(description="Of all opening hours.", examples=["America/Denver"])
    places: list[Place]


@router.get("clinic/", response=Clinic, operation_id="getClinic", summary="The clinic and its opening hours")
def get_clinic(request: HttpRequest) -> Clinic:
    """How to reach the clinic, where it is, and when it is open."""
    clinic = ClinicSettings.found_with_site(request)
    if clinic is None:
        raise Http404
    now = timezone.now()
    texts = ("name", "telephone", "text_message", "email", "booking_url", "licence_number", "time_zone")
    return Clinic(
        **{text: getattr(clinic, text) for text in texts},
        language=get_language() or "",
        places=[place(shown, clinic.hours_of(shown.value), now) for shown in clinic.shown_places],
    )


def place(shown: ShownPlace, hours: Hours, now: datetime) -> Place:
    texts = ("name", "street", "locality", "region", "postcode", "country")
    return Place(
        **{text: shown.value[text] or "" for text in texts},
        hours=opening_hours(shown.hours, hours, now) if shown.hours else None,
    )


def opening_hours(shown: Any, hours: Hours, now: datetime) -> OpeningHours:
    moments = hours.moments(now, DAYS_AHEAD)
    states = [(moment, hours.state(moment)) for moment in moments[:-1]]
    return OpeningHours(
        week=[WeekdayHours(day=day, stretches=_stretches(hours.week[number])) for number, day in enumerate(WEEKDAYS)],
        special_days=[
            SpecialDays(first=days.first, last=days.last, stretches=_stretches(days.stretches), note=days.note or "")
            for days in hours.special
        ],
        timeline=[
            HoursMoment(since=moment, is_open=state.is_open, sentence=sentence(state)) for moment, state in states
        ],
        timeline_ends=moments[-1],
        week_in_words=[_row(row) for row in shown.week],
        special_days_in_words=[_row(row) for row in shown.special],
    )


def _stretches(stretches: tuple[Stretch, ...]) -> list[OpenStretch]:
    return [OpenStretch(opens=_clock(one.opens), closes=_clock(one.closes)) for one in sorted(stretches)]


def _clock(clock: time) -> str:
    return clock.isoformat("minutes")


def _row(row: WeekRow | SpecialRow) -> HoursRow:
    return HoursRow(days=row.days, stretches=row.stretches, note=getattr(row, "note", "") or "")
