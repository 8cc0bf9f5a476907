"""All checks, run over a page in memory."""

from collections.abc import Callable, Iterator, Sequence

from wagtail.models import Page

from staff.checks.booking import booking
from staff.checks.claims import claims
from staff.checks.findings import Finding
from staff.checks.forbidden import forbidden_terms
from staff.checks.headings import headings
from staff.checks.links import links
from staff.checks.photos import photos
from staff.checks.reach import reach
from staff.checks.surroundings import Surroundings

CHECKS: list[Callable[[Page, Surroundings], Iterator[Finding]]] = [
    forbidden_terms,
    photos,
    links,
    claims,
    headings,
    booking,
    reach,
]


def find(page: Page, surroundings: Surroundings | None = None) -> list[Finding]:
    """Return all that is found on a page in memory, what blocks first."""
    surroundings = surroundings or Surroundings([page])
    found = [finding for check in CHECKS for finding in check(page, surroundings)]
    return sorted(found, key=lambda finding: not finding.blocking)


def find_all(pages: Sequence[Page]) -> list[list[Finding]]:
    """Return what is found on each of the pages, in as many queries as for one."""
    surroundings = Surroundings(pages)
    return [find(page, surroundings) for page in pages]


def blocking_sentences(page: Page) -> list[str]:
    """Return what stands against publishing; photos have a check of their own at that place."""
    surroundings = Surroundings([page])
    found = [finding for check in (forbidden_terms, links) for finding in check(page, surroundings)]
    return [str(finding) for finding in found if finding.blocking]
