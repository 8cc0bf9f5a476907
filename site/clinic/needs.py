"""What needs somebody, which each app says by the hook `needs_somebody` and the admin's first page shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks


@dataclass(frozen=True)
class Need:
    """So many things that wait for a person, since when the oldest does, and where they are dealt with."""

    number: int
    sentence: str
    url: str
    since: datetime | date | None = None

    @property
    def age(self) -> str:
        """Say how long the oldest has waited."""
        if self.since is None:
            return ""
        since = timezone.localdate(self.since) if isinstance(self.since, datetime) else self.since
        days = (timezone.localdate() - since).days
        if days < 1:
            return _("since today")
        if self.number == 1:
            return ngettext("for %(days)d day", "for %(days)d days", days) % {"days": days}
        return ngettext("the oldest for %(days)d day", "the oldest for %(days)d days", days) % {"days": days}


def needs_of(user: Any) -> list[Need]:
    """Return what this person can do something about; functions of the hook take the person and yield needs."""
    return [need for find in hooks.get_hooks("needs_somebody") for need in find(user) if need.number]
