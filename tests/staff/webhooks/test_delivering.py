"""Events reach a front end at least once, those of a page in their order, and again after ever longer pauses."""

import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from standardwebhooks import Webhook

from enquiries.models import EnquirySettings
from staff.webhooks import delivering, sending
from staff.webhooks.delivering import deliver_due, forget_old
from staff.webhooks.events import Happening
from staff.webhooks.finding import find_events, write_down
from staff.webhooks.models import LEASE, PAUSES, Delivery, Endpoint, Event
from staff.webhooks.tasks import REST_AFTER_FAILURE, tell_others
from tests.builders import make_plain_page
from tests.staff.webhooks.listening import answer_with, front_end, make_endpoint


def pass_time(pause: timedelta) -> None:
    """Let so much time pass for all that waits."""
    for delivery in Delivery.objects.waiting():
        Delivery.objects.filter(pk=delivery.pk).update(next_at=delivery.next_at - pause)


def happen(path: str, type_: str = "page.published") -> None:
    write_down([Happening(type_, f"page:{path}", {"path": path})], Endpoint.objects.filter(active=True))


def end_process(*args) -> None:
    raise KeyboardInterrupt


def failing_for(path: str, status: int = 500):
    """Return an answer that refuses every message about one page."""

    def answer(handler, message):
        answer_with(status if message["data"].get("path") == path else 204)(handler, message)

    return answer


def test_a_published_page_arrives_signed_so_that_the_rules_own_library_accepts_it(home, listener):
    find_events()
    _endpoint, secret = make_endpoint(listener.address)
    page = make_plain_page(home, "First visit")
    tell_others.call()
    ((headers, body),) = listener.requests
    message = Webhook(secret).verify(body, headers)
    assert (message["type"], message["data"]["id"], message["data"]["path"]) == (
        "page.published",
        page.pk,
        "/first-visit/",
    )
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status, delivery.attempts, delivery.next_at) == ("delivered", 204, 1, None)
    tell_others.call()
    assert len(listener.requests) == 1


def test_an_endpoint_gets_only_what_it_asked_for(home, listener):
    find_events()
    make_endpoint(listener.address, event_types=["page.unpublished"])
    page = make_plain_page(home, "Offer")
    tell_others.call()
    page.unpublish()
    tell_others.call()
    assert listener.told() == [("page.unpublished", "/offer/")]


def test_each_of_several_endpoints_is_told_and_one_that_is_off_is_not(told_site, listener):
    with front_end() as second, front_end() as off:
        make_endpoint(second.address)
        make_endpoint(off.address, active=False)
        happen("/a/")
        deliver_due()
    assert listener.told() == second.told() == [("page.published", "/a/")]
    assert listener.ids == second.ids
    assert not off.requests


def test_is_tried_again_with_the_same_number_and_a_new_time_until_it_is_taken(told_site, listener):
    listener.answer = answer_with(500, b"no luck")
    happen("/a/")
    deliver_due()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status, delivery.answer) == ("waiting", 500, "no luck")
    assert delivery.problem == "It answered with status 500."
    assert deliver_due() == 0
    pass_time(PAUSES[0])
    listener.answer = answer_with(200)
    deliver_due()
    assert len(listener.ids) == 2
    assert len(set(listener.ids)) == 1
    assert Delivery.objects.get().state == "delivered"


def test_pauses_grow_as_the_rules_advise_and_after_three_days_it_is_given_up(told_site, listener, monkeypatch):
    listener.answer = answer_with(503)
    happen("/a/")
    pauses = []
    while Delivery.objects.waiting().exists():
        began = timezone.now()
        assert deliver_due() == 1
        delivery = Delivery.objects.get()
        if delivery.next_at:
            pauses.append(round((delivery.next_at - began).total_seconds()))
            pass_time(delivery.next_at - timezone.now())
    assert pauses == [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]
    assert len(listener.requests) == 10
    assert (delivery.state, delivery.attempts) == ("given_up", 10)
    happen("/a/")
    listener.answer = answer_with(200)
    deliver_due()  # what comes later does not wait for what was given up
    assert len(listener.requests) == 11


def test_later_events_of_a_page_wait_for_the_first_and_other_pages_do_not(told_site, listener):
    listener.answer = failing_for("/slow/")
    happen("/slow/")
    happen("/other/")
    happen("/slow/", "page.unpublished")
    deliver_due()
    assert listener.told() == [("page.published", "/slow/"), ("page.published", "/other/")]
    listener.answer = answer_with(204)
    pass_time(PAUSES[0])
    deliver_due()
    assert listener.told()[2:] == [("page.published", "/slow/"), ("page.unpublished", "/slow/")]


def test_the_order_holds_for_each_endpoint_by_itself(told_site, listener):
    with front_end(failing_for("/a/")) as second:
        make_endpoint(second.address)
        happen("/a/")
        happen("/a/", "page.unpublished")
        deliver_due()
    assert listener.told() == [("page.published", "/a/"), ("page.unpublished", "/a/")]
    assert second.told() == [("page.published", "/a/")]


def test_one_that_does_not_answer_keeps_others_waiting_once_only(told_site, listener, monkeypatch):
    monkeypatch.setattr(sending, "SECONDS", 0.5)
    with front_end(lambda handler, message: time.sleep(5)) as silent:
        make_endpoint(silent.address)
        for path in ("/a/", "/b/", "/c/"):
            happen(path)
        began = time.monotonic()
        deliver_due()
        assert time.monotonic() - began < 3
        assert len(silent.requests) == 1
    assert len(listener.requests) == 3
    delivery = Delivery.objects.filter(attempts=1, state="waiting").get()
    assert delivery.problem.startswith("There was no answer within")
    assert delivery.status is None


@pytest.mark.parametrize(("status", "said"), [(302, "leads elsewhere"), (404, "status 404"), (304, "leads elsewhere")])
def test_what_is_not_a_yes_is_a_no(told_site, listener, status, said):
    listener.answer = answer_with(status, Location="http://169.254.169.254/latest/")
    happen("/a/")
    deliver_due()
    delivery = Delivery.objects.get()
    assert delivery.state == "waiting"
    assert said in delivery.problem


def test_gone_switches_the_webhook_off(told_site, listener, caplog):
    listener.answer = answer_with(410)
    happen("/a/")
    happen("/b/")
    deliver_due()
    endpoint = Endpoint.objects.get()
    assert not endpoint.active
    assert endpoint.gone_at
    assert "is gone and was switched off" in caplog.text
    assert len(listener.requests) == 1
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["given_up", "waiting"]


def test_what_a_private_address_would_get_stays_here(told_site, listener, settings):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    happen("/a/")
    deliver_due()
    assert not listener.requests
    assert "https://" in Delivery.objects.get().problem


def test_with_another_key_of_the_site_the_owner_is_asked_for_a_new_secret(told_site, listener, settings):
    settings.SECRET_KEY = "another" * 10
    happen("/a/")
    deliver_due()
    assert not listener.requests
    assert "Make a new one" in Delivery.objects.get().problem


def test_a_former_key_of_the_site_still_reads_secrets(told_site, listener, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, [settings.SECRET_KEY]
    happen("/a/")
    deliver_due()
    assert len(listener.requests) == 1


def test_a_former_secret_signs_for_a_day(told_site, listener):
    endpoint, old = make_endpoint(listener.address)
    Endpoint.objects.exclude(pk=endpoint.pk).delete()
    new = endpoint.renew_secret()
    endpoint.save()
    happen("/a/")
    deliver_due()
    ((headers, body),) = listener.requests
    for secret in (old, new):
        Webhook(secret).verify(body, headers)
    Endpoint.objects.update(former_until=timezone.now())
    happen("/b/")
    deliver_due()
    assert len(listener.requests[1][0]["webhook-signature"].split()) == 1
    for kept in (endpoint.secret, endpoint.former_secret):
        assert "whsec_" not in kept


def test_a_worker_that_was_ended_in_the_middle_loses_nothing(told_site, listener, monkeypatch):
    """The message had gone out; nobody wrote down that it was taken. tests/drills/killed_worker.py ends a real one."""
    happen("/a/")
    with monkeypatch.context() as patched:
        patched.setattr(delivering, "_keep", end_process)
        with pytest.raises(KeyboardInterrupt):
            deliver_due()
    assert len(listener.requests) == 1
    assert deliver_due() == 0
    pass_time(LEASE)
    deliver_due()
    assert len(listener.requests) == 2
    assert len(set(listener.ids)) == 1


def test_a_second_worker_takes_nothing_that_is_under_way(told_site, listener):
    happen("/a/")
    delivery = Delivery.objects.due().get()
    assert delivering._take(delivery)
    assert not delivering._take(delivery)
    assert deliver_due() == 0
    assert not listener.requests


def test_a_webhook_deleted_while_it_is_told_stays_deleted(told_site, listener):
    happen("/a/")
    delivery = Delivery.objects.due().select_related("endpoint", "event").get()
    assert delivering._take(delivery)
    Endpoint.objects.all().delete()
    delivering._keep(delivery, None, "Too late")
    assert not Delivery.objects.exists()


def test_the_clock_brings_about_what_is_due(told_site, listener):
    listener.answer = answer_with(500)
    EnquirySettings.load()  # which the clock asks for, and which are made then
    happen("/a/")
    find_events()
    call_command("clock", once=True)
    listener.requests.clear()
    listener.answer = answer_with(204)
    call_command("clock", once=True)
    assert not listener.requests
    pass_time(PAUSES[0])
    call_command("clock", once=True)
    assert ("page.published", "/a/") in listener.told()


def test_a_clock_orders_no_second_round_while_one_waits(told_site, settings):
    settings.TASKS = settings.TASKS | {"worker": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    happen("/a/")
    for _ in range(3):
        call_command("clock", once=True)
    rounds = DBTaskResult.objects.filter(task_path=tell_others.module_path)
    assert rounds.count() == 1
    rounds.update(status="FAILED", finished_at=timezone.now())
    call_command("clock", once=True)
    assert rounds.count() == 1  # what failed is not tried four times a minute
    rounds.update(finished_at=timezone.now() - REST_AFTER_FAILURE)
    call_command("clock", once=True)
    assert rounds.count() == 2


def test_a_round_ends_so_that_other_tasks_have_their_turn(told_site, listener, monkeypatch):
    monkeypatch.setattr(delivering, "SECONDS_AT_A_TIME", 0.3)
    listener.answer = lambda handler, message: (time.sleep(0.2), answer_with(204)(handler, message))
    for number in range(6):
        happen(f"/{number}/")
    assert 1 <= deliver_due() < 6


def test_what_is_a_month_old_is_forgotten(told_site, listener):
    happen("/old/")
    deliver_due()
    listener.answer = answer_with(500)
    happen("/waits/")
    deliver_due()
    Event.objects.update(happened_at=timezone.now() - timedelta(days=31))
    happen("/new/")
    forget_old()
    assert [event.about for event in Event.objects.order_by("pk")] == ["/waits/", "/new/"]


def test_a_publication_tells_at_once_after_its_transaction(told_site, listener, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_plain_page(told_site, "News")
        assert not listener.requests
    assert listener.told() == [("page.published", "/news/")]
