"""Finds out what others are to be told.

A change only leaves a line that there was one, in its own transaction. The worker then compares the whole site with
what others were told of it. So it does not matter in which of many ways pages come and go, nothing that happens to a
page above is overlooked, and what was taken back in the meantime is not told at all.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from clinic.changes import Changed
from clinic.publishing import locked
from media.models.consent import clinic_day
from staff.webhooks.events import EventType, Happening
from staff.webhooks.models import Delivery, Endpoint, Event, PendingChange, SiteAsTold
from staff.webhooks.pages import compare_pages, page_events
from staff.webhooks.photos import compare_photos

COMPARED_EVERY = timedelta(hours=1)  # for what changes without being saved, or past everything that watches


def write_change(kind: Changed, instance: Any) -> None:
    """Write down, in the transaction of a change, that there is one."""
    PendingChange.objects.create(kind=kind, about=_about(instance)[:255])


def _about(instance: Any) -> str:
    if isinstance(instance, Redirect):
        return instance.old_path
    return str(instance._meta.label_lower)


def may_have_changed() -> bool:
    """Return whether the site is to be compared again: after a change, at the clinic's midnight, and every hour."""
    if PendingChange.objects.exists():
        return True
    compared_at = SiteAsTold.objects.filter(pk=1).values_list("compared_at", flat=True).first()
    if compared_at is None:
        return True
    day = timezone.localdate(compared_at, timezone.get_default_timezone())
    return compared_at < timezone.now() - COMPARED_EVERY or day != clinic_day()


@transaction.atomic
def find_events() -> int:
    """Write down an event for all that changed since the last time, for each endpoint to be told; return how many.

    The first time, when nothing was told yet, the site is only remembered.
    """
    SiteAsTold.objects.get_or_create(pk=1)
    told = locked(SiteAsTold, 1)  # so that two workers do not find the same at once
    # Read before the site is: what is saved after that leaves a line for the next time.
    changes = list(PendingChange.objects.order_by("pk"))
    pages = compare_pages()
    found = [*page_events(pages), *compare_photos(pages), *_other_events(changes)]
    PendingChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    SiteAsTold.objects.filter(pk=1).update(compared_at=timezone.now())
    if told.compared_at is None:
        return 0
    write_down(found, Endpoint.objects.filter(active=True), changes[-1].at if changes else None)
    return len(found)


def _other_events(changes: list[PendingChange]) -> Iterator[Happening]:
    """Yield an event for each kind of settings that were saved, and one for all redirects."""
    about: dict[str, list[str]] = {}
    for change in changes:
        about.setdefault(change.kind, []).append(change.about)
    for name in dict.fromkeys(about.get(Changed.SETTINGS, ())):
        yield Happening(EventType.SETTINGS_CHANGED, f"settings:{name}", {"settings": name})
    if paths := about.get(Changed.REDIRECTS):
        yield Happening(EventType.REDIRECTS_CHANGED, "redirects", {"paths": sorted(set(paths))})


def write_down(found: list[Happening], endpoints: Iterable[Endpoint], happened_at: datetime | None = None) -> None:
    """Keep what happened in the words in which it is told, with a delivery to each endpoint that asked for it."""
    happened_at = happened_at or timezone.now()
    timestamp = happened_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    endpoints = list(endpoints)
    events = [
        Event(
            type=happening.type,
            subject=happening.subject,
            body=json.dumps(
                {"type": happening.type, "timestamp": timestamp, "data": happening.data}, separators=(",", ":")
            ),
            happened_at=happened_at,
        )
        for happening in found
        if any(endpoint.asked_for(happening.type) for endpoint in endpoints)
    ]
    Delivery.objects.bulk_create(
        Delivery(endpoint=endpoint, event=event)
        for event in Event.objects.bulk_create(events)
        for endpoint in endpoints
        if endpoint.asked_for(event.type)
    )
