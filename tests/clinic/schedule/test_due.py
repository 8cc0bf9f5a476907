"""What goes live and expires, when, and once. test_survival.py kills what does it."""

from datetime import timedelta

from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from clinic.models import ScheduleProblem
from clinic.schedule import publish_due
from services.models import ConditionPage
from tests.builders import make_condition, make_plain_page, make_service, submit
from tests.clinic.schedule.scheduling import DAY, HOUR, NOON, fresh, history, is_scheduled, make_scheduled, schedule


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
