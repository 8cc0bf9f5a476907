"""Booking, calling, hours and the first visit are at hand on a phone, and the bar that offers them hides nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.filling import CLINIC, NO_CLINIC
from tests.browser.public_pages import EVERY_PAGE
from tests.browser.running import RunningSite

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def clinic(site: RunningSite) -> Iterator[None]:
    """Say in the settings of the running site how to reach the clinic, and forget it for other tests."""
    site.run(CLINIC)
    yield
    site.run(NO_CLINIC)


def test_booking_calling_and_hours_are_one_tap_away_and_the_first_visit_two(open_page):
    visitor = open_page(width=360, java_script_enabled=False)
    for path in EVERY_PAGE:
        visitor.goto(path)
        bar = visitor.get_by_role("navigation", name="Book or call")
        expect(bar.get_by_role("link", name="Book a time")).to_be_in_viewport()
        expect(bar.get_by_role("link", name="Call")).to_have_attribute("href", "tel:+15550100")
        bar.get_by_role("link", name="Hours").click()
        expect(visitor.get_by_role("rowheader", name="Monday to Friday")).to_be_in_viewport()
        visitor.goto(path)
        visitor.get_by_role("button", name="Menu").click()
        visitor.get_by_role("navigation", name="Main menu").get_by_role("link", name="Your first visit").click()
        assert visitor.url.endswith("/your-first-visit/")


# What has the focus, and how much of it the bar covers, in px; nothing when the round is over.
COVERED = """() => {
  const focused = document.activeElement, bar = document.querySelector(".reach-bar");
  if (focused === document.body) return null;
  const name = focused.outerHTML.slice(0, 200);
  if (bar.contains(focused) || focused.closest(":popover-open")) return [name, 0];
  const box = focused.getBoundingClientRect();
  return [name, Math.max(0, Math.min(box.bottom, innerHeight) - bar.getBoundingClientRect().top)];
}"""


@pytest.mark.parametrize("path", EVERY_PAGE)
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_bar_covers_nothing_that_has_the_focus(open_page, path, key):
    visitor = open_page(width=360, reduced_motion="reduce")
    visitor.goto(path)
    visitor.keyboard.press(key)
    steps = 0
    while found := visitor.evaluate(COVERED):
        focused, covered = found
        assert covered == 0, focused
        visitor.keyboard.press(key)
        steps += 1
        assert steps < 200
    assert steps > 5


def test_the_bar_hides_nothing_at_the_end_of_the_page(open_page):
    visitor = open_page(width=360)
    visitor.goto("/")
    visitor.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    last = visitor.get_by_role("contentinfo").bounding_box()
    bar = visitor.get_by_role("navigation", name="Book or call").bounding_box()
    assert last["y"] + last["height"] <= bar["y"] + 1


@pytest.mark.parametrize("size", [(1280, 900), (640, 300)])
def test_the_bar_stays_away_where_it_would_be_in_the_way(open_page, size):
    visitor = open_page()
    visitor.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.goto("/")
    expect(visitor.locator(".reach-bar")).to_be_hidden()


def test_the_bar_is_not_printed(open_page):
    visitor = open_page(width=360)
    visitor.goto("/")
    visitor.emulate_media(media="print")
    expect(visitor.locator(".reach-bar")).to_be_hidden()


def at_clock(visitor: Page, moment: datetime) -> None:
    visitor.clock.set_fixed_time(moment)
    visitor.goto("/contact/")


def test_a_page_from_a_cache_says_what_is_so_by_the_visitors_clock(open_page):
    visitor = open_page(timezone_id="Asia/Tokyo")
    state = visitor.locator(".place .hours-state")
    today = visitor.locator(".place tr", has=visitor.locator(".hours-today:visible"))
    now = datetime.now(UTC)
    # The next Tuesday that lies a day or more ahead, at 15:00 and 23:00 UTC: within New York's hours, and after them.
    tuesday = (now + timedelta(days=1 + (1 - (now + timedelta(days=1)).weekday()) % 7)).replace(minute=0)
    at_clock(visitor, tuesday.replace(hour=15))
    expect(state).to_have_text("Open now, until 5:30\N{NO-BREAK SPACE}p.m.")
    expect(today).to_contain_text("Monday to Friday")
    at_clock(visitor, tuesday.replace(hour=23))
    expect(state).to_have_text("Closed now, opens tomorrow at 9\N{NO-BREAK SPACE}a.m.")
    at_clock(visitor, now + timedelta(days=30))
    expect(state).to_be_hidden()


def test_without_scripts_the_page_says_when_it_was_so(open_page):
    visitor = open_page(java_script_enabled=False)
    visitor.goto("/contact/")
    expect(visitor.locator(".place noscript")).to_be_visible()
    assert "as of " in visitor.locator(".place .hours-state").inner_text()


@pytest.mark.parametrize("path", ["/", "/contact/"])
def test_hours_fit_a_narrow_window_with_letters_twice_as_large(open_page, path):
    visitor = open_page(width=320)
    visitor.goto(path)
    visitor.evaluate("document.documentElement.style.fontSize = '200%'")
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 320
