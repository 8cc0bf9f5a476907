"""How many taps a page is from the home page, by menus, lists and links."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.models import Page

from staff.checks.findings import Finding, Kind
from staff.checks.surroundings import Surroundings

MOST_TAPS = 2


def reach(page: Page, surroundings: Surroundings) -> Iterator[Finding]:
    """Find a page that takes too many taps, as if it were published; it advises."""
    taps = _taps(page, surroundings)
    if taps is None:
        sentence = _("No menu, list or link leads here from the home page. Link to it, or show it in the menu.")
    elif taps > MOST_TAPS:
        sentence = _(
            "It takes %(taps)d taps to come here from the home page. "
            "Link to it from a page nearer to it, or show it in the menu."
        ) % {"taps": taps}
    else:
        return
    yield Finding(Kind.REACH, sentence)


def _taps(page: Page, surroundings: Surroundings) -> int | None:
    """Return the fewest taps to the page as if it were published as it is now; None where no way leads there."""
    if page.pk:
        return surroundings.taps.get(page.pk)
    above = page.path[: -Page.steplen]
    parent = next((known.pk for known in surroundings.pages.values() if known.path == above), None)
    taps = surroundings.taps.get(parent) if parent else None
    if taps == 0 and not page.show_in_menus:
        return None
    return None if taps is None else taps + 1
