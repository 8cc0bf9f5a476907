"""What is told of the whole site: the clinic, its hours, the menus, the search."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone
from wagtail.models import Site

from home.models import ClinicSettings
from tests.builders import make_condition, make_contact_page, make_plain_page, make_service


@pytest.fixture
def clinic(home):
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.name, clinic.telephone, clinic.time_zone = "Example Clinic", "+1 555 0142", "America/Denver"
    hours = [
        {"day": "0", "opens": time(9), "closes": time(17, 30)},
        {"day": "0", "opens": time(19), "closes": time(21)},
    ]
    holidays = {"first": date(2026, 12, 24), "last": date(2026, 12, 26), "hours": [], "note": "holidays"}
    place = dict.fromkeys(("name", "region", "postcode", "country"), "") | {"street": "1 Main St", "locality": "Town"}
    clinic.places = [("place", place | {"hours": hours, "special_days": [holidays]})]
    clinic.save()
    return clinic


@pytest.fixture
def at(monkeypatch):
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def test_the_clinic_tells_when_it_is_open(clinic, fetch, at):
    at(datetime(2026, 11, 30, 16, 30, tzinfo=UTC))  # Monday, half past nine in Denver
    answer = fetch("clinic/")
    assert (answer["name"], answer["time_zone"], answer["email"]) == ("Example Clinic", "America/Denver", "")
    hours = answer["places"][0]["hours"]
    assert hours["week"][0] == {
        "day": "monday",
        "stretches": [{"opens": "09:00", "closes": "17:30"}, {"opens": "19:00", "closes": "21:00"}],
    }
    assert hours["week"][6] == {"day": "sunday", "stretches": []}
    assert hours["special_days"] == [{"first": "2026-12-24", "last": "2026-12-26", "stretches": [], "note": "holidays"}]
    first, second, *_rest = hours["timeline"]
    assert first["is_open"] is True
    assert first["sentence"].replace("\xa0", " ") == "Open now, until 5:30 p.m."
    assert (second["since"], second["is_open"]) == ("2026-12-01T00:30:00Z", False)
    assert hours["timeline_ends"] > second["since"]
    assert hours["week_in_words"][0]["days"] == "Monday"
    assert hours["special_days_in_words"][0]["note"] == "holidays"


def test_a_clinic_that_says_nothing_is_answered_with_nothing(home, fetch):
    answer = fetch("clinic/")
    assert answer["places"] == []
    assert answer["name"] == ""
    assert not ClinicSettings.objects.exists(), "reading must not write"


def test_the_menus_have_public_pages_only(home, fetch):
    make_plain_page(home, "First visit", show_in_menus=True)
    make_plain_page(home, "Draft", show_in_menus=True, live=False)
    make_plain_page(home, "Privacy", slug="privacy")
    make_contact_page(home, show_in_menus=True)
    answer = fetch("navigation/")
    assert [link["title"] for link in answer["main"]] == ["First visit", "Contact"]
    assert [link["path"] for link in answer["foot"]] == ["/privacy/"]
    assert answer["contact"]["path"] == "/contact/"


def test_the_search_understands_what_visitors_write(home, fetch):
    sciatica = make_condition(home, "Sciatica", areas=("legs",), synonyms=["leg pain"])
    make_service(home, "Firm massage", conditions=(sciatica,))
    found = fetch("search/", q="siatica")
    assert found["corrected"] == "sciatica"
    assert found["nearest"] is False
    assert found["items"][0]["title"] == "Sciatica"
    assert [service["title"] for service in found["items"][0]["services"]] == ["Firm massage"]
    assert fetch("search/", q="legs")["areas"] == [{"slug": "legs", "name": "Legs and knees"}]
    assert fetch("search/", q="xylophone")["items"] == []
    assert fetch("search/", q="")["items"] == []
    assert [link["title"] for link in fetch("search/suggestions/", q="scia")["items"]] == ["Sciatica"]
    sciatica.unpublish()
    assert fetch("search/suggestions/", q="scia")["items"] == []
