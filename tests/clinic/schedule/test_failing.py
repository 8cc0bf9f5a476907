"""What cannot go live or expire when it is due, and who is told."""

from datetime import timedelta

from django.core import mail
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_unpublished

from clinic.models import ScheduleProblem
from clinic.schedule import publish_due
from tests.builders import allow, make_plain_page, make_staff, signed_in
from tests.clinic.schedule.scheduling import (
    DAY,
    HOUR,
    NOON,
    fresh,
    history,
    is_scheduled,
    make_scheduled,
    refused,
    schedule,
)
from tests.forms import edit_address


def test_goes_on_past_a_failing_page(home, clock, hindrance):
    pages = [make_scheduled(home, title) for title in ("First", "Second", "Third")]
    hindrance["First"] = ["“Portrait” has no consent."]
    clock.after(DAY)
    with refused(pages[1]):
        publish_due()
    assert [fresh(page).live for page in pages] == [False, False, True]
    assert [is_scheduled(page) for page in pages] == [True, True, False]


def test_a_failing_page_is_left_as_it_was(home, clock, sent):
    page = make_plain_page(home, "Spring", summary="Old")
    schedule(page, summary="New", slug="summer", go_live_at=NOON + HOUR)
    before, logged = Page.objects.filter(pk=page.pk).values().get(), history(page)
    clock.after(DAY)
    with refused(page):
        publish_due()
    assert Page.objects.filter(pk=page.pk).values().get() == before
    assert history(page) == logged
    assert not Redirect.objects.exists()


def test_what_is_mended_goes_out_by_itself(home, clock, hindrance):
    page = make_scheduled(home)
    hindrance["Spring"] = ["“Portrait” has no consent."]
    clock.after(DAY)
    publish_due()
    hindrance.clear()
    publish_due()
    assert not fresh(page).live
    clock.after(timedelta(minutes=1))
    publish_due()
    assert fresh(page).live
    assert not ScheduleProblem.objects.exists()


def test_a_failing_page_is_tried_less_and_less_often_and_logged_once(home, clock, hindrance, caplog):
    make_scheduled(home)
    hindrance["Spring"] = ["“Portrait” has no consent."]
    clock.after(HOUR)
    tried = 0
    for _ in range(4 * 60 * 4):  # four hours of the clock
        tried += len(publish_due())
        clock.after(timedelta(seconds=15))
    assert 20 <= tried <= 32
    assert caplog.text.count("“Portrait” has no consent.") == 1


def test_whoever_scheduled_it_is_written_to_once(home, clock, hindrance):
    editor = make_staff("editor")
    editor.email = "editor@clinic.example"
    editor.save()
    allow(editor, home, "change_page", "publish_page")
    page = make_scheduled(home, user=editor)
    hindrance["Spring"] = ["“Portrait” has no consent & no date."]
    clock.after(HOUR)
    for _ in range(9):
        publish_due()
        clock.after(timedelta(minutes=5))
    (letter,) = mail.outbox
    assert letter.to == ["editor@clinic.example"]
    assert letter.subject.endswith("“Spring” could not go live")
    assert "“Portrait” has no consent & no date." in letter.body
    assert "cancel its schedule first" in letter.body
    assert edit_address(page) in letter.body


def test_what_is_over_at_the_next_try_troubles_nobody(home, clock, owner):
    owner.email = "owner@clinic.example"
    owner.save()
    page = make_scheduled(home, user=owner)
    clock.after(HOUR)
    with refused(page, "database is locked"):
        publish_due()
    assert ScheduleProblem.objects.get().reason.startswith("Something went wrong on the server")
    clock.after(timedelta(minutes=1))
    publish_due()
    assert fresh(page).live
    assert mail.outbox == []


def test_a_page_that_cannot_expire_is_told_too(home, clock, owner):
    owner.email = "owner@clinic.example"
    owner.save()
    page = make_plain_page(home, "Offer")
    schedule(page, user=owner, expire_at=NOON + HOUR)
    with refused(page, signal=page_unpublished):
        for _ in range(2):
            clock.after(HOUR)
            publish_due()
    assert fresh(page).live
    assert mail.outbox[0].subject.endswith("“Offer” is still live")
    assert "cancel its schedule" not in mail.outbox[0].body  # a live page is not locked
    clock.after(HOUR)
    publish_due()
    assert fresh(page).expired
    assert not ScheduleProblem.objects.exists()


def test_an_old_version_expires_although_the_new_one_fails(home, clock, hindrance):
    page = make_plain_page(home, "Offer", expire_at=NOON + 2 * HOUR)
    schedule(page, go_live_at=NOON + HOUR, expire_at=None)
    hindrance["Offer"] = ["“Portrait” has no consent."]
    clock.after(DAY)
    publish_due()
    assert fresh(page).expired
    assert is_scheduled(page)
    hindrance.clear()
    clock.after(DAY)
    publish_due()
    assert fresh(page).live


def test_an_address_that_was_taken_meanwhile_is_said_in_words(home, clock):
    page = make_plain_page(home, "Spring")
    schedule(page, slug="summer", go_live_at=NOON + HOUR)
    make_plain_page(home, "Summer", slug="summer")
    clock.after(DAY)
    (outcome,) = publish_due()
    assert outcome.problem.startswith("The slug 'summer' is already in use")
    assert is_scheduled(page)


def test_a_cancelled_schedule_takes_its_problem_along(home, clock, hindrance):
    page = make_scheduled(home)
    hindrance["Spring"] = ["“Portrait” has no consent."]
    clock.after(DAY)
    publish_due()
    page.revisions.update(approved_go_live_at=None)
    publish_due()
    assert not ScheduleProblem.objects.exists()


def test_staff_read_in_the_admin_what_could_not_go_live_and_why(home, clock, hindrance, staff_client):
    page = make_scheduled(home)
    hindrance["Spring"] = ["“<b>Portrait</b>” has no consent."]
    start = staff_client.get("/admin/late-pages/").content.decode()
    assert "Why it could not" not in start
    clock.after(HOUR)
    publish_due()
    start = staff_client.get("/admin/late-pages/").content.decode()
    assert "Why it could not" in start
    assert "“&lt;b&gt;Portrait&lt;/b&gt;” has no consent." in start
    editor = staff_client.get(edit_address(page)).content.decode()
    assert "This page was to go live at" in editor
    assert "“&lt;b&gt;Portrait&lt;/b&gt;” has no consent." in editor
    assert "<b>Portrait" not in start + editor
    assert "has been scheduled to go live at" not in editor
    assert f"/admin/pages/{page.pk}/revisions/{fresh(page).latest_revision_id}/unschedule/" in editor


def test_a_page_that_waits_for_its_time_is_shown_as_before(home, clock, staff_client):
    page = make_scheduled(home)
    assert "has been scheduled to go live at" in staff_client.get(edit_address(page)).content.decode()


def test_only_those_who_may_publish_a_page_read_why_it_could_not(home, clock, hindrance):
    make_scheduled(home)
    hindrance["Spring"] = ["“Portrait” has no consent."]
    clock.after(DAY)
    publish_due()
    outsider, editor = make_staff("outsider"), make_staff("editor")
    allow(editor, home, "change_page", "publish_page")
    assert "has no consent" not in signed_in(outsider).get("/admin/late-pages/").content.decode()
    assert "has no consent" in signed_in(editor).get("/admin/late-pages/").content.decode()
