"""Terms that the clinic lists as forbidden, such as a title that the law where it works allows to others only."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.models import Page

from staff.checks.findings import Finding, Kind
from staff.checks.surroundings import Surroundings
from staff.checks.words import phrase_pattern


def forbidden_terms(page: Page, surroundings: Surroundings) -> Iterator[Finding]:
    """Find them in all texts, other names and the address. They block: a law is behind each, not taste."""
    patterns = [phrase_pattern(term) for term in surroundings.settings.forbidden_terms]
    for leaf in surroundings.leaves(page):
        found = {match[0].casefold(): match[0] for pattern in patterns for match in pattern.finditer(leaf.text)}
        for words in found.values():
            yield Finding(
                Kind.FORBIDDEN,
                _("“%(words)s” is one of the forbidden terms in the clinic’s settings. Write it in other words.")
                % {"words": words},
                leaf.place,
                blocking=True,
            )
