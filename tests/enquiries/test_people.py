"""Somebody asks what the clinic has about them, or to have it erased."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from enquiries.models import Enquiry
from tests.builders import make_enquiry

ADDRESS = "jo@example.com"


@pytest.fixture(autouse=True)
def enquiries(db) -> None:
    make_enquiry(email=ADDRESS, name="Jo Example", message="First", notes="Called back")
    make_enquiry(email="JO@Example.com", name="Jo Example", message="Second", state="closed")
    make_enquiry(email="other@example.com", name="Sam Sample")


def ask(client, step: str, email: str = ADDRESS):
    return client.post(reverse("enquiries:person"), {"email": email, "step": step}, follow=True)


def test_finds_all_of_one_address_however_it_is_written(staff_client):
    html = ask(staff_client, "find", "Jo@EXAMPLE.com").content.decode()
    assert "2 enquiries from Jo@EXAMPLE.com" in html
    assert "Sam Sample" not in html


def test_hands_out_everything_as_json(staff_client):
    response = ask(staff_client, "export")
    assert response["Content-Disposition"] == 'attachment; filename="enquiries.json"'
    assert "no-store" in response["Cache-Control"]
    found = response.json()["enquiries"]
    assert {entry["message"] for entry in found} == {"First", "Second"}
    assert {"Called back", ""} == {entry["notes"] for entry in found}
    assert all(entry["consent_wording"] and entry["received_at"] and entry["delete_on"] for entry in found)


def test_erases_only_after_it_was_confirmed_and_logs_it_without_the_person(staff_client, owner):
    html = ask(staff_client, "erase").content.decode()
    assert "2 enquiries from jo@example.com will be erased" in html
    assert Enquiry.objects.count() == 3
    assert "2 enquiries were erased" in ask(staff_client, "erased").content.decode()
    assert Enquiry.objects.get().name == "Sam Sample"
    entries = ModelLogEntry.objects.filter(action="wagtail.delete", user=owner, deleted=True)
    assert entries.count() == 2
    assert "jo" not in str(list(entries.values())).casefold()


def test_says_that_there_is_nothing(staff_client):
    for step in ("find", "erase"):
        assert (
            "There is nothing from nobody@example.com" in ask(staff_client, step, "nobody@example.com").content.decode()
        )


def test_says_what_is_wrong_with_an_address(staff_client):
    assert "valid email address" in ask(staff_client, "find", "jo").content.decode()


def test_the_address_never_stands_in_the_address_of_a_page(staff_client):
    html = staff_client.get(reverse("enquiries:person"), {"email": ADDRESS}).content.decode()
    assert "Jo Example" not in html
    assert 'method="post"' in html
