"""A review is recorded by one click, with what visitors read of it, by those who may publish the page."""

from datetime import date

import pytest
from wagtail.models import Page, PageLogEntry

from home.models import ClinicSettings
from staff.reviews.recording import months_later
from tests.builders import make_condition, make_person, make_plain_page, make_service, make_technique, signed_in, submit
from tests.forms import edit_address, edit_page

TODAY = date(2026, 8, 31)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("staff.reviews.recording.clinic_day", lambda: TODAY)


@pytest.fixture
def service(home):
    return make_service(home, "Swedish massage")


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def said(page):
    page = fresh(page)
    return page.last_reviewed, page.reviewed_by_role, page.next_review


def record(user, page, **changes):
    return edit_page(signed_in(user), page, **{"action-reviewed": "Publish as reviewed today"} | changes)


@pytest.mark.parametrize(
    ("role", "words"), [("Clinical reviewers", "a clinical reviewer"), ("Owners", "the clinic’s owner")]
)
@pytest.mark.parametrize("make", [make_service, make_condition, make_technique])
def test_one_click_publishes_with_a_review_of_today(home, client, make, role, words):
    page = make(home)
    html = record(make_person(role), page).content.decode()
    told = f"Reviewed on Aug. 31, 2026 by {words}; the next review is due on Aug. 31, 2027."
    assert told in html
    assert said(page) == (TODAY, words, date(2027, 8, 31))
    assert f"Reviewed on Aug. 31, 2026 by {words}" in client.get(page.url).content.decode()


def test_what_was_typed_goes_out_with_it(service):
    record(make_person("Clinical reviewers"), service, summary="Long strokes")
    assert fresh(service).summary == "Long strokes"
    assert not fresh(service).has_unpublished_changes


def test_the_words_can_be_changed_and_are_remembered_for_the_next_page(home, service):
    reviewer = make_person("Clinical reviewers")
    record(reviewer, service, reviewed_by_role="a licensed massage therapist")
    assert said(service)[1] == "a licensed massage therapist"
    other = make_condition(home)
    record(reviewer, other)
    assert said(other)[1] == "a licensed massage therapist"


def test_the_words_of_whoever_reviewed_before_are_not_taken_over(home):
    page = make_condition(home, reviewed_by_role="a physician")
    record(make_person("Clinical reviewers"), page)
    assert said(page)[1] == "a clinical reviewer"


def test_the_next_review_follows_the_clinics_interval(home, service):
    ClinicSettings.objects.create(site=home.get_site(), review_months=6)
    record(make_person("Clinical reviewers"), service)
    assert said(service)[2] == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 25), 1, date(2026, 12, 25)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_counts_months(day, months, later):
    assert months_later(day, months) == later


@pytest.mark.parametrize("role", ["Editors", "Publishers"])
def test_who_may_not_publish_records_nothing(service, role):
    person = make_person(role)
    assert "action-reviewed" not in signed_in(person).get(edit_address(service)).content.decode()
    record(person, service)
    assert said(service) == (None, "", None)
    assert fresh(service).get_latest_revision_as_object().last_reviewed is None


def test_a_page_of_another_kind_has_no_review(home):
    page = make_plain_page(home)
    assert "action-reviewed" not in signed_in(make_person("Owners")).get(edit_address(page)).content.decode()


def test_what_blocks_publishing_keeps_the_review_back(home, service):
    ClinicSettings.objects.create(site=home.get_site(), forbidden_terms=["therapist"])
    html = record(make_person("Clinical reviewers"), service, summary="By a therapist").content.decode()
    assert "cannot be published yet" in html
    assert said(service) == (None, "", None)
    assert not PageLogEntry.objects.filter(action="staff.review").exists()


def test_the_history_names_who_reviewed(service):
    reviewer = make_person("Clinical reviewers")
    record(reviewer, service)
    entry = PageLogEntry.objects.get(action="staff.review")
    assert (entry.user, entry.message) == (reviewer, "Reviewed by “a clinical reviewer”")


@pytest.fixture
def submitted(service):
    service.summary = "Long strokes"
    service.save_revision()
    submit(service, make_person("Editors"))
    return service


def approve(user, page, action="approve-reviewed"):
    changes = {"action-workflow-action": "true", "workflow-action-name": action}
    return edit_page(signed_in(user), page, **changes)


def test_approval_records_a_review_at_the_same_time(submitted):
    reviewer = make_person("Clinical reviewers")
    html = signed_in(reviewer).get(edit_address(submitted)).content.decode()
    assert "Approve and publish as reviewed today" in html
    assert "action-reviewed" not in html
    approve(reviewer, submitted)
    assert said(submitted) == (TODAY, "a clinical reviewer", date(2027, 8, 31))
    assert fresh(submitted).summary == "Long strokes"
    assert not fresh(submitted).workflow_in_progress
    assert PageLogEntry.objects.filter(action="staff.review", user=reviewer).exists()


def test_words_typed_while_approving_are_taken(submitted):
    changes = {"action-workflow-action": "true", "workflow-action-name": "approve-reviewed"}
    reviewer = make_person("Clinical reviewers")
    edit_page(signed_in(reviewer), submitted, reviewed_by_role="a licensed massage therapist", **changes)
    assert said(submitted)[1] == "a licensed massage therapist"


def test_approval_alone_records_none(submitted):
    approve(make_person("Clinical reviewers"), submitted, "approve")
    assert fresh(submitted).summary == "Long strokes"
    assert said(submitted) == (None, "", None)


def test_approval_of_what_others_changed_meanwhile_records_none(submitted):
    page = Page.objects.get(pk=submitted.pk).get_latest_revision_as_object()
    page.summary = "Changed"
    page.save_revision(user=make_person("Owners"))
    reviewer = make_person("Clinical reviewers")
    html = approve(reviewer, submitted).content.decode()
    assert "It was changed after it was submitted" in html
    assert said(submitted) == (None, "", None)
    assert fresh(submitted).get_latest_revision_as_object().last_reviewed is None
    approve(reviewer, submitted)
    assert fresh(submitted).summary == "Changed"
    assert said(submitted)[0] == TODAY


def test_an_approval_that_cannot_be_published_records_none(home, submitted):
    ClinicSettings.objects.create(site=home.get_site(), forbidden_terms=["strokes"])
    approve(make_person("Clinical reviewers"), submitted)
    assert fresh(submitted).get_latest_revision_as_object().last_reviewed is None
    assert fresh(submitted).workflow_in_progress


def test_other_approvals_offer_no_review(home):
    page = make_plain_page(home)
    submit(page, make_person("Editors"))
    html = signed_in(make_person("Publishers")).get(edit_address(page)).content.decode()
    assert "Approve and publish" in html
    assert "reviewed today" not in html
