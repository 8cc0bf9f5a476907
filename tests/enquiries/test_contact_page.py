"""The form for visitors: what it takes, what it refuses, and with which words."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from enquiries import intake
from enquiries.models import Enquiry, EnquirySettings
from home.models import ClinicSettings
from tests.builders import make_enquiry
from tests.enquiries.sending import fill_in, post, send, solve, summary


@pytest.fixture
def client() -> Client:
    """Return a visitor's client, which is asked for CSRF tokens as browsers are."""
    return Client(enforce_csrf_checks=True)


def test_keeps_what_was_sent_with_the_wording_and_the_day_of_deletion(contact, client):
    settings = EnquirySettings.load()
    settings.days, settings.wording = 14, "Keep it for {days} days."
    settings.save()
    send(client, contact, telephone="+1 555 0100")
    enquiry = Enquiry.objects.get()
    assert (enquiry.name, enquiry.email, enquiry.telephone) == ("Jo Example", "jo@example.com", "+1 555 0100")
    assert (enquiry.preferred_time, enquiry.message, enquiry.state) == ("Mornings", "May I come?", "new")
    assert enquiry.consent_wording == "Keep it for 14 days."
    assert enquiry.delete_on == timezone.localdate() + timedelta(days=14)


def test_leads_to_thanks_at_an_address_that_tells_nothing(contact, client):
    response = send(client, contact)
    assert (response.status_code, response["Location"]) == (302, "/contact/sent/")
    html = client.get(response["Location"]).content.decode()
    assert "We have your message" in html
    assert "Jo Example" not in html
    assert "noindex" in html
    assert client.get("/contact/send/")["Location"] == "/contact/"


@pytest.mark.parametrize("address", ["/contact/", "/contact/sent/", "/contact/send/"])
def test_sets_no_cookie_and_is_never_cached(contact, client, address):
    response = client.get(address)
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    response = send(client, contact)
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


def test_needs_no_cookie_where_every_other_page_does(contact, client):
    assert client.post("/contact/", {}).status_code == 403
    assert client.post("/send/", {}).status_code == 403
    assert send(client, contact).status_code == 302


def test_tells_the_clinic_that_there_is_an_enquiry_and_nothing_of_it(contact, client):
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.email = "hello@clinic.example"
    clinic.save()
    send(client, contact, message="My sciatica")
    (sent,) = mail.outbox
    assert sent.to == ["hello@clinic.example"]
    assert sent.subject == "New enquiry"
    assert f"/admin/enquiries/edit/{Enquiry.objects.get().pk}/" in sent.body
    for word in ("Jo", "jo@example.com", "Mornings", "sciatica"):
        assert word not in str(sent.message())


@pytest.mark.parametrize(
    ("changes", "sentence", "target"),
    [
        ({"name": ""}, "Write your name", "#id_name"),
        ({"email": ""}, "Give an e-mail address or a telephone number", "#id_email"),
        ({"email": "jo@"}, "not a whole e-mail address", "#id_email"),
        ({"telephone": "call me"}, "in digits", "#id_telephone"),
        ({"consent": None}, "Tick this box", "#id_consent"),
        ({"message": "a" * 1001}, "1001 characters long. Please shorten it to 1000", "#id_message"),
        ({"name": "a" * 2_000_000}, "2000000 characters long. Please shorten it to 100", "#id_name"),
        ({"name": "Jo\r\nBcc: all@example.com"}, "on one line", "#id_name"),
        ({"preferred_time": "Now\nSubject: x"}, "on one line", "#id_preferred_time"),
        ({"email": "jo@example.com\nBcc: all@example.com"}, "not a whole e-mail address", "#id_email"),
        ({"message": "a\0b"}, "Null characters", "#id_message"),
    ],
)
def test_says_what_is_wrong_beside_the_field_and_above_the_form(contact, client, changes, sentence, target):
    response = send(client, contact, **changes)
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert [link["href"] for link in page.find(role="alert").find_all("a")] == [target]
    assert sentence in summary(response)[0]
    field = page.find(id=target[1:])
    assert field["aria-invalid"] == "true"
    beside = page.find(id=f"{target[1:]}_error")
    assert beside["id"] in field["aria-describedby"]
    assert sentence in beside.get_text()
    assert page.title.get_text(" ", strip=True).startswith("Not sent yet")
    assert not Enquiry.objects.exists()
    assert not mail.outbox


def test_keeps_what_was_typed(contact, client):
    response = send(client, contact, name="", message="A long\nquestion <b>", telephone="555 0100")
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find(id="id_message").get_text().strip() == "A long\nquestion <b>"
    assert page.find(id="id_telephone")["value"] == "555 0100"
    assert page.find(id="id_email")["value"] == "jo@example.com"
    assert page.find(id="id_consent").has_attr("checked")


@pytest.mark.parametrize("way", ["email", "telephone"])
def test_one_way_to_answer_is_enough(contact, client, way):
    ways = {"email": "", "telephone": ""} | {way: {"email": "jo@example.com", "telephone": "0555/123 45"}[way]}
    assert send(client, contact, **ways, preferred_time="", message="").status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"seconds": 0}, "quicker than we can tell from a machine"),
        ({"seconds": 13 * 60 * 60}, "open for a long time"),
        ({"website": "https://spam.example"}, "a field that people do not see"),
        ({"token": "made:up:token"}, "open for a long time"),
        ({"token": None}, "open for a long time"),
        ({"token": "\0" * 100}, "open for a long time"),
    ],
)
def test_doubts_what_a_machine_may_have_sent_and_takes_it_when_sent_once_more(contact, client, changes, sentence):
    response = send(client, contact, **changes)
    assert sentence in summary(response)[0]
    assert not Enquiry.objects.exists()
    page = BeautifulSoup(response.content, "html.parser")
    token = page.find("input", {"name": "token"})["value"]
    assert page.find("input", {"name": "website"}).get("value", "") == ""
    if "website" in changes:
        assert post(client, contact, fill_in(client, contact) | {"token": token}).status_code == 302


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"message=" + b"a" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(20_000)), "application/x-www-form-urlencoded"),
        (b"name=x", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"nonsense", "multipart/form-data; boundary="),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"[" * 10_000, "application/json"),
        (b"\xff\xfe%ff%00", "application/x-www-form-urlencoded"),
        (b"", "text/plain"),
    ],
)
def test_anything_at_all_gets_a_sentence(contact, client, body, content_type):
    response = client.generic("POST", "/contact/send/", body, content_type)
    assert response.status_code in (413, 422)
    assert summary(response)[0]
    assert "Write to us" in response.content.decode()


def test_the_same_message_sent_twice_is_kept_once(contact, client):
    data = fill_in(client, contact)
    assert [post(client, contact, data).status_code for _ in range(2)] == [302, 302]
    assert Enquiry.objects.count() == 1
    assert Enquiry.objects.filter(announce_at=None).exists()


def test_a_form_is_good_for_one_message(contact, client):
    data = fill_in(client, contact)
    data["proof"] = solve(data["token"])
    post(client, contact, data)
    response = post(client, contact, data | {"message": "Another"})
    assert response.status_code == 409
    assert "Your first message has arrived" in summary(response)[0]
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find("input", {"name": "token"})["value"] != data["token"]
    assert page.find("input", {"name": "proof"})["value"] == ""


def test_a_flood_from_one_address_stops_there(contact, client):
    codes = [send(client, contact).status_code for _ in range(4)]
    assert codes == [302, 302, 302, 429]
    response = send(client, contact, message="Please")
    assert "too many messages" in summary(response)[0]
    assert "Please" in response.content.decode()
    assert send(client, contact, sender="192.0.2.2").status_code == 302


def test_a_flood_from_many_addresses_keeps_out_only_those_whose_browser_did_no_work(contact, client, monkeypatch):
    monkeypatch.setitem(intake.LIMITS, False, (3, 5))
    codes = [send(client, contact, sender=f"192.0.2.{number}").status_code for number in range(6)]
    assert codes == [302] * 5 + [429]
    data = fill_in(client, contact)
    assert post(client, contact, data | {"proof": "1"}).status_code == 429
    assert post(client, contact, data | {"proof": solve(data["token"])}).status_code == 302
    assert Enquiry.objects.filter(proved=True).count() == 1


def test_after_an_hour_messages_are_taken_again(contact, client):
    send(client, contact)
    Enquiry.objects.update(received_at=timezone.now() - intake.WINDOW)
    assert [send(client, contact).status_code for _ in range(3)] == [302, 302, 302]


def test_a_whole_network_of_version_six_counts_as_one_sender(contact, client):
    codes = [send(client, contact, sender=f"2001:db8::{number}").status_code for number in range(1, 5)]
    assert codes == [302, 302, 302, 429]
    assert send(client, contact, sender="2001:db8:0:1::1").status_code == 302


def test_no_network_address_is_kept(contact, client):
    send(client, contact, sender="192.0.2.77")
    assert "192.0.2.77" not in str(Enquiry.objects.values().get())


@pytest.mark.parametrize(
    ("behind_proxy", "listed"), [(False, ["{}", "{}"]), (True, ["10.0.0.1, 192.0.2.7", "10.0.0.{}, 192.0.2.7"])]
)
def test_the_list_of_addresses_is_believed_only_where_the_proxy_wrote_it(
    contact, client, settings, monkeypatch, behind_proxy, listed
):
    settings.BEHIND_PROXY = behind_proxy
    monkeypatch.setitem(intake.LIMITS, False, (1, 20))
    lists = [text.format(number) for number, text in enumerate(listed, start=2)]
    codes = [
        post(client, contact, fill_in(client, contact), headers={"X-Forwarded-For": text}).status_code for text in lists
    ]
    assert codes == [302, 429]


def test_nothing_of_an_enquiry_is_logged(contact, client, caplog):
    caplog.set_level("DEBUG")
    send(client, contact, message="My sciatica")
    send(client, contact, name="", message="My sciatica")
    assert "sciatica" not in caplog.text
    assert "jo@example.com" not in caplog.text


def test_shows_how_to_reach_the_clinic_once(contact, client):
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.telephone = "+1 555 0100"
    clinic.save()
    html = client.get("/contact/").content.decode()
    assert html.count(">+1 555 0100<") == 1
    assert "How to reach us" in html


def test_a_private_contact_page_takes_nothing(contact, client):
    data = fill_in(client, contact)
    PageViewRestriction.objects.create(page=contact, restriction_type=PageViewRestriction.LOGIN)
    assert "login" in post(client, contact, data)["Location"]
    assert not Enquiry.objects.exists()


def test_a_draft_has_no_form_to_send_to(contact, client):
    contact.unpublish()
    assert client.post("/contact/send/", {}).status_code == 404
    assert client.get("/contact/sent/").status_code == 404


def test_the_editor_previews_the_page(contact):
    assert "Write to us" in contact.make_preview_request().rendered_content


def test_taking_an_enquiry_costs_the_same_however_many_there_are(contact, client, django_assert_max_num_queries):
    send(client, contact)
    for _ in range(30):
        make_enquiry(proved=False)
    Enquiry.objects.update(received_at=timezone.now() - intake.WINDOW)
    data = fill_in(client, contact)
    with django_assert_max_num_queries(25):
        assert post(client, contact, data).status_code == 302
