"""The inbox: who reads it, what they do there, and what they take out of it."""

import csv
import io
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from enquiries.models import Enquiry
from tests.builders import make_enquiry


def member(*codenames: str) -> Client:
    """Return a client signed in to the admin with these permissions."""
    user = User.objects.create_user(f"member-{User.objects.count()}")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    client = Client()
    client.force_login(user)
    return client


def names(client: Client, **query: str) -> set[str]:
    html = client.get(reverse("enquiries:index_results"), query).content.decode()
    return {enquiry.name for enquiry in Enquiry.objects.all() if enquiry.name in html}


def change(client: Client, enquiry: Enquiry, **fields: str):
    return client.post(reverse("enquiries:edit", args=[enquiry.pk]), {"state": "new", "notes": ""} | fields)


def export(client: Client, format: str) -> list[list[str]]:
    response = client.get(reverse("enquiries:index"), {"export": format})
    content = b"".join(response.streaming_content)
    if format == "csv":
        return list(csv.reader(io.StringIO(content.decode())))
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


def menu_labels(client: Client) -> set[str]:
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    return set(re.findall(r'"label": "([^"]+)"', html))


def test_the_menu_says_how_many_are_new(staff_client):
    assert "Enquiries" in menu_labels(staff_client)
    make_enquiry()
    make_enquiry()
    make_enquiry(state="closed")
    assert "Enquiries (2)" in menu_labels(staff_client)


def test_lists_finds_and_narrows(staff_client):
    make_enquiry(name="Jo Example", email="jo@one.example")
    make_enquiry(name="Sam Sample", email="sam@two.example", state="answered", days_ago=5)
    assert names(staff_client) == {"Jo Example", "Sam Sample"}
    assert names(staff_client, q="sample") == {"Sam Sample"}
    assert names(staff_client, q="ONE.ex") == {"Jo Example"}
    assert names(staff_client, state="answered") == {"Sam Sample"}
    newest = Enquiry.objects.first().received_at.date()
    assert names(staff_client, received_at_from=str(newest)) == {"Jo Example"}


def test_shows_what_was_written_with_its_lines_and_ways_to_answer(staff_client):
    enquiry = make_enquiry(email="jo@example.com", telephone="+1 555 0100", message="One <b>\nTwo")
    html = staff_client.get(reverse("enquiries:edit", args=[enquiry.pk])).content.decode()
    assert "One &lt;b&gt;<br>Two" in html
    assert 'href="mailto:jo@example.com"' in html
    assert 'href="tel:+15550100"' in html
    assert enquiry.consent_wording in html


def test_states_and_notes_change_and_the_log_says_who_did_it_and_names_nobody_else(staff_client, owner):
    enquiry = make_enquiry(name="Jo Example")
    change(staff_client, enquiry, state="answered", notes="Called Jo, comes on Friday")
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.notes) == ("answered", "Called Jo, comes on Friday")
    html = staff_client.get(reverse("enquiries:history", args=[enquiry.pk])).content.decode()
    assert "Marked as “Answered”" in html
    entries = ModelLogEntry.objects.filter(object_id=str(enquiry.pk))
    assert {entry.user for entry in entries} == {owner}
    assert "Jo" not in str(list(entries.values()))


def test_what_a_visitor_wrote_cannot_be_changed(staff_client):
    enquiry = make_enquiry(name="Jo Example")
    change(staff_client, enquiry, name="Somebody else", message="Other words", state="closed")
    enquiry.refresh_from_db()
    assert (enquiry.name, enquiry.message, enquiry.state) == ("Jo Example", "", "closed")


def test_nobody_adds_enquiries(staff_client):
    assert staff_client.get(reverse("enquiries:add")).status_code == 302
    assert reverse("enquiries:add") not in staff_client.get(reverse("enquiries:index")).content.decode()


@pytest.mark.parametrize("codenames", [[], ["change_contactpage", "add_image"]])
def test_opens_only_to_those_who_may(db, codenames):
    enquiry = make_enquiry()
    outsider = member(*codenames)
    for name in ("index", "index_results", "person"):
        assert outsider.get(reverse(f"enquiries:{name}")).status_code == 302
    for name in ("edit", "delete", "history"):
        assert outsider.get(reverse(f"enquiries:{name}", args=[enquiry.pk])).status_code == 302
    assert not any(label.startswith("Enquiries") for label in menu_labels(outsider))


def test_who_may_answer_may_not_delete(db):
    enquiry = make_enquiry(email="jo@example.com")
    receptionist = member("change_enquiry")
    assert change(receptionist, enquiry, state="answered")["Location"] == reverse("enquiries:index")
    receptionist.post(reverse("enquiries:delete", args=[enquiry.pk]))
    receptionist.post(reverse("enquiries:person"), {"email": "jo@example.com", "step": "erased"})
    assert Enquiry.objects.get().state == "answered"


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\r"])
def test_no_spreadsheet_takes_an_enquiry_for_a_formula(staff_client, format, beginning):
    make_enquiry(name=f"{beginning}cmd|' /C calc'!A0", message=f"{beginning}SUM(A1)\x08", notes="Plain")
    heading, row = export(staff_client, format)
    cells = dict(zip(heading, row, strict=True))
    assert cells["Name"].startswith("'")
    assert cells["Message"].startswith("'")
    assert cells["Notes"] == "Plain"
    assert cells["State"] == "New"


def test_a_spreadsheet_holds_what_the_list_shows(staff_client):
    make_enquiry(state="closed")
    make_enquiry(name="Jo Example")
    response = staff_client.get(reverse("enquiries:index"), {"export": "csv", "state": "new"})
    rows = b"".join(response.streaming_content).decode().splitlines()
    assert len(rows) == 2
    assert "Jo Example" in rows[1]


@pytest.mark.parametrize("how_many", [1, 15])
def test_the_list_takes_the_same_queries_however_long(staff_client, django_assert_max_num_queries, how_many):
    for _ in range(how_many):
        make_enquiry()
    staff_client.get(reverse("enquiries:index"))
    with django_assert_max_num_queries(15):
        staff_client.get(reverse("enquiries:index"))
