"""A clock that tests move, what was announced, and what stands against publishing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail import hooks
from wagtail.signals import page_published, page_unpublished

from tests.clinic.schedule.scheduling import NOON


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


@pytest.fixture
def hindrance():
    """Return pages' titles and what stands against publishing them, empty at first."""
    found = {}

    def problems(page):
        return found.get(page.title, [])

    with hooks.register_temporarily("publishing_problems", problems):
        yield found
