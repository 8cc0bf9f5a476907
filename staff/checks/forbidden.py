"""Terms that the clinic lists as forbidden, such as a title that the law where it works allows to others only."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.models import Page

from services.addresses import alias_paths
from services.models import ServicePage
from staff.checks.findings import Finding, Kind
from staff.checks.surroundings import Surroundings
from staff.checks.texts import Leaf
from staff.checks.words import phrase_pattern, without_accents

BETWEEN_WORDS = re.compile(r"[\W_]+")


def forbidden_terms(page: Page, surroundings: Surroundings) -> Iterator[Finding]:
    """Find them in all texts, other names and addresses. They block: a law is behind each, not taste."""
    patterns = [phrase_pattern(without_accents(term)) for term in surroundings.settings.forbidden_terms]
    for leaf in surroundings.leaves(page):
        text = without_accents(_with_addresses(leaf, page))
        matches = [match[0] for pattern in patterns for match in pattern.finditer(text)]
        found = {BETWEEN_WORDS.sub(" ", words).casefold(): words for words in reversed(matches)}
        for words in found.values():
            yield Finding(
                Kind.FORBIDDEN,
                _("“%(words)s” is one of the forbidden terms in the clinic’s settings. Write it in other words.")
                % {"words": words},
                leaf.place,
                blocking=True,
            )


def _with_addresses(leaf: Leaf, page: Page) -> str:
    """Return what is written, and below a service's other names the addresses that are made of them."""
    if isinstance(page, ServicePage) and leaf.place.path == "other_names":
        return "\n".join([leaf.text, *alias_paths(leaf.text.splitlines())])
    return leaf.text
