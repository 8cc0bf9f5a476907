"""Pages that are to go live or expire at a time, and what became of them."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from wagtail.models import PageLogEntry
from wagtail.signals import page_published

from tests.builders import make_plain_page

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


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
