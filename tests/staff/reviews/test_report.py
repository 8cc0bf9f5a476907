"""The report of how reviews stand, and what the editor says of them."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from media.models.consent import clinic_day
from tests.builders import (
    allow,
    make_condition,
    make_gallery,
    make_person,
    make_service,
    make_staff,
    make_technique,
    signed_in,
)
from tests.forms import edit_address

ROUTE = "reviews_report"


def rows(client, **chosen) -> list[str]:
    html = client.get(reverse(ROUTE), chosen).content.decode()
    found = re.findall(r"<tr>(.*?)</tr>", html.partition("<tbody>")[2], re.S)
    return [re.sub(r"\s+", " ", unescape(strip_tags(row))).strip() for row in found]


@pytest.fixture
def reviewed(home):
    today = clinic_day()

    def days(number: int) -> date:
        return today + timedelta(days=number)

    make_service(home, "Later", last_reviewed=days(-1), next_review=days(300), reviewed_by_role="a physician")
    make_service(home, "Soon", last_reviewed=days(-1), next_review=days(30))
    make_service(home, "Undated", last_reviewed=days(-1))
    make_technique(home, "Never")
    make_condition(home, "Never here")
    make_condition(home, "Due today", last_reviewed=days(-10), next_review=today)
    make_service(home, "Overdue", last_reviewed=days(-400), next_review=days(-40))
    make_service(home, "Draft", live=False, next_review=days(-40))


def titles(found: list[str]) -> list[str]:
    names = ["Later", "Soon", "Undated", "Never here", "Never", "Due today", "Overdue", "Draft"]
    return [next(name for name in names if row.startswith(name)) for row in found]


def test_lists_published_pages_those_first_that_need_somebody(reviewed, staff_client):
    found = rows(staff_client)
    assert titles(found) == ["Overdue", "Due today", "Never", "Never here", "Undated", "Soon", "Later"]
    assert "Review due" in found[0]
    assert found[-1].endswith("a physician")


def test_the_menu_leads_there_only_who_may_edit_such_pages(reviewed, home):
    make_gallery(home)
    menus = {
        role: reverse(ROUTE) in signed_in(make_person(role)).get("/admin/").content.decode()
        for role in ("Editors", "Clinical reviewers", "Owners", "Marketers")
    }
    assert menus == {"Editors": True, "Clinical reviewers": True, "Owners": True, "Marketers": False}


def test_says_which_search_engines_are_not_offered(reviewed, staff_client):
    _overdue, _due, technique, condition, *_rest = rows(staff_client)
    assert "Search engines are asked to leave it out" in condition
    assert "Search engines" not in technique


def test_narrows_by_standing_and_by_type(reviewed, staff_client):
    assert titles(rows(staff_client, standing=1)) == ["Overdue", "Due today"]
    html = staff_client.get(reverse(ROUTE)).content.decode()
    kind = re.search(r'value="(\d+)"[^>]*>\s*Technique', html)[1]
    assert titles(rows(staff_client, content_type=kind)) == ["Never"]


def test_can_be_downloaded(reviewed, staff_client):
    response = staff_client.get(reverse(ROUTE), {"export": "csv"})
    first, second, *_rest = b"".join(response.streaming_content).decode().splitlines()
    assert first == "Title,Type,Last reviewed,Reviewed by,Next review,How it stands"
    assert second.startswith("Overdue,Service,")
    assert second.endswith("Review due")


def test_no_spreadsheet_takes_a_title_for_a_formula(home, staff_client):
    make_service(home, "=1+1")
    response = staff_client.get(reverse(ROUTE), {"export": "csv"})
    assert "\n'=1+1" in b"".join(response.streaming_content).decode()


def test_shows_only_pages_that_somebody_may_edit(home):
    page = make_service(home, "Mine")
    make_service(home, "Other")
    person = make_staff("person")
    assert signed_in(person).get(reverse(ROUTE)).status_code == 302
    allow(person, page, "change_page")
    (row,) = rows(signed_in(person))
    assert row.startswith("Mine")


def test_queries_do_not_grow(home):
    client = signed_in(make_person("Editors"))

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(ROUTE))
        return len(queries)

    make_service(home)
    make_condition(home)
    count()
    first = count()
    for _ in range(6):
        make_service(home)
        make_condition(home)
        make_technique(home)
    assert count() == first


def test_the_editor_says_that_a_review_is_due(home, staff_client):
    page = make_service(home, last_reviewed=date(2025, 5, 1), next_review=date(2026, 5, 1))
    assert "The review of this page was due on May 1, 2026." in staff_client.get(edit_address(page)).content.decode()


def test_the_editor_says_why_search_engines_are_not_offered_a_condition(home, staff_client):
    page, told = make_condition(home), "This page was never reviewed."
    assert told in staff_client.get(edit_address(page)).content.decode()
    assert told not in staff_client.get(edit_address(make_technique(home))).content.decode()
    page.last_reviewed = clinic_day()
    page.save_revision().publish()
    assert told not in staff_client.get(edit_address(page)).content.decode()
