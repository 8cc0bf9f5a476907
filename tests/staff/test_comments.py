"""Comments in the page editor: who may write them, who sees them, and who is told."""

import pytest
from wagtail.models import Comment, CommentReply, PageSubscription
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail.users.models import UserProfile

from services.models import ServicePage
from tests.builders import (
    make_condition,
    make_gallery,
    make_person,
    make_plain_page,
    make_service,
    make_technique,
    signed_in,
    submit,
)
from tests.forms import edit_address, page_form
from tests.staff.checks.looking import set_up_clinic


def comments_form(page, new: str = "", reply: str = "", resolved: bool = False) -> dict[str, str]:
    """Return what the editor's script sends for comments: those that are there, changed, and a new one."""
    there = list(page.wagtail_admin_comments.filter(resolved_at=None))
    rows = [
        {
            "id": comment.pk,
            "text": comment.text,
            "contentpath": comment.contentpath,
            "resolved": "on" if resolved else "",
            "replies": inline_formset([{"id": "", "text": reply}] if reply else []),
        }
        for comment in there
    ]
    if new:
        rows.append({"id": "", "text": new, "contentpath": "title", "replies": inline_formset([])})
    return nested_form_data({"comments": inline_formset(rows, initial=len(there))})


def comment(client, page, **what):
    """Save the page in the editor with a comment."""
    page = type(page).objects.get(pk=page.pk)
    data = page_form(client, page)
    for name in [name for name in data if name.startswith("comments-")]:
        del data[name]
    data.update(comments_form(page, **what))
    return client.post(edit_address(page), dict(data.lists()), follow=True)


@pytest.fixture
def erin(home):
    return make_person("Editors", "erin", first_name="Erin", last_name="Example")


@pytest.fixture
def robin(home):
    return make_person("Clinical reviewers", "robin", first_name="Robin", last_name="Example")


@pytest.fixture
def service(home):
    return make_service(home, "Swedish massage")


@pytest.mark.parametrize(
    ("role", "make"),
    [
        *((role, make) for role in ("Editors", "Publishers", "Owners") for make in (make_service, make_plain_page)),
        ("Editors", make_condition),
        ("Editors", make_technique),
        ("Editors", make_gallery),
        ("Clinical reviewers", make_service),
        ("Clinical reviewers", make_condition),
        ("Clinical reviewers", make_technique),
        ("Marketers", make_gallery),
    ],
)
def test_whoever_edits_a_page_comments_on_it(home, role, make):
    page, person = make(home), make_person(role)
    comment(signed_in(person), page, new="Is this so?")
    assert Comment.objects.get().user == person
    assert Comment.objects.get().page_id == page.pk


def test_a_reviewer_comments_on_what_is_under_review_without_publishing_it(service, erin, robin, mailoutbox):
    set_up_clinic(name="Riverside Massage")
    submit(service, erin)
    mailoutbox.clear()
    comment(signed_in(robin), service, new="Say “may help”.")
    assert ServicePage.objects.get().workflow_in_progress
    (mail,) = mailoutbox
    assert mail.to == ["erin@example.com"]
    assert mail.subject == "New comments on “Swedish massage”"
    assert "Robin Example commented on “Swedish massage”." in mail.body
    assert "New: Say “may help”." in mail.body
    assert edit_address(service) in mail.body
    assert mail.body.endswith("\n\nRiverside Massage")
    assert "Wagtail" not in mail.body
    assert not mail.alternatives


def test_a_reviewer_sees_what_the_editor_wrote(service, erin, robin):
    comment(signed_in(erin), service, new="Is this so?")
    submit(service, erin)
    assert "Is this so?" in signed_in(robin).get(edit_address(service)).content.decode()


def test_an_editor_reads_but_does_not_comment_while_it_is_under_review(service, erin, robin):
    submit(service, erin)
    comment(signed_in(robin), service, new="Say may help.")
    client = signed_in(erin)
    assert "Say may help." in client.get(edit_address(service)).content.decode()
    comment(client, service, new="Why?")
    assert Comment.objects.count() == 1


def test_those_in_a_thread_are_told_of_replies_and_of_nothing_else(service, erin, robin, mailoutbox):
    comment(signed_in(erin), service, new="Is this so?")
    assert not mailoutbox  # nobody follows the page
    comment(signed_in(robin), service, reply="It is.", new="Another thing")
    (mail,) = mailoutbox
    assert mail.to == ["erin@example.com"]
    assert "Reply to “Is this so?”: It is." in mail.body
    assert "Another thing" not in mail.body
    assert CommentReply.objects.get().user == robin


def test_who_wrote_a_comment_is_told_that_it_is_resolved(service, erin, robin, mailoutbox):
    comment(signed_in(erin), service, new="Is this so?")
    comment(signed_in(robin), service, resolved=True)
    assert [mail.to for mail in mailoutbox] == [["erin@example.com"]]
    assert "Resolved: “Is this so?”" in mailoutbox[0].body


def test_those_who_follow_a_page_are_told_once(service, erin, robin, mailoutbox):
    ServicePage.objects.update(owner=erin)
    PageSubscription.objects.create(page=service, user=erin, comment_notifications=True)
    comment(signed_in(robin), service, new="Is this so?")
    assert [mail.to for mail in mailoutbox] == [["erin@example.com"]]


def test_nobody_is_told_who_may_not_edit_the_page_any_more(service, erin, robin, mailoutbox):
    comment(signed_in(erin), service, new="Is this so?")
    erin.groups.clear()
    comment(signed_in(robin), service, reply="It is.")
    assert not mailoutbox


def test_who_wants_no_mails_about_comments_gets_none(service, erin, robin, mailoutbox):
    UserProfile.objects.create(user=erin, updated_comments_notifications=False)
    ServicePage.objects.update(owner=erin)
    comment(signed_in(robin), service, new="Is this so?")
    assert not mailoutbox


def test_a_line_break_in_a_title_stops_no_mail(service, erin, robin, mailoutbox):
    ServicePage.objects.update(owner=erin, title="Swedish\nmassage", draft_title="Swedish\nmassage")
    comment(signed_in(robin), service, new="Is this so?")
    assert mailoutbox[0].subject == "New comments on “Swedish massage”"


def test_a_comment_cannot_be_passed_off_as_a_colleagues(service, erin, robin):
    comment(signed_in(erin), service, new="Is this so?")
    written = Comment.objects.get()
    data = page_form(signed_in(robin), ServicePage.objects.get())
    data.update(comments_form(service) | {"comments-0-text": "It is so."})
    signed_in(robin).post(edit_address(service), dict(data.lists()))
    written.refresh_from_db()
    assert (written.text, written.user) == ("Is this so?", erin)
