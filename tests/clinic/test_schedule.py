"""Pages that go live and expire by the clock. test_schedule_survival.py kills what does it."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published, page_unpublished

from clinic.models import ScheduleProblem
from clinic.schedule import publish_due
from home.models import PlainPage
from services.models import ConditionPage
from tests.builders import allow, make_condition, make_plain_page, make_service, make_staff, signed_in, submit
from tests.forms import edit_address, edit_page, page_form

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def after(self, passed: timedelta) -> None:
        self.now += passed


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    monkeypatch.setattr("staff.accounts.models.LONGEST", timedelta(days=1000))  # nobody is signed out by the jump
    return clock


@pytest.fixture
def sent():
    """Collect which pages were announced as published or unpublished."""
    sent = []
    published = lambda instance, **kwargs: sent.append(("published", instance.pk))  # noqa: E731
    unpublished = lambda instance, **kwargs: sent.append(("unpublished", instance.pk))  # noqa: E731
    page_published.connect(published)
    page_unpublished.connect(unpublished)
    yield sent
    page_published.disconnect(published)
    page_unpublished.disconnect(unpublished)


def schedule(page, user=None, **changes):
    """Save a new version of a page and publish it, which for one that is to go live later means to schedule it."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    revision = page.save_revision(user=user)
    revision.publish(user=user)
    return revision


def make_scheduled(home, title="Spring", user=None, **changes):
    page = make_plain_page(home, title, live=False)
    schedule(page, user=user, **{"go_live_at": NOON + HOUR} | changes)
    return page


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def is_scheduled(page) -> bool:
    return page.revisions.filter(approved_go_live_at__isnull=False).exists()


def history(page) -> list[str]:
    return [
        name.removeprefix("wagtail.")
        for name in PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True)
    ]


@contextmanager
def refused(page, reason="broken", signal=page_published):
    """Let publishing this page, or taking it off the site, fail at its end."""

    def fail(instance, **kwargs):
        if instance.pk == page.pk:
            raise RuntimeError(reason)

    signal.connect(fail)
    try:
        yield
    finally:
        signal.disconnect(fail)


def test_goes_live_at_its_time_and_not_before(home, client, clock):
    page = make_scheduled(home)
    clock.after(HOUR - timedelta(seconds=1))
    assert publish_due() == []
    assert client.get("/spring/").status_code == 404
    clock.after(timedelta(seconds=1))
    for work in hooks.get_hooks("periodic_work"):  # what the clock does
        work()
    assert client.get("/spring/").status_code == 200
    page = fresh(page)
    assert page.live_revision == page.get_latest_revision()
    assert (page.live, page.has_unpublished_changes, is_scheduled(page)) == (True, False, False)
    assert history(page)[0] == "publish.scheduled"


def test_a_live_page_gets_its_new_version(home, client, clock):
    page = make_plain_page(home, "Spring", summary="Old words")
    schedule(page, summary="New words", go_live_at=NOON + HOUR)
    assert "Old words" in client.get("/spring/").content.decode()
    clock.after(DAY)
    publish_due()
    assert "New words" in client.get("/spring/").content.decode()


def test_expires_at_its_time(home, client, clock, sent):
    page = make_plain_page(home, "Offer", expire_at=NOON + HOUR)
    sent.clear()
    clock.after(HOUR - timedelta(seconds=1))
    publish_due()
    assert client.get("/offer/").status_code == 200
    clock.after(timedelta(seconds=1))
    publish_due()
    publish_due()
    assert client.get("/offer/").status_code == 404
    assert fresh(page).expired
    assert sent == [("unpublished", page.pk)]
    assert history(page)[0] == "unpublish.scheduled"


def test_does_everything_once(home, clock, sent):
    page = make_scheduled(home)
    sent.clear()
    clock.after(DAY)
    assert [len(publish_due()), len(publish_due())] == [1, 0]
    assert sent == [("published", page.pk)]
    assert history(page).count("publish.scheduled") == 1


def test_a_page_whose_whole_time_passed_while_the_machine_was_off_ends_as_expired(home, client, clock, sent):
    page = make_scheduled(home, expire_at=NOON + 2 * HOUR)
    sent.clear()
    clock.after(DAY)
    publish_due()
    page = fresh(page)
    assert (page.live, page.expired, is_scheduled(page)) == (False, True, False)
    assert page.first_published_at
    assert sent == [("published", page.pk), ("unpublished", page.pk)]
    assert publish_due() == []


def test_the_version_that_was_to_follow_an_expired_one_still_goes_live(home, client, clock):
    """Wagtail's command clears the schedule of the new version when the old one expires."""
    page = make_plain_page(home, "Offer", summary="Winter", expire_at=NOON + HOUR)
    schedule(page, summary="Spring", go_live_at=NOON + 3 * HOUR, expire_at=None)
    clock.after(2 * HOUR)
    publish_due()
    assert client.get("/offer/").status_code == 404
    assert is_scheduled(page)
    clock.after(2 * HOUR)
    publish_due()
    assert "Spring" in client.get("/offer/").content.decode()


def test_a_new_version_outlives_the_expiry_of_the_old_one(home, clock, sent):
    page = make_plain_page(home, "Offer", expire_at=NOON + 2 * HOUR)
    schedule(page, go_live_at=NOON + HOUR, expire_at=None)
    sent.clear()
    clock.after(DAY)
    publish_due()
    assert fresh(page).live
    assert sent == [("published", page.pk)]


def test_of_two_versions_that_are_due_the_last_goes_live_and_a_later_one_stays_scheduled(home, clock):
    page = make_plain_page(home, "Offer")
    for number, hours in enumerate((1, 2, 30)):
        page = fresh(page)
        page.summary = f"Version {number}"
        page.go_live_at = NOON + hours * HOUR
        page.save_revision(approved_go_live_at=page.go_live_at)
    clock.after(3 * HOUR)
    publish_due()
    assert fresh(page).summary == "Version 1"
    clock.after(DAY)
    publish_due()
    assert fresh(page).summary == "Version 1"
    clock.after(DAY)
    publish_due()
    assert fresh(page).summary == "Version 2"


def test_a_newer_draft_stays_a_draft(home, clock):
    page = make_scheduled(home, summary="Scheduled")
    newer = fresh(page)
    newer.summary = "Not ready"
    newer.save_revision()
    clock.after(DAY)
    publish_due()
    page = fresh(page)
    assert (page.summary, page.has_unpublished_changes) == ("Scheduled", True)
    assert page.get_latest_revision_as_object().summary == "Not ready"


def test_a_version_that_was_overtaken_by_publishing_another_never_goes_out(home, clock):
    page = make_scheduled(home, summary="Overtaken")
    schedule(page, summary="Published by hand", go_live_at=None)
    clock.after(DAY)
    assert publish_due() == []
    assert fresh(page).summary == "Published by hand"


def test_a_page_taken_off_the_site_by_hand_stays_off(home, clock):
    page = make_plain_page(home, "Offer")
    schedule(page, go_live_at=NOON + HOUR)
    fresh(page).unpublish()
    clock.after(DAY)
    assert publish_due() == []
    assert not fresh(page).live


def test_a_deleted_page_is_no_problem(home, clock):
    gone, kept = make_scheduled(home, "Gone"), make_scheduled(home, "Kept")
    orphan = gone.get_latest_revision()
    fresh(gone).delete()
    orphan.pk = None
    orphan.save(force_insert=True)  # such as another program may leave
    clock.after(DAY)
    assert [outcome.due.title for outcome in publish_due()] == ["Kept"]
    assert fresh(kept).live
    assert not ScheduleProblem.objects.exists()


def test_a_moved_page_goes_live_where_it_is_now(home, client, clock):
    page = make_scheduled(home)
    parent = make_plain_page(home, "About")
    fresh(page).move(parent, pos="last-child")
    clock.after(DAY)
    publish_due()
    assert client.get("/about/spring/").status_code == 200


def test_a_locked_page_goes_live_and_stays_locked(home, clock):
    page = make_scheduled(home)
    Page.objects.filter(pk=page.pk).update(locked=True)
    clock.after(DAY)
    publish_due()
    assert (fresh(page).live, fresh(page).locked) == (True, True)


def test_a_page_under_review_goes_live_and_the_review_ends(home, owner, clock):
    page = make_scheduled(home)
    submit(fresh(page), owner)
    clock.after(DAY)
    publish_due()
    assert fresh(page).live
    assert not fresh(page).workflow_in_progress


def test_a_condition_takes_its_ticks_along(home, clock):
    service = make_service(home)
    page = make_condition(home, "Sciatica", live=False)
    schedule(page, listing_changes={str(service.pk): True}, go_live_at=NOON + HOUR)
    clock.after(DAY)
    publish_due()
    assert ConditionPage.objects.get(pk=page.pk).live
    assert [row.condition.title for row in fresh(service).service_conditions.all()] == ["Sciatica"]


def test_a_new_address_keeps_the_old_one_within_the_transaction(home, clock):
    page = make_plain_page(home, "Spring")
    schedule(page, slug="summer", go_live_at=NOON + HOUR)
    clock.after(DAY)
    publish_due()  # what waits for the end of the transaction never runs here
    assert Redirect.objects.get(old_path="/spring").redirect_page_id == page.pk


# What fails ---------------------------------------------------------------------------------------------------


@pytest.fixture
def hindrance():
    """Return pages' titles and what stands against publishing them, empty at first."""
    found = {}

    def problems(page):
        return found.get(page.title, [])

    with hooks.register_temporarily("publishing_problems", problems):
        yield found


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


# Clocks -------------------------------------------------------------------------------------------------------


def test_a_clock_that_is_put_back_publishes_nothing_twice_and_loses_nothing(home, clock, sent):
    early, late = make_scheduled(home, "Early"), make_scheduled(home, "Late", go_live_at=NOON + 3 * HOUR)
    sent.clear()
    clock.after(2 * HOUR)
    publish_due()
    clock.after(-2 * HOUR)
    assert publish_due() == []
    clock.after(2 * HOUR)
    assert publish_due() == []
    clock.after(2 * HOUR)
    publish_due()
    assert sent == [("published", early.pk), ("published", late.pk)]


def test_a_clock_that_jumps_ahead_publishes_each_once(home, clock, sent):
    pages = [make_scheduled(home, f"Page {hours}", go_live_at=NOON + hours * HOUR) for hours in (3, 1, 2)]
    sent.clear()
    clock.after(365 * DAY)
    publish_due()
    clock.after(-364 * DAY)
    publish_due()
    assert sent == [("published", pages[1].pk), ("published", pages[2].pk), ("published", pages[0].pk)]


def test_a_page_that_failed_while_the_clock_was_wrong_does_not_wait_until_then(home, clock, hindrance):
    page = make_scheduled(home)
    hindrance["Spring"] = ["“Portrait” has no consent."]
    clock.after(365 * DAY)
    publish_due()
    clock.after(-364 * DAY)
    hindrance.clear()
    publish_due()
    assert fresh(page).live


def test_a_clock_put_back_in_the_middle_leaves_the_page_scheduled(home, clock, monkeypatch):
    page = make_scheduled(home)
    clock.after(HOUR)
    publish = PlainPage.publish

    def put_back(self, *args, **kwargs):
        clock.after(-HOUR)
        publish(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(PlainPage, "publish", put_back)
        publish_due()
    assert is_scheduled(page)
    assert not fresh(page).live
    clock.after(HOUR)
    publish_due()
    assert fresh(page).live


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2027-03-27 09:00", datetime(2027, 3, 27, 8, tzinfo=UTC)),
        ("2027-03-28 09:00", datetime(2027, 3, 28, 7, tzinfo=UTC)),  # the first day of summer time
        ("2027-10-31 09:00", datetime(2027, 10, 31, 8, tzinfo=UTC)),  # the first day of winter time
    ],
)
def test_a_time_typed_in_the_editor_is_the_time_on_the_clinics_wall(home, clock, staff_client, settings, typed, moment):
    settings.TIME_ZONE = "Europe/Vienna"
    page = make_plain_page(home, "Spring", live=False)
    edit_page(staff_client, page, publish=True, go_live_at=typed)
    clock.now = moment - timedelta(seconds=1)
    assert publish_due() == []
    clock.now = moment
    publish_due()
    assert fresh(page).live
    assert fresh(page).go_live_at.astimezone(ZoneInfo("Europe/Vienna")).hour == 9


def test_a_time_that_summer_time_leaves_out_is_refused_in_the_form(home, clock, staff_client, settings):
    settings.TIME_ZONE = "Europe/Vienna"
    page = make_plain_page(home, "Spring", live=False)
    data = page_form(staff_client, page)
    data["go_live_at"], data["action-publish"] = "2027-03-28 02:30", "action-publish"
    response = staff_client.post(edit_address(page), data)
    assert "couldn’t be interpreted in time zone Europe/Vienna" in response.content.decode()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


# The command --------------------------------------------------------------------------------------------------


def test_the_known_command_is_ours_and_says_what_it_did(home, clock, hindrance, capsys):
    page, failing = make_scheduled(home), make_scheduled(home, "Failing")
    hindrance["Failing"] = ["“Portrait” has no consent."]
    clock.after(DAY)
    with pytest.raises(CommandError, match="1 of 2 could not be done, and stay scheduled"):
        call_command("publish_scheduled")
    said = capsys.readouterr()
    assert "Done: go live at 2027-03-01 13:00 UTC: “Spring”" in said.out
    assert "Could not go live at 2027-03-01 13:00 UTC: “Failing”: “Portrait” has no consent." in said.err
    assert fresh(page).live
    hindrance.clear()
    call_command("publish_scheduled")  # tries again at once
    assert fresh(failing).live


@pytest.mark.parametrize("option", ["--dry-run", "--dryrun"])
def test_a_dry_run_changes_nothing(home, clock, capsys, option):
    page = make_scheduled(home)
    offer = make_plain_page(home, "Offer", expire_at=NOON + HOUR)
    clock.after(DAY)
    call_command("publish_scheduled", option)
    said = capsys.readouterr().out
    assert "Due to go live at 2027-03-01 13:00 UTC: “Spring”" in said
    assert "Due to expire at 2027-03-01 13:00 UTC: “Offer”" in said
    assert (fresh(page).live, fresh(offer).live) == (False, True)


def test_looking_for_what_is_due_takes_a_few_queries_however_many_pages(home, django_assert_max_num_queries, clock):
    for _ in range(5):
        make_scheduled(home, title=f"Page {_}")
    with django_assert_max_num_queries(4):
        publish_due()
