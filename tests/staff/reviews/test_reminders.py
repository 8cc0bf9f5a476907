"""The clock has reviewers written to: when a review becomes due, monthly after that, once however many clocks run."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from wagtail.models import Page

from media.models.consent import clinic_day
from staff.reviews import reminders
from staff.reviews.models import ReviewReminder
from tests.builders import make_person, make_service
from tests.forms import edit_address


@pytest.fixture
def reviewer(db):
    return make_person("Clinical reviewers", "robin")


def make_due(home, title="Swedish massage", days=0, **fields):
    return make_service(home, title, next_review=clinic_day() - timedelta(days=days), **fields)


def tick(days=0) -> None:
    if days:
        ReviewReminder.objects.update(told_on=clinic_day() - timedelta(days=days))
    call_command("clock", once=True)


def test_one_mail_lists_all_pages_that_are_due(home, reviewer, mailoutbox):
    pages = [make_due(home, "Swedish massage"), make_due(home, "Cupping", days=3)]
    make_due(home, "Later", days=-1)
    make_due(home, "Draft", live=False)
    make_person("Owners")
    tick()
    (mail,) = mailoutbox
    assert mail.to == ["robin@example.com"]
    assert mail.subject == "2 pages are due for review"
    assert mail.body.index("Cupping, due on") < mail.body.index("Swedish massage, due on")
    assert all(edit_address(page) in mail.body for page in pages)
    assert "/admin/reports/reviews/" in mail.body
    assert "Later" not in mail.body
    assert "Draft" not in mail.body


def test_is_sent_once_and_again_after_a_month(home, reviewer, mailoutbox):
    make_due(home)
    tick()
    tick()
    tick(days=29)
    assert len(mailoutbox) == 1
    tick(days=30)
    assert len(mailoutbox) == 2
    tick()
    assert len(mailoutbox) == 2


def test_a_page_that_was_reviewed_and_is_due_again_is_told_of_at_once(home, reviewer, mailoutbox):
    page = make_due(home, days=5)
    tick()
    page.next_review = clinic_day()
    page.save_revision().publish()
    tick()
    assert len(mailoutbox) == 2


def test_a_page_that_was_reviewed_in_time_is_not_told_of(home, reviewer, mailoutbox):
    page = make_due(home)
    page.last_reviewed, page.next_review = clinic_day(), clinic_day() + timedelta(days=365)
    page.save_revision().publish()
    tick()
    assert not mailoutbox


def test_owners_are_told_where_nobody_reviews(home, mailoutbox):
    make_person("Clinical reviewers", "left", is_active=False)
    make_person("Owners", "olive")
    make_due(home)
    tick()
    assert [mail.to for mail in mailoutbox] == [["olive@example.com"]]


def test_two_clocks_that_saw_the_same_pages_have_one_mail_sent(home, reviewer, mailoutbox, monkeypatch):
    make_due(home)
    claim, seen = ReviewReminder.claim, []

    def claim_after_the_other(page, today):
        if not seen:
            seen.append(page)
            reminders.remind_of_reviews()
        return claim(page, today)

    monkeypatch.setattr(ReviewReminder, "claim", claim_after_the_other)
    tick()
    assert seen
    assert len(mailoutbox) == 1


def test_what_could_not_be_sent_is_tried_again_the_next_day(home, reviewer, mailoutbox, monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionRefusedError

    make_due(home)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.message.EmailMultiAlternatives.send", fail)
        tick()
    tick()
    assert not mailoutbox
    told_on = ReviewReminder.objects.get().told_on
    ReviewReminder.objects.update(told_on=told_on - timedelta(days=1))
    tick()
    assert len(mailoutbox) == 1


def test_a_deleted_page_takes_its_reminder_along(home, reviewer):
    page = make_due(home)
    tick()
    Page.objects.get(pk=page.pk).delete()
    assert not ReviewReminder.objects.exists()
