"""The screens where owners look after webhooks."""

import re
from html import unescape

import pytest
from django.urls import reverse
from standardwebhooks import Webhook
from wagtail.log_actions import registry

from staff.webhooks.delivering import deliver_due
from staff.webhooks.events import Happening
from staff.webhooks.finding import write_down
from staff.webhooks.models import Delivery, Endpoint
from tests.builders import make_person, signed_in
from tests.staff.webhooks.listening import answer_with, make_endpoint

SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{40,}")


@pytest.fixture
def client(home):
    return signed_in(make_person("Owners"))


def add(client, address: str, **fields):
    data = {"address": address, "description": "Front end", "event_types": ["page.published"], "active": "on"}
    return client.post(reverse("webhooks:add"), data | fields)


def page(client, name: str, *args) -> str:
    return unescape(client.get(reverse(f"webhooks:{name}", args=args)).content.decode())


def test_an_owner_adds_a_webhook_and_reads_its_secret_once(client, listener):
    response = add(client, listener.address)
    (secret,) = set(SECRET.findall(response.content.decode()))
    assert "no-store" in response["Cache-Control"]
    endpoint = Endpoint.objects.get()
    assert (endpoint.address, endpoint.event_types, endpoint.active) == (listener.address, ["page.published"], True)
    for html in (page(client, "index"), page(client, "edit", endpoint.pk), page(client, "history", endpoint.pk)):
        assert "Front end" in html
        assert "whsec_" not in html
        assert endpoint.secret not in html
    client.post(reverse("webhooks:send_test", args=[endpoint.pk]))
    deliver_due()
    headers, body = listener.requests[0][0], listener.requests[0][1]
    assert Webhook(secret).verify(body, headers)["type"] == "test"


def test_all_kinds_of_events_are_ticked_at_first(client):
    assert page(client, "add").count('type="checkbox" name="event_types"') == 8
    assert len(re.findall(r'name="event_types"[^>]*checked', page(client, "add"))) == 8


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://8.8.8.8/hook", "must begin with https://"),
        ("https://127.0.0.1/hook", "private network"),
        ("https://[::ffff:a9fe:a9fe]/hook", "private network"),
        ("ftp://8.8.8.8/", "Enter a valid URL"),
        ("javascript:alert(1)", "Enter a valid URL"),
        ("https://user:word@8.8.8.8/", "Leave name and password out"),
        ("", "This field is required"),
    ],
)
def test_an_address_that_must_not_be_told_is_refused_in_words_and_kept_in_the_form(client, settings, address, said):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    html = unescape(add(client, address).content.decode())
    assert said in html
    assert not address or f'value="{address}"' in html
    assert not Endpoint.objects.exists()


def test_nothing_to_tell_and_unknown_events_are_refused(client, listener):
    for types in ([], ["page.published", "enquiry.received"]):
        add(client, listener.address, event_types=types)
    assert not Endpoint.objects.exists()


def test_a_new_secret_is_shown_once_and_the_log_says_who_made_it(client, listener):
    endpoint, old = make_endpoint(listener.address)
    response = client.post(reverse("webhooks:new_secret", args=[endpoint.pk]))
    html = response.content.decode()
    (new,) = set(SECRET.findall(html))
    assert new != old
    assert "The former secret works until" in html
    assert "no-store" in response["Cache-Control"]
    endpoint.refresh_from_db()
    assert endpoint.secrets() == [new, old]
    entry = registry.get_logs_for_instance(endpoint).get(action="webhooks.new_secret")
    assert entry.user.get_username().startswith("owners")
    assert "whsec_" not in str(entry.data)
    assert "Made a new secret" in page(client, "history", endpoint.pk)


def test_the_log_shows_what_was_answered_and_sends_it_again(client, listener):
    make_endpoint(listener.address, description="Front end")
    listener.answer = answer_with(400, b"<script>alert(1)</script>")
    write_down([Happening("page.published", "page:7", {"path": "/prices/"})], list(Endpoint.objects.all()))
    deliver_due()
    delivery = Delivery.objects.get()
    listing = page(client, "deliveries")
    assert "/prices/" in listing
    assert "It answered with status 400." in listing
    html = client.get(reverse("webhooks:delivery", args=[delivery.pk])).content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "1 of 10" in html
    assert delivery.event.uid in html
    Delivery.objects.update(state="given_up", attempts=10, next_at=None)
    listener.answer = answer_with(204)
    response = client.post(reverse("webhooks:delivery", args=[delivery.pk]))
    assert response.url == reverse("webhooks:delivery", args=[delivery.pk])
    deliver_due()
    assert len(listener.ids) == 2
    assert len(set(listener.ids)) == 1
    assert "Delivered" in page(client, "delivery", delivery.pk)


def test_the_list_is_filtered_by_webhook_and_state(client, listener):
    first, _secret = make_endpoint(listener.address, description="First")
    second, _secret = make_endpoint(listener.address, description="Second")
    for endpoint in (first, second):
        write_down([Happening("page.published", "page:1", {"path": f"/{endpoint.description}/"})], [endpoint])
    Delivery.objects.filter(endpoint=first).update(state="given_up")
    address = reverse("webhooks:deliveries")
    for query in (f"endpoint={second.pk}", "state=waiting"):
        html = client.get(f"{address}?{query}").content.decode()
        assert "/Second/" in html
        assert "/First/" not in html
    assert client.get(f"{address}?endpoint=999&state=nonsense").status_code == 200


def test_all_that_was_given_up_is_sent_again_at_once(client, listener):
    endpoint, _secret = make_endpoint(listener.address)
    for number in range(3):
        write_down([Happening("page.published", f"page:{number}", {"path": f"/{number}/"})], [endpoint])
    Delivery.objects.update(state="given_up", next_at=None)
    assert "Send 3 given up again" in page(client, "edit", endpoint.pk)
    html = client.post(reverse("webhooks:send_given_up", args=[endpoint.pk]), follow=True).content.decode()
    assert "3 messages are sent again." in html
    deliver_due()
    assert len(listener.requests) == 3


def test_nothing_is_sent_while_it_is_switched_off(client, listener):
    endpoint, _secret = make_endpoint(listener.address, active=False)
    html = client.post(reverse("webhooks:send_test", args=[endpoint.pk]), follow=True).content.decode()
    assert "nothing is sent while it is switched off" in html
    assert not Delivery.objects.exists()


def test_one_that_is_gone_says_so_until_it_is_switched_on_again(client, listener):
    endpoint, _secret = make_endpoint(listener.address)
    listener.answer = answer_with(410)
    write_down([Happening("test", "test", {})], [endpoint])
    deliver_due()
    assert "gone for good" in page(client, "edit", endpoint.pk)
    assert "Gone" in page(client, "index")
    data = {"address": listener.address, "description": "", "event_types": ["page.deleted"], "active": "on"}
    client.post(reverse("webhooks:edit", args=[endpoint.pk]), data)
    endpoint.refresh_from_db()
    assert (endpoint.active, endpoint.gone_at) == (True, None)


def test_one_that_leads_nowhere_any_more_can_still_be_switched_off(client):
    endpoint, _secret = make_endpoint("https://no-such-server.invalid/hook")
    data = {"address": endpoint.address, "description": "", "event_types": ["page.deleted"]}
    client.post(reverse("webhooks:edit", args=[endpoint.pk]), data)
    endpoint.refresh_from_db()
    assert not endpoint.active
    html = unescape(client.post(reverse("webhooks:edit", args=[endpoint.pk]), data | {"active": "on"}).content.decode())
    assert "No server was found under the name “no-such-server.invalid”" in html


def test_a_deleted_webhook_takes_its_log_along(client, listener):
    endpoint, _secret = make_endpoint(listener.address)
    write_down([Happening("test", "test", {})], [endpoint])
    client.post(reverse("webhooks:delete", args=[endpoint.pk]))
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("role", ["Editors", "Marketers", "Clinical reviewers", "Publishers"])
def test_is_closed_to_others(home, listener, role):
    endpoint, _secret = make_endpoint(listener.address)
    write_down([Happening("test", "test", {})], [endpoint])
    other = signed_in(make_person(role))
    for name, args in (("index", []), ("deliveries", []), ("edit", [endpoint.pk])):
        assert other.get(reverse(f"webhooks:{name}", args=args)).status_code == 302
    for name in ("new_secret", "send_test", "send_given_up"):
        other.post(reverse(f"webhooks:{name}", args=[endpoint.pk]))
    assert endpoint.secret == Endpoint.objects.get().secret
    assert Delivery.objects.count() == 1
    assert reverse("webhooks:index") not in other.get("/admin/").content.decode()


def test_an_empty_list_says_so(client):
    assert "Nothing was sent in the last 30 days." in page(client, "deliveries")
