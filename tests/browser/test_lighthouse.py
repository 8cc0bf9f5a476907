"""Lighthouse finds no fault in any type of page; how fast they are, `make lighthouse` judges on a quiet machine."""

from collections.abc import Iterator

import pytest

from tests.browser.filling import NO_PAGES, PAGES
from tests.browser.running import RunningSite
from tests.checkers.lighthouse import CATEGORIES, audit, shortcomings

pytestmark = pytest.mark.browser


@pytest.fixture
def reviewed(site: RunningSite) -> Iterator[RunningSite]:
    """Bring in the pages that search engines may list. The clinic stays without telephone and booking: Lighthouse takes
    what the bar for them covers before anybody scrolls for too small to touch."""
    site.run(PAGES)
    yield site
    site.run(NO_PAGES)


def test_every_page_type_gets_full_marks(reviewed):
    categories = tuple(category for category in CATEGORIES if category != "performance")
    results = audit(reviewed.address, categories)
    assert not {result["name"]: found for result in results if (found := shortcomings(result))}
