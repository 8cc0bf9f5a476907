"""When a place is open, on its own clock, and how that is said."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Site

from home.blocks import OpeningHoursBlock, SpecialDaysBlock
from home.hours import Hours, SpecialDays, Stretch, grouped_week
from home.models import ClinicSettings
from home.models.clinic_settings import time_zones
from home.opening_words import shown_hours
from tests.builders import make_plain_page, make_service

NEW_YORK = ZoneInfo("America/New_York")
MONDAY = date(2026, 3, 2)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def stretch(opens: str, closes: str) -> Stretch:
    return Stretch(time.fromisoformat(opens), time.fromisoformat(closes))


def hours(*special: SpecialDays, zone: ZoneInfo = NEW_YORK, **week: list[tuple[str, str]]) -> Hours:
    """Return hours by the first three letters of the days, such as `mon=[("09:00", "17:30")]`."""
    return Hours(zone, tuple(tuple(stretch(*pair) for pair in week.get(day, [])) for day in DAYS), special)


OFFICE = {day: [("09:00", "17:30")] for day in DAYS[:5]}


def at(moment: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=zone)


def said(hours: Hours, moment: str) -> str:
    return shown_hours(hours, at(moment, hours.zone)).sentence.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ("2026-03-02T08:59:59", "Closed now, opens today at 9 a.m."),
        ("2026-03-02T09:00:00", "Open now, until 5:30 p.m."),
        ("2026-03-02T17:29:59", "Open now, until 5:30 p.m."),
        ("2026-03-02T17:30:00", "Closed now, opens tomorrow at 9 a.m."),
        ("2026-03-06T18:00:00", "Closed now, opens on Monday at 9 a.m."),
        ("2026-03-08T18:00:00", "Closed now, opens tomorrow at 9 a.m."),
    ],
)
def test_a_week_says_when_it_opens_and_closes_next(moment, sentence):
    assert said(hours(**OFFICE), moment) == sentence


def test_the_clinics_clock_counts_and_not_the_readers():
    tokyo = at("2026-03-03T00:30:00", ZoneInfo("Asia/Tokyo"))  # Monday, 10:30 in New York
    shown = shown_hours(hours(**OFFICE), tokyo)
    assert shown.is_open
    assert shown.as_of.replace("\N{NO-BREAK SPACE}", " ") == "as of Monday, 10:30 a.m."


def test_a_day_with_a_break_opens_twice():
    week = hours(mon=[("13:00", "17:00"), ("09:00", "12:00")])
    assert said(week, "2026-03-02T10:00") == "Open now, until noon"
    assert said(week, "2026-03-02T12:30") == "Closed now, opens today at 1 p.m."


def test_stretches_that_touch_or_overlap_are_one():
    week = hours(mon=[("09:00", "12:00"), ("12:00", "15:00"), ("14:00", "17:00")])
    assert said(week, "2026-03-02T10:00") == "Open now, until 5 p.m."


def test_hours_may_go_on_past_midnight():
    week = hours(fri=[("20:00", "02:00")])
    assert said(week, "2026-03-06T23:00") == "Open now, until 2 a.m."
    assert said(week, "2026-03-07T01:59") == "Open now, until 2 a.m."
    assert said(week, "2026-03-07T02:00") == "Closed now, opens on Friday at 8 p.m."


def test_midnight_may_be_the_end():
    assert said(hours(fri=[("20:00", "00:00")]), "2026-03-06T23:00") == "Open now, until midnight"


def test_hours_that_never_end_name_no_end():
    always = hours(**{day: [("00:00", "00:00")] for day in DAYS})
    assert said(always, "2026-03-06T23:00") == "Open now"


def test_a_place_without_any_opening_ahead_is_closed_at_present():
    assert said(hours(), "2026-03-02T10:00") == "Closed at present"


HOLIDAYS = SpecialDays(date(2025, 12, 24), date(2026, 1, 1), note="holidays")


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ("2025-12-23T10:00", "Open now, until 5:30 p.m."),
        ("2025-12-23T18:00", "Closed until January 2: holidays"),
        ("2025-12-26T10:00", "Closed until January 2: holidays"),
        ("2025-12-31T10:00", "Closed today: holidays. Opens on Friday at 9 a.m."),
        ("2026-01-01T10:00", "Closed today: holidays. Opens tomorrow at 9 a.m."),
        ("2026-01-02T10:00", "Open now, until 5:30 p.m."),
    ],
)
def test_holidays_say_until_when(moment, sentence):
    assert said(hours(HOLIDAYS, **OFFICE), moment) == sentence


def test_special_hours_stand_in_for_those_of_the_week():
    short = SpecialDays(MONDAY, MONDAY, (stretch("10:00", "12:00"),), "staff training")
    week = hours(short, **OFFICE)
    assert said(week, "2026-03-02T09:30") == "Closed now, opens today at 10 a.m."
    assert said(week, "2026-03-02T11:00") == "Open now, until noon: staff training"
    assert said(week, "2026-03-02T13:00") == "Closed now, opens tomorrow at 9 a.m."


def test_of_special_days_that_overlap_the_first_ones_win():
    own = SpecialDays(MONDAY, MONDAY, (stretch("10:00", "12:00"),))
    week = hours(own, SpecialDays(MONDAY, MONDAY + timedelta(days=3)), **OFFICE)
    assert week.state(at("2026-03-02T11:00")).is_open


def test_a_long_closing_that_begins_soon_is_announced():
    shown = shown_hours(hours(HOLIDAYS, **OFFICE), at("2025-12-01T10:00"))
    row = shown.special[0]
    days = row.days.replace("\N{NO-BREAK SPACE}", " ")
    assert (days, row.stretches, row.note) == ("December 24 to January 1", [], "holidays")
    assert not shown_hours(hours(HOLIDAYS, **OFFICE), at("2026-01-02T10:00")).special
    assert not shown_hours(hours(HOLIDAYS, **OFFICE), at("2025-08-01T10:00")).special


# The clocks of New York skipped 2:00 to 3:00 on 8 March 2026 and repeated 1:00 to 2:00 on 1 November 2026.


def test_hours_keep_their_clock_time_over_a_change_of_the_clocks():
    week = hours(sat=[("09:00", "17:00")], sun=[("09:00", "17:00")])
    for day, before, after in ((date(2026, 3, 7), 14, 13), (date(2026, 10, 31), 13, 14)):
        opens = [start.hour for start, _end in week.openings(day, 2)]
        assert opens == [before, after]  # in UTC


def test_a_night_on_which_the_clocks_change_is_an_hour_shorter_or_longer():
    week = hours(sat=[("22:00", "06:00")])
    lengths = [end - start for day in (date(2026, 3, 7), date(2026, 10, 31)) for start, end in week.openings(day, 1)]
    assert lengths == [timedelta(hours=7), timedelta(hours=9)]


def test_hours_in_the_hour_that_the_clocks_skip_break_nothing():
    week = hours(sun=[("02:15", "02:45"), ("02:30", "03:00"), ("09:00", "10:00")])
    assert said(week, "2026-03-08T01:30").startswith("Closed now, opens today at")
    assert said(week, "2026-03-08T09:30") == "Open now, until 10 a.m."


def test_equal_neighbouring_days_share_a_row_and_today_is_marked():
    shown = shown_hours(hours(**(OFFICE | {"wed": [("09:00", "12:00"), ("13:00", "17:30")]})), at("2026-03-05T10:00"))
    rows = [(row.days, row.is_today) for row in shown.week]
    assert rows == [
        ("Monday and Tuesday", False),
        ("Wednesday", False),
        ("Thursday and Friday", True),
        ("Saturday and Sunday", False),
    ]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in shown.week[1].stretches] == [
        "9 a.m. to noon",
        "1 p.m. to 5:30 p.m.",
    ]
    assert shown.week[3].stretches == []


def test_no_row_is_today_when_other_hours_hold():
    shown = shown_hours(hours(HOLIDAYS, **OFFICE), at("2025-12-26T10:00"))
    assert not any(row.is_today for row in shown.week)


clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
stretches = st.lists(st.builds(Stretch, clocks, clocks), max_size=3).map(tuple)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
specials = st.builds(
    lambda first, length, stretches: SpecialDays(first, first + timedelta(days=length), stretches, "note"),
    days,
    st.integers(0, 20),
    stretches,
)
some_hours = st.builds(
    Hours,
    st.sampled_from(["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]).map(ZoneInfo),
    st.tuples(*[stretches] * 7),
    st.lists(specials, max_size=3).map(tuple),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


@given(some_hours, moments)
def test_it_is_open_exactly_within_an_opening(hours, now):
    state = hours.state(now)
    around = list(hours.openings(now.date() - timedelta(days=3), 6))
    assert state.is_open == any(start <= now < end for start, end in around)
    assert all(first[1] < second[0] for first, second in pairwise(around))


@given(some_hours, moments)
def test_the_next_change_comes_later_and_changes_it(hours, now):
    state = hours.state(now)
    if state.changes is not None:
        assert state.changes > now
        assert hours.state(state.changes).is_open != state.is_open
        assert hours.state(state.changes - timedelta(seconds=1)).is_open == state.is_open


@given(some_hours, moments, st.integers(0, 8 * 24 * 60 - 61))
def test_a_cached_page_can_say_later_what_a_new_one_would(hours, now, minutes):
    later = now + timedelta(minutes=minutes)
    lines = [line.split(" ", 3) for line in shown_hours(hours, now).timeline.split("\n")]
    known = [line for line in lines if int(line[0]) <= later.timestamp()][-1]
    fresh = shown_hours(hours, later)
    if len(known) == 4:
        row = next((str(place) for place, row in enumerate(fresh.week) if row.is_today), "-")
        assert known[1:] == [f"{fresh.is_open:d}", row, fresh.sentence]
    else:
        assert later >= now + timedelta(days=7)  # beyond what the page knows


@given(some_hours)
def test_every_day_of_the_week_stands_in_one_row(hours):
    assert [day for days, _same in grouped_week(hours) for day in days] == list(range(7))


@pytest.fixture
def clinic(home) -> ClinicSettings:
    """Return a clinic with two places that are open all day, of which one is closed for the next years."""
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.telephone = "+1 555 0100"
    always = [{"day": str(day), "opens": "00:00", "closes": "00:00"} for day in range(7)]
    works = [{"first": "2020-01-01", "last": "2099-12-31", "hours": [], "note": "building works"}]
    clinic.places = [
        ("place", {"name": "Main Street", "street": "1 Main Street", "locality": "Exampleton", "hours": always}),
        (
            "place",
            {
                "name": "Mill Lane",
                "street": "2 Mill Lane",
                "locality": "Exampleton",
                "hours": always,
                "special_days": works,
            },
        ),
    ]
    clinic.save()
    return clinic


def test_each_place_says_whether_it_is_open(clinic, home, client):
    for page in (home, make_service(home), make_plain_page(home, shows_contact=True)):
        html = client.get(page.url).content.decode()
        assert "Open now" in html
        assert "Closed at present: building works" in html
        assert "Every day" in html
        assert html.count('id="hours"') == 1


def test_a_place_that_states_no_hours_says_nothing_of_them(clinic, home, client):
    clinic.places = [("place", {"name": "Main Street", "street": "1 Main Street", "locality": "Exampleton"})]
    clinic.save()
    html = client.get(home.url).content.decode()
    assert "1 Main Street" in html
    assert "Open now" not in html
    assert "Closed" not in html


def test_the_bar_for_booking_and_calling_is_there_only_where_one_can(clinic, home, client):
    assert "reach-bar" in client.get(home.url).content.decode()
    clinic.telephone = ""
    clinic.save()
    assert "reach-bar" not in client.get(home.url).content.decode()


def test_staff_choose_the_time_zone_from_all_there_are(clinic, staff_client):
    html = staff_client.get(
        reverse("wagtailsettings:edit", args=["home", "clinicsettings", clinic.site_id])
    ).content.decode()
    assert '<option value="America/New_York">New York</option>' in html
    assert '<option value="UTC" selected>UTC</option>' in html
    assert dict(dict(time_zones())["Europe"])["Europe/Isle_of_Man"] == "Isle of Man"


@pytest.mark.parametrize(("opens", "closes"), [("09:00", "05:30"), ("17:00", "09:00"), ("09:00", "09:00")])
def test_a_closing_time_that_was_meant_for_the_afternoon_is_noticed(opens, closes):
    value = {"day": "0", "opens": time.fromisoformat(opens), "closes": time.fromisoformat(closes)}
    with pytest.raises(StructBlockValidationError, match="Validation error") as caught:
        OpeningHoursBlock().clean(value)
    assert "17:30" in caught.value.block_errors["closes"].message


@pytest.mark.parametrize(("opens", "closes"), [("09:00", "17:30"), ("20:00", "02:00"), ("09:00", "00:00")])
def test_hours_of_a_day_or_a_night_are_taken(opens, closes):
    value = {"day": "0", "opens": time.fromisoformat(opens), "closes": time.fromisoformat(closes)}
    assert OpeningHoursBlock().clean(value)["opens"] == value["opens"]


def test_special_days_do_not_end_before_they_begin():
    value = {"first": date(2026, 1, 2), "last": date(2026, 1, 1), "hours": [], "note": ""}
    with pytest.raises(StructBlockValidationError) as caught:
        SpecialDaysBlock().clean(value)
    assert "before the first day" in caught.value.block_errors["last"].message
    assert SpecialDaysBlock().clean(value | {"last": None}).special_days.last == date(2026, 1, 2)
