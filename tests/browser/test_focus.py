"""The Tab key reaches everything in the order of the screen and shows where it is; fingers find what they press."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.public_pages import EVERY_PAGE
from tests.browser.running import RunningSite
from tests.browser.walking import LEAPS, PASSED_BY, TOO_SMALL, walk

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("filled_in")]

WINDOWS = {
    "on a phone, light": {"viewport": {"width": 360, "height": 900}, "color_scheme": "light"},
    "on a desk, dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "on a desk, in forced colours": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
}


@pytest.fixture(scope="module", params=WINDOWS.values(), ids=WINDOWS)
def walks(request, browser: Browser, site: RunningSite, filled_in) -> Iterator[dict[str, dict]]:
    """Return for each address the stops of the Tab key and what was measured there; each is opened once."""
    context = browser.new_context(base_url=site.address, reduced_motion="reduce", **request.param)
    page = context.new_page()
    found = {}
    for path in EVERY_PAGE:
        page.goto(path)
        stops = walk(page)
        measured = {"passed by": PASSED_BY, "targets": TOO_SMALL, "leaps": LEAPS}
        found[path] = {"stops": stops} | {what: page.evaluate(script) for what, script in measured.items()}
    yield found
    context.close()


def test_first_comes_the_skip_link(walks):
    for path, found in walks.items():
        assert "skip-link" in found["stops"][0]["words"], path


def test_the_tab_key_reaches_all_that_can_be_operated(walks):
    for path, found in walks.items():
        assert len(found["stops"]) > 15, path
        assert not found["passed by"], path


def test_the_tab_key_goes_the_way_of_the_eye(walks):
    for path, found in walks.items():
        assert not found["leaps"], path


def test_what_has_the_focus_has_a_whole_outline_that_stands_out(walks):
    for path, found in walks.items():
        for stop in found["stops"]:
            assert stop["outline"] >= 2, (path, stop)
            assert stop["contrast"] >= 3, (path, stop)
            assert stop["cut"] <= 0, (path, stop)


def test_what_can_be_pressed_is_large_enough_or_stands_alone(walks):
    for path, found in walks.items():
        assert found["targets"]["count"] > 15, path
        assert not found["targets"]["faults"], path


@pytest.mark.parametrize("path", ["/", "/conditions/sciatica/", "/contact/"])
def test_the_skip_link_is_seen_and_leads_into_the_text(open_page, path):
    visitor = open_page(reduced_motion="reduce")
    visitor.goto(path)
    skip = visitor.get_by_role("link", name="Skip to the text")
    visitor.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("main")).to_be_focused()
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("main").locator(":focus")).to_have_count(1)
    visitor.keyboard.press("Shift+Tab")
    visitor.keyboard.press("Shift+Tab")
    expect(visitor.get_by_role("banner").locator(":focus")).to_have_count(1)


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(open_page):
    visitor = open_page(width=360, reduced_motion="reduce")
    visitor.goto("/services/")
    button = visitor.get_by_role("button", name="Menu")
    menu = visitor.get_by_role("navigation", name="Main menu")
    button.focus()
    visitor.keyboard.press("Enter")
    expect(menu).to_be_visible()
    visitor.keyboard.press("Tab")
    expect(menu.get_by_role("button", name="Close")).to_be_focused()
    visitor.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Services")).to_be_focused()
    expect(menu.get_by_role("link", name="Services")).to_have_attribute("aria-current", "page")
    assert not visitor.evaluate(TOO_SMALL)["faults"]
    visitor.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
