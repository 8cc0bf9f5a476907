"""What somebody sees who signs in for the first time: what they do most, until they have seen enough of it."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.users.models import UserProfile

from tests.builders import (
    make_condition,
    make_gallery,
    make_person,
    make_service,
    make_staff,
    signed_in,
)

ROLES = ["Editors", "Marketers", "Clinical reviewers", "Publishers", "Owners"]
TOUR = "/admin/guide/for-you/"


def first_steps(html: str) -> str:
    """Return the part of a page that says the first steps; empty where it has none."""
    found = re.search(r'<div class="first-steps">.*?</form>', html, re.DOTALL)
    return found[0] if found else ""


def steps_in(html: str) -> dict[str, str]:
    """Return the words of each step with their address."""
    parts = re.findall(r'first-steps__steps" role="list">(.*?)</ul>', html, re.DOTALL)
    return {words: url for part in parts for url, words in re.findall(r'<a href="([^"]+)">([^<]+)</a>', part)}


@pytest.fixture
def content(home):
    make_service(home, "Portrait")
    make_condition(home)
    make_gallery(home)


@pytest.mark.parametrize("role", ROLES)
def test_the_first_page_shows_what_a_role_does_most_and_each_link_is_open_to_it(content, role):
    client = signed_in(make_person(role))
    html = first_steps(client.get("/admin/").content.decode())
    assert f"What {role.lower()} do most" in html
    assert 'href="/admin/guide/"' in html
    steps = steps_in(html)
    assert 3 <= len(steps) <= 5
    for words, url in steps.items():
        answer = client.get(url, follow=True)
        assert answer.status_code == 200, words
        assert [step for step, _status in answer.redirect_chain if step == "/admin/"] == [], words


def test_leads_an_editor_to_the_services(content):
    client = signed_in(make_person("Editors"))
    steps = steps_in(first_steps(client.get("/admin/").content.decode()))
    assert "Portrait" in client.get(steps["Correct a price"]).content.decode()


def test_leaves_out_places_that_the_site_lacks(home):
    steps = steps_in(signed_in(make_person("Editors")).get("/admin/").content.decode())
    assert "Correct a price" not in steps
    assert "Change another page" in steps


def test_somebody_with_two_roles_sees_both_and_an_administrator_what_owners_see(home, staff_client):
    person = make_person("Editors")
    person.groups.add(Group.objects.get(name="Marketers"))
    html = signed_in(person).get("/admin/").content.decode()
    assert "What editors do most" in html
    assert "What marketers do most" in html
    html = staff_client.get("/admin/").content.decode()
    assert "What owners do most" in html
    assert "What editors do most" not in html


def test_somebody_without_a_role_is_told_whom_to_ask(home):
    html = first_steps(signed_in(make_staff("newcomer")).get("/admin/").content.decode())
    assert "Ask an owner to give you one." in html
    assert 'href="/admin/guide/"' in html


def test_is_gone_once_somebody_took_it_away_for_them_alone_and_can_be_brought_back(home):
    person, other = signed_in(make_person("Editors")), signed_in(make_person("Editors"))
    assert person.get(TOUR).status_code == 200
    assert first_steps(person.get("/admin/").content.decode())  # reading takes nothing away
    answer = person.post(TOUR, follow=True)
    assert answer.redirect_chain == [("/admin/", 302)]
    assert not first_steps(answer.content.decode())
    assert first_steps(other.get("/admin/").content.decode())
    assert "Show this on the first page again" in first_steps(person.get(TOUR).content.decode())
    assert first_steps(person.post(TOUR, {"show": ""}, follow=True).content.decode())


def test_what_else_a_person_dismissed_stays(home):
    person = make_person("Editors")
    UserProfile.objects.create(user=person, dismissibles={"else": True})
    signed_in(person).post(TOUR)
    assert UserProfile.objects.get(user=person).dismissibles == {"else": True, "first_steps": True}


def test_costs_the_first_page_four_queries_more_while_it_shows(content):
    person = make_person("Editors")
    client = signed_in(person)

    def queries() -> int:
        client.get("/admin/")  # makes what is made once
        with CaptureQueriesContext(connection) as asked:
            client.get("/admin/")
        return len(asked)

    shown = queries()
    client.post(TOUR)
    assert shown - queries() == 4
