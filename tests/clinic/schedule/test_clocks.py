"""Clocks that jump, times as they are typed, and the command."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Revision

from clinic.schedule import publish_due
from home.models import PlainPage
from tests.builders import make_plain_page
from tests.clinic.schedule.scheduling import DAY, HOUR, NOON, fresh, is_scheduled, make_scheduled
from tests.forms import edit_address, edit_page, page_form


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


def test_looking_for_what_is_due_costs_the_same_however_much_is_scheduled(home, clock):
    counts = []
    for number in (1, 6):
        for place in range(number):
            make_scheduled(home, title=f"Page {number} {place}")
        with CaptureQueriesContext(connection) as queries:
            assert publish_due() == []
        counts.append(len(queries))
    assert counts[0] == counts[1]
