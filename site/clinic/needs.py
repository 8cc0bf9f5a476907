"""What needs somebody, which each app says by the hook `needs_somebody` and the admin's first page shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wagtail import hooks


@dataclass(frozen=True)
class Need:
    """So many things that wait for a person, since when the oldest does, and where they are dealt with."""

    number: int
    sentence: str
    url: str
    since: datetime | date | None = None


def needs_of(user: Any) -> list[Need]:
    """Return what this person can do something about; functions of the hook take the person and yield needs."""
    return [need for find in hooks.get_hooks("needs_somebody") for need in find(user) if need.number]
