"""What a visitor's first page costs: little to load, nothing from elsewhere, and nothing on it moves."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Page, Request

from tests.browser.public_pages import ADDRESSES
from tests.browser.public_states import WIDTHS

pytestmark = pytest.mark.browser

MOST_BYTES = 30_000
MOST_REQUESTS = 5
MOST_SCRIPT_BYTES = 10_000

# From the first moment on, whatever moved and whatever was the largest thing to see.
WATCH = """
window.moved = [];
new PerformanceObserver(list => {
    for (const shift of list.getEntries())
        moved.push([shift.value, shift.sources.map(({ node }) => node?.outerHTML?.slice(0, 200))]);
}).observe({ type: "layout-shift", buffered: true });
window.largest = null;
new PerformanceObserver(list => {
    const { element } = list.getEntries().at(-1);
    largest = element && {
        html: element.outerHTML.slice(0, 300), image: element.tagName === "IMG",
        loading: element.loading, priority: element.fetchPriority,
    };
}).observe({ type: "largest-contentful-paint", buffered: true });
"""


class Loaded(NamedTuple):
    """Something that went over the line, and the bytes of its body as they were sent."""

    kind: str
    url: str
    size: int


def cold_load(visitor: Page, path: str) -> list[Loaded]:
    """Load a page with an empty cache, wait until nothing more comes, and return all but photos."""
    requests: list[Request] = []
    visitor.on("requestfinished", lambda request: requests.append(request))
    visitor.goto(path, wait_until="networkidle")
    return [
        Loaded(request.resource_type, request.url, request.sizes()["responseBodySize"])
        for request in requests
        if "/media/" not in request.url
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ADDRESSES.values())
def test_a_first_page_is_light_and_holds_still(open_page, path, width):
    check_first_page(open_page(width), path)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/", "/contact/", "/services/neuromuscular-massage/"])
def test_so_is_a_page_with_hours_which_a_script_keeps_right(with_bare_pages, open_page, path, width):
    check_first_page(open_page(width), path)


def check_first_page(visitor: Page, path: str) -> None:
    visitor.add_init_script(WATCH)
    loaded = cold_load(visitor, path)
    assert len(loaded) <= MOST_REQUESTS, loaded
    assert sum(one.size for one in loaded) <= MOST_BYTES, loaded
    assert sum(one.size for one in loaded if one.kind == "script") <= MOST_SCRIPT_BYTES, loaded
    assert not visitor.context.cookies()
    largest = visitor.evaluate("largest")
    assert largest["loading"] != "lazy", largest
    assert not largest["image"] or largest["priority"] == "high", largest
    visitor.evaluate("document.fonts.ready")
    visitor.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    visitor.wait_for_load_state("networkidle")
    assert visitor.evaluate("moved") == []
