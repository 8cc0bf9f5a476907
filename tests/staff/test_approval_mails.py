"""Who is written to about approval, and what the mails say."""

import pytest
from wagtail.models import TaskState
from wagtail.users.models import UserProfile

from tests.builders import make_person, make_plain_page, make_service, submit
from tests.forms import edit_address


@pytest.fixture
def service(home):
    return make_service(home, "Swedish massage", summary="For your sciatica")


@pytest.fixture
def editor(service):
    return make_person("Editors", "erin", first_name="Erin", last_name="Example")


def current(page) -> TaskState:
    return page.current_workflow_task_state


def test_those_who_can_approve_are_told_and_nobody_else(service, editor, owner, mailoutbox):
    make_person("Clinical reviewers", "robin")
    make_person("Clinical reviewers", "left", is_active=False)
    make_person("Publishers", "pat")
    submit(service, editor)
    (mail,) = mailoutbox
    assert mail.to == ["robin@example.com"]
    assert mail.subject == "“Swedish massage” waits for your approval"
    assert "Erin Example asks you to approve “Swedish massage”." in mail.body
    assert edit_address(service) in mail.body
    assert f"/admin/pages/{service.pk}/revisions/compare/live..." in mail.body
    assert "sciatica" not in mail.body


def test_a_page_that_was_never_published_has_nothing_to_compare(home, editor, mailoutbox):
    make_person("Clinical reviewers", "robin")
    submit(make_service(home, live=False), editor)
    assert "compare" not in mailoutbox[0].body


def test_publishers_and_owners_are_told_of_other_pages(home, editor, mailoutbox):
    make_person("Clinical reviewers")
    make_person("Publishers", "pat")
    make_person("Owners", "olive")
    submit(make_plain_page(home), editor)
    assert {mail.to[0] for mail in mailoutbox} == {"pat@example.com", "olive@example.com"}


def test_who_submits_and_could_approve_is_not_told(service, mailoutbox):
    reviewer = make_person("Clinical reviewers")
    submit(service, reviewer)
    assert not mailoutbox


def test_who_asked_is_told_of_approval_with_the_comment(service, editor, mailoutbox):
    reviewer = make_person("Clinical reviewers", "robin", first_name="Robin", last_name="Example")
    submit(service, editor)
    current(service).approve(user=reviewer, comment="Well said")
    assert [mail.to for mail in mailoutbox] == [["robin@example.com"], ["erin@example.com"]]
    mail = mailoutbox[-1]
    assert mail.subject == "“Swedish massage” was approved"
    assert "Robin Example approved “Swedish massage”." in mail.body
    assert "Well said" in mail.body
    assert service.full_url in mail.body


def test_who_asked_is_told_what_to_change(service, editor, mailoutbox):
    reviewer = make_person("Clinical reviewers", "robin", first_name="Robin", last_name="Example")
    submit(service, editor)
    current(service).reject(user=reviewer, comment="Say “may help”.")
    mail = mailoutbox[-1]
    assert mail.to == ["erin@example.com"]
    assert mail.subject == "“Swedish massage” needs changes"
    assert "Robin Example asks for changes to “Swedish massage” before it is published." in mail.body
    assert "Say “may help”." in mail.body


def test_who_does_not_want_these_mails_gets_none(service, editor, mailoutbox):
    reviewer = make_person("Clinical reviewers")
    UserProfile.objects.create(user=reviewer, submitted_notifications=False)
    submit(service, editor)
    assert not mailoutbox
