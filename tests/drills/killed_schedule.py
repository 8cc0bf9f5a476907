"""Kills what publishes on schedule, and lets several do so at once: python tests/drills/killed_schedule.py kill|race

Works on a new SQLite database in VAR_DIR, in real processes with the site's own settings, and prints JSON.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import django

# ruff: noqa: E402 (models can be imported only from here on)
django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Site

from clinic.models import ScheduleProblem
from clinic.schedule import publish_due
from home.models import HomePage, PlainPage
from services.models import ServicePage
from tests.builders import make_image, make_plain_page, make_service

HOUR = timedelta(hours=1)
PAGES, PROCESSES = 12, 4


def make_home() -> HomePage:
    call_command("migrate", verbosity=0)
    home = HomePage(title="Home", slug="front-door", headline="Massage")
    Page.get_first_root_node().add_child(instance=home)
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    return home


def schedule(page: Page, at, **changes) -> None:
    page = type(page).objects.get(pk=page.pk)
    for name, value in {"go_live_at": at, **changes}.items():
        setattr(page, name, value)
    page.save_revision(approved_go_live_at=at)


def use(database: Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(database)


def in_new_process(work: Callable[[], None]) -> int:
    """Start a process that does this work and ends; its connection to the database is its own."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(1)
        os._exit(0)
    return child


def publish_and_die_at(number: int) -> None:
    """Publish what is due; before the SQL statement of this number, the system ends the process at once."""
    count = 0

    def trace(statement: str) -> None:
        nonlocal count
        count += 1
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)

    connection.ensure_connection()
    connection.connection.set_trace_callback(trace)
    publish_due()


def digest(database: Path) -> str:
    with closing(sqlite3.connect(database)) as opened:
        return sha256("\n".join(opened.iterdump()).encode()).hexdigest()


def state_of_service(page: ServicePage, photo_pk: int) -> str:
    """Return “before” or “after” if everything that publishing changes is one or the other, else what is mixed."""
    page = ServicePage.objects.get(pk=page.pk)
    facts = {
        "live content": page.summary == "New words",
        "live revision": page.live_revision_id == page.latest_revision_id,
        "no draft": not page.has_unpublished_changes,
        "no schedule": not page.revisions.filter(approved_go_live_at__isnull=False).exists(),
        "log": PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1,
        "search": page.pk in [found.pk for found in ServicePage.objects.search("marmalade")],
        "references": ReferenceIndex.objects.filter(object_id=page.pk, to_object_id=photo_pk).exists(),
        "old address": Redirect.objects.filter(old_path="/services/old", redirect_page=page).exists(),
        "alias": Redirect.objects.filter(old_path="/another-name", redirect_page=page).exists(),
    }
    return {1: "after", 0: "before"}.get(sum(facts.values()) / len(facts), str(facts)) if page.live else "not live"


def state_of_offer(page: PlainPage) -> str:
    page = PlainPage.objects.get(pk=page.pk)
    facts = {
        "not live": not page.live,
        "expired": page.expired,
        "log": PageLogEntry.objects.filter(page=page.pk, action="wagtail.unpublish.scheduled").count() == 1,
    }
    scheduled = page.revisions.filter(approved_go_live_at__gt=timezone.now()).exists()
    return {1: "after", 0: "before"}.get(sum(facts.values()) / len(facts), str(facts)) if scheduled else "not scheduled"


def kill() -> dict:
    home, now = make_home(), timezone.now()
    photo = make_image(ready=False)
    service = make_service(home, "Old", summary="Old words")
    added = ServicePage.objects.get(pk=service.pk).photos.model.showing(photo, sort_order=0)
    schedule(
        service, now - 2 * HOUR, slug="new", title="Marmalade", summary="New words", photos=[added],
        other_names=["Another name"],
    )  # fmt: skip
    offer = make_plain_page(home, "Offer", expire_at=now - HOUR)
    schedule(offer, now + HOUR, expire_at=None)
    original, copy = settings.VAR_DIR / "clinic.sqlite3", settings.VAR_DIR / "copy.sqlite3"
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    untouched = digest(original)
    states: dict[str, int] = {}
    number, killed = 0, True
    while killed:
        number += 1
        for name in ("", "-wal", "-shm"):
            Path(f"{copy}{name}").unlink(missing_ok=True)
        shutil.copy(original, copy)
        use(copy)
        _, ended = os.waitpid(in_new_process(partial(publish_and_die_at, number)), 0)
        killed = os.WIFSIGNALED(ended)
        assert killed or ended == 0, f"The process failed by itself at statement {number}."
        if digest(copy) == untouched:
            state = "untouched"
        else:
            state = f"service {state_of_service(service, photo.pk)}, offer {state_of_offer(offer)}"
            publish_due()
            assert state_of_service(service, photo.pk) == state_of_offer(offer) == "after", (number, state)
            assert not ScheduleProblem.objects.exists()
        states[state] = states.get(state, 0) + 1
    return {"statements": number - 1, "states": states}


def race() -> dict:
    """Let several processes publish the same pages at the same time."""
    home, now = make_home(), timezone.now()
    pages = [make_plain_page(home, f"Page {number}") for number in range(PAGES)]
    for page in pages:
        schedule(page, now - HOUR, summary="New words")
    offers = [make_plain_page(home, f"Offer {number}", expire_at=now - HOUR) for number in range(PAGES)]
    start, results = os.pipe(), os.pipe()

    def publish() -> None:
        connection.ensure_connection()
        os.read(start[0], 1)
        for outcome in publish_due():
            os.write(results[1], f"{outcome.due.title}: {outcome.problem or 'done'}\n".encode())

    children = [in_new_process(publish) for _ in range(PROCESSES)]
    os.write(start[1], b"." * PROCESSES)
    ended = [os.waitpid(child, 0)[1] for child in children]
    os.close(results[1])
    with os.fdopen(results[0]) as lines:
        outcomes = sorted(lines.read().splitlines())
    numbers = [page.pk for page in (*pages, *offers)]
    actions = ["wagtail.publish.scheduled", "wagtail.unpublish.scheduled"]
    return {
        "ended": ended,
        "outcomes": outcomes,
        "expected": sorted(f"{page.title}: done" for page in (*pages, *offers)),
        "log": PageLogEntry.objects.filter(page__in=numbers, action__in=actions).count(),
        "new": PlainPage.objects.filter(live=True, summary="New words").count(),
        "expired": PlainPage.objects.filter(live=False, expired=True).count(),
    }


if __name__ == "__main__":
    print(json.dumps({"kill": kill, "race": race}[sys.argv[1]]()))
