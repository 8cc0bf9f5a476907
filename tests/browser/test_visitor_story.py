"""Somebody whose leg hurts comes with one word, learns what suits and what it costs, and asks for an appointment.

The same story is told to a visitor without scripts, to one with only a keyboard and to one who taps, and over a slow
mobile network.
"""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.public_pages import EVERY_PAGE

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("filled_in")]

PATIENCE = 3  # seconds before the form believes that a person filled it in
PHONE = {"width": 360, "has_touch": True, "is_mobile": True}

# What the developer tools of Chromium call slow 4G; rates in bytes a second, latency in milliseconds.
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
LONGEST_WAIT = 3  # seconds on that network until the service's page can be read and called from
LONGEST_STORY = 15  # seconds spent on that network for the whole story, of the thirty that a visitor gives us


# The texts of the page's own part as they stand on the screen, row by row; the way back to other pages left out.
FROM_THE_TOP = """() => {
  const found = [], texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, words = text.data.trim();
    if (!words || text.parentElement.closest("nav") || !text.parentElement.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNode(text);
    found.push({ words, box: range.getBoundingClientRect() });
  }
  const sameRow = (a, b) => Math.abs(a.box.top - b.box.top) < 8;
  found.sort((a, b) => (sameRow(a, b) ? a.box.left - b.box.left : a.box.top - b.box.top));
  return found.map(({ words }) => words);
}"""


def reads_the_condition(visitor: Page) -> None:
    """Check that help in an emergency comes before everything else, on the screen and in the order of reading."""
    visitor.wait_for_url("**/conditions/sciatica/")
    main = visitor.get_by_role("main")
    expect(main.get_by_role("heading").nth(0)).to_have_text("Sciatica")
    expect(main.get_by_role("heading").nth(1)).to_have_text("Call for help now")
    expect(main.get_by_role("heading").nth(1)).to_be_in_viewport()
    warning = main.get_by_role("region", name="Call for help now")
    expect(warning.get_by_role("listitem").first).to_be_in_viewport()
    assert visitor.evaluate(FROM_THE_TOP)[:2] == ["Sciatica", "Call for help now"]


def reads_the_service(visitor: Page) -> None:
    """Check that the page says what it feels like, how long it takes, what it costs, and whether it is open."""
    visitor.wait_for_url("**/services/neuromuscular-massage/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Neuromuscular massage")
    glance = visitor.get_by_role("complementary", name="At a glance")
    expect(glance.get_by_role("img", name="Pressure at most 6 of 10")).to_be_visible()
    expect(glance.get_by_text("Say so whenever you want less.")).to_be_visible()
    expect(glance.get_by_role("row", name="60 USD 95")).to_be_visible()
    expect(glance.get_by_role("row", name="90 ask us")).to_be_visible()
    booking = visitor.locator("#booking")
    expect(booking.locator(".hours-words")).to_have_text(re.compile("^(Open|Closed) now, "))
    expect(booking.get_by_role("link", name="+1 555 0100")).to_have_attribute("href", "tel:+15550100")


def wait_for_the_proof(visitor: Page) -> None:
    """Let the form's script do its work; the site takes few messages in an hour without it."""
    visitor.wait_for_function("document.querySelector('[name=proof]').value")


def reads_the_answer(visitor: Page) -> None:
    expect(visitor.get_by_role("heading", level=1)).to_have_text("We have your message")
    expect(visitor.get_by_role("main")).to_contain_text("We answer in the way you gave us")
    assert visitor.url.rstrip("#write").endswith("/contact/sent/")
    assert not visitor.context.cookies()


def bar(visitor: Page) -> Locator:
    return visitor.get_by_role("navigation", name="Book or call")


def fill_in(visitor: Page, name: str) -> None:
    visitor.get_by_label("Your name").fill(name)
    visitor.get_by_label("Telephone", exact=True).fill("+1 555 0199")
    visitor.get_by_label("When would suit you?").fill("Weekday mornings")


def slow_down(visitor: Page) -> None:
    tools = visitor.context.new_cdp_session(visitor)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW_4G)


def test_without_scripts_on_a_small_screen_and_a_slow_network(open_page):
    visitor = open_page(width=360, java_script_enabled=False)
    main = visitor.get_by_role("main")
    slow_down(visitor)
    seconds = []

    def note_wait() -> None:
        visitor.wait_for_load_state("load")
        seconds.append(visitor.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") / 1000)

    visitor.goto("/")
    note_wait()
    visitor.get_by_role("searchbox").fill("siatica")
    visitor.get_by_role("button", name="Search").click()
    expect(visitor.get_by_role("heading", name="Showing results for sciatica")).to_be_visible()
    note_wait()
    main.get_by_role("link", name="Sciatica", exact=True).click()
    reads_the_condition(visitor)
    note_wait()
    main.get_by_role("link", name="Neuromuscular massage").click()
    reads_the_service(visitor)
    expect(bar(visitor).get_by_role("link", name="Call")).to_be_in_viewport()
    note_wait()
    visitor.get_by_role("link", name="Write to us").click()
    expect(visitor.get_by_role("heading", name="Write to us")).to_be_in_viewport()
    note_wait()
    fill_in(visitor, "Jo Example")
    visitor.get_by_label("You may keep").check()
    time.sleep(PATIENCE)
    visitor.get_by_role("button", name="Send").click()
    reads_the_answer(visitor)
    note_wait()

    assert len(seconds) == 6
    assert min(seconds) > SLOW_4G["latency"] / 1000  # the network is slow indeed
    assert sum(seconds) < LONGEST_STORY, seconds


def step_to(visitor: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(120):
        visitor.keyboard.press("Tab")
        if target.evaluate_all("found => found.includes(document.activeElement)"):
            expect(target.and_(visitor.locator(":focus"))).to_be_in_viewport()
            return
    raise AssertionError(f"The Tab key does not reach {target}")


def test_by_keyboard_alone(open_page):
    visitor = open_page()
    keyboard, main = visitor.keyboard, visitor.get_by_role("main")
    visitor.goto("/")
    keyboard.press("Tab")
    expect(visitor.get_by_role("link", name="Skip to the text")).to_be_focused()
    keyboard.press("Enter")
    expect(main).to_be_focused()

    step_to(visitor, visitor.get_by_role("combobox"))
    keyboard.type("siatica")
    expect(visitor.get_by_role("option").first).to_have_text("Sciatica Condition")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    reads_the_condition(visitor)

    step_to(visitor, main.get_by_role("link", name="Neuromuscular massage"))
    keyboard.press("Enter")
    reads_the_service(visitor)
    step_to(visitor, main.get_by_role("link", name="+1 555 0100"))

    step_to(visitor, main.get_by_role("link", name="Write to us"))
    keyboard.press("Enter")
    visitor.wait_for_url("**/contact/#write")
    step_to(visitor, visitor.get_by_label("Your name"))
    for text in ("Sam Sample", "sam@example.com", "", "Saturday", ""):
        keyboard.type(text)
        keyboard.press("Tab")
    expect(visitor.get_by_label("You may keep")).to_be_focused()
    keyboard.press("Space")
    keyboard.press("Tab")
    expect(visitor.get_by_role("button", name="Send")).to_be_focused()
    wait_for_the_proof(visitor)
    time.sleep(PATIENCE)
    keyboard.press("Enter")
    reads_the_answer(visitor)


def test_by_touch_on_a_phone(open_page):
    visitor = open_page(**PHONE)
    visitor.goto("/")
    visitor.get_by_role("link", name="Find where it hurts").tap()
    visitor.locator(".figure-drawing a.at-lower-back").last.tap()
    visitor.wait_for_url("**/conditions/?area=lower-back#found")
    expect(visitor.get_by_role("heading", name="conditions in the area “Lower back”")).to_be_in_viewport()
    visitor.get_by_role("link", name="Sciatica").tap()
    reads_the_condition(visitor)
    visitor.get_by_role("main").get_by_role("link", name="Neuromuscular massage").tap()
    reads_the_service(visitor)
    expect(bar(visitor).get_by_role("link", name="Call")).to_be_in_viewport()
    bar(visitor).get_by_role("link", name="Hours").tap()
    expect(visitor.get_by_role("rowheader", name="Monday to Friday")).to_be_in_viewport()
    visitor.get_by_role("link", name="Write to us").tap()
    expect(visitor.get_by_role("heading", name="Write to us")).to_be_in_viewport()
    fill_in(visitor, "Kim Specimen")
    visitor.get_by_label("You may keep").tap()
    wait_for_the_proof(visitor)
    time.sleep(PATIENCE)
    visitor.get_by_role("button", name="Send").tap()
    reads_the_answer(visitor)


def test_the_service_is_at_most_two_taps_from_any_page(open_page):
    visitor = open_page(**PHONE, java_script_enabled=False)
    for path in EVERY_PAGE:
        visitor.goto(path)
        visitor.get_by_role("navigation", name="All parts of the site").get_by_role("link", name="Services").tap()
        visitor.wait_for_url("**/services/")
    visitor.get_by_role("link", name="Neuromuscular massage").tap()
    reads_the_service(visitor)


def test_the_service_is_soon_there_on_a_slow_network(open_page):
    visitor = open_page(**PHONE)
    slow_down(visitor)
    start = time.monotonic()
    visitor.goto("/services/neuromuscular-massage/", wait_until="commit")
    expect(visitor.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(bar(visitor).get_by_role("link", name="Call")).to_be_in_viewport()
    waited = time.monotonic() - start
    assert waited > SLOW_4G["latency"] / 1000  # the network is slow indeed
    assert waited < LONGEST_WAIT
