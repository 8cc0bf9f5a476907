"""The panel on the admin's first page: what each role is told, and that each line leads to where it is solved."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from clinic.models import ScheduleProblem
from clinic.needs import needs_of
from home.models import ClinicSettings
from media.models import ClinicImage
from media.models.consent import clinic_day
from staff.dashboard.models import BlockedPage
from staff.dashboard.site_check import check_all_pages
from staff.dashboard.trends import trends_for
from staff.webhooks.events import Happening
from staff.webhooks.finding import write_down
from tests.builders import (
    make_consent,
    make_enquiry,
    make_image,
    make_person,
    make_plain_page,
    make_service,
    make_staff,
    signed_in,
    submit,
)
from tests.staff.webhooks.listening import make_endpoint

ROLES = ["Editors", "Marketers", "Clinical reviewers", "Publishers", "Owners"]
TOLD = {
    "1 enquiry waits for an answer": ["Publishers", "Owners"],
    "1 page waits for your approval": ["Clinical reviewers"],
    "1 page could not go live or expire at its time": ["Publishers", "Owners"],
    "1 page is due for review": ["Clinical reviewers", "Owners"],
    "1 page was never reviewed": ["Clinical reviewers", "Owners"],
    "1 page has something that must be mended before publishing": ["Editors", "Publishers", "Owners"],
    "1 consent for photos ends within 30 days": ["Marketers", "Owners"],
    "1 consent has ended while photos are tied to it": ["Marketers", "Owners"],
    "1 photo has no alt text": ["Marketers", "Publishers", "Owners"],
    "1 photo does not say who is shown": ["Marketers", "Publishers", "Owners"],
    "1 photo shows a client without a valid consent": ["Marketers", "Publishers", "Owners"],
    "The file of 1 photo is missing or damaged": ["Marketers", "Publishers", "Owners"],
    "1 task in the background failed": ["Owners"],
    "1 message to a front end could not be delivered": ["Owners"],
    "1 webhook was switched off because its front end is gone": ["Owners"],
}


def fail_task(**fields) -> DBTaskResult:
    known = {
        "status": "FAILED",
        "args_kwargs": {"args": [], "kwargs": {}},
        "task_path": "staff.dashboard.site_check.check_all_pages",
        "backend_name": "worker",
        "run_after": timezone.now(),
        "finished_at": timezone.now(),
        "exception_class_path": "builtins.ValueError",
        "traceback": "Traceback (most recent call last):\nValueError: no <b>luck</b>\n",
    }
    return DBTaskResult.objects.create(**known | fields)


def be_late(page) -> None:
    now = timezone.now()
    ScheduleProblem.objects.create(
        action="publish",
        content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        due_at=now - timedelta(days=2),
        since=now,
        tried_at=now,
        reason="“Portrait” has no consent.",
    )


def trouble(home) -> None:
    """Make one more of everything that needs somebody."""
    today = clinic_day()
    ended = make_consent(expires_on=today - timedelta(days=3))
    make_image(shown="client", consents=[make_consent(expires_on=today + timedelta(days=3))])
    make_image(shown="client", consents=[ended])
    make_image(description="")
    make_image(shown="")
    ClinicImage.objects.filter(pk=make_image().pk).update(problem="gone")
    make_enquiry(days_ago=3)
    make_service(home, next_review=today - timedelta(days=40), last_reviewed=today - timedelta(days=400))
    submit(make_service(home, live=False), make_person("Editors"))
    make_service(home)
    be_late(make_plain_page(home))
    BlockedPage.objects.create(page=make_plain_page(home).page_ptr, since=timezone.now())
    fail_task()
    fail_webhooks(now=timezone.now())


def fail_webhooks(now) -> None:
    endpoint, _secret = make_endpoint("https://192.0.2.1/")
    write_down([Happening("test", "test", {})], [endpoint])
    endpoint.deliveries.update(state="given_up", tried_at=now)
    make_endpoint("https://192.0.2.2/", active=False, gone_at=now)


def lines(user) -> dict[str, str]:
    """Return the sentences of the panel with the addresses they lead to."""
    html = signed_in(user).get(reverse("wagtailadmin_home")).content.decode()
    panel = html.partition('class="needs"')[2].partition("</ul>")[0]
    found = re.findall(r'<a href="([^"]*)">(.*?)</a>', panel, re.S)
    return {strip_tags(unescape(sentence)).strip(): unescape(address) for address, sentence in found}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_told_what_it_can_do_something_about_and_led_there(home, role):
    trouble(home)
    person = make_person(role)
    told = lines(person)
    assert list(told) == [sentence for sentence, roles in TOLD.items() if role in roles]
    client = signed_in(person)
    for address in told.values():
        assert client.get(address).status_code == 200, address


def test_each_line_leads_to_just_what_it_counts(home, owner):
    trouble(home)
    client = signed_in(owner)
    make_enquiry(state="answered", name="Answered already")
    addresses = lines(owner)
    inbox = client.get(addresses["1 enquiry waits for an answer"]).content.decode()
    assert "Answered already" not in inbox
    for sentence in ("1 page is due for review", "1 page was never reviewed"):
        assert len(client.get(addresses[sentence]).context["object_list"]) == 1


def test_says_how_long_the_oldest_has_waited(home):
    make_enquiry(days_ago=2)
    make_enquiry(days_ago=5)
    html = signed_in(make_person("Publishers")).get(reverse("wagtailadmin_home")).content.decode()
    assert "2 enquiries wait for an answer" in html
    assert "the oldest for 5 days" in html
    assert "since today" not in html
    make_plain_page(home)
    BlockedPage.objects.create(page=Page.objects.last(), since=timezone.now())
    assert "since today" in signed_in(make_person("Publishers")).get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_says_kindly_that_nothing_needs_somebody(home, role):
    html = signed_in(make_person(role)).get(reverse("wagtailadmin_home")).content.decode()
    assert "Nothing needs you right now." in html


def test_somebody_without_a_role_is_told_nothing(home):
    trouble(home)
    assert lines(make_staff("clerk")) == {}


def test_who_asked_is_told_what_came_back(home):
    editor = make_person("Editors")
    page = make_service(home)
    submit(page, editor)
    page.current_workflow_task_state.reject(user=make_person("Clinical reviewers"))
    assert "1 page was sent back to you for changes" in lines(editor)
    assert "1 page was sent back to you for changes" not in lines(make_person("Editors"))


def test_late_pages_are_counted_for_those_who_publish_them(home):
    be_late(make_plain_page(home))
    assert not lines(make_person("Editors"))
    assert lines(make_person("Publishers")) == {"1 page could not go live or expire at its time": reverse("late_pages")}


def test_a_panel_takes_few_queries_and_no_more_with_more_of_everything(home):
    owner = make_person("Owners")

    def count() -> int:
        fresh = type(owner).objects.get(pk=owner.pk)
        with CaptureQueriesContext(connection) as queries:
            needs_of(fresh)
            trends_for(fresh)
        return len(queries)

    trouble(home)
    count()
    first = count()
    for _ in range(5):
        trouble(home)
    assert count() == first
    assert first <= 16  # four of which ask for the person's rights, which the menu has asked for before


def test_the_hourly_check_finds_what_must_be_mended(home):
    page = make_plain_page(home, summary="By a therapist")
    make_plain_page(home, summary="Calm")
    ClinicSettings.objects.create(site=home.get_site(), forbidden_terms=["therapist"])
    assert check_all_pages.call() == 1
    since = BlockedPage.objects.get().since
    assert check_all_pages.call() == 1
    assert [(blocked.page_id, blocked.since) for blocked in BlockedPage.objects.all()] == [(page.pk, since)]
    page.summary = "Mended"
    page.save_revision().publish()
    assert check_all_pages.call() == 0
    assert not BlockedPage.objects.exists()


def test_all_pages_are_checked_once_an_hour_however_many_clocks_run(home, monkeypatch):
    from staff.dashboard import site_check

    ordered = []
    monkeypatch.setattr(type(check_all_pages), "enqueue", lambda task: ordered.append(task))
    for _ in range(3):
        site_check.check_hourly()
    assert len(ordered) == 1
    site_check.SiteCheck.objects.update(started_at=timezone.now() - timedelta(minutes=61))
    site_check.check_hourly()
    site_check.check_hourly()
    assert len(ordered) == 2


def test_approvals_are_named_once(home, owner):
    submit(make_service(home, "Cupping", live=False), make_person("Editors"))
    html = signed_in(owner).get(reverse("wagtailadmin_home")).content.decode()
    assert "1 page waits for your approval" in html
    assert unescape(html).count("Awaiting your review") == 0
