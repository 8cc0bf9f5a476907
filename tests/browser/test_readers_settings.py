"""Pages follow what readers set: their own colours, large and wide text, no movement, paper, lines from the right."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.public_pages import ADDRESSES, EVERY_PAGE

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("filled_in")]

# Neither inline styles nor style elements pass the pages' content-security policy; a browser's own sheets do.
ADD_STYLE = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""


def style_of(page: Page) -> Callable[[str, str], str]:
    """Return a function that tells how the browser draws one property of the first element of a selector."""
    return lambda selector, name: page.locator(selector).first.evaluate(
        "(one, name) => getComputedStyle(one)[name]", name
    )


def test_in_forced_colours_nothing_is_said_by_the_lost_colours(open_page):
    visitor = open_page(forced_colors="active", reduced_motion="reduce")
    style = style_of(visitor)

    visitor.goto(ADDRESSES["service"])
    ground = style("body", "backgroundColor")
    assert style(".pressure-below", "fill") != ground
    assert style(".pressure-above", "fill") == "none"
    assert style(".pressure-above", "stroke") not in (ground, "none")
    assert style(".pressure-ceiling text", "fill") != ground
    current, other = ".menu [aria-current]", ".menu a:not([aria-current])"
    assert style(current, "fontWeight") != style(other, "fontWeight")
    assert style(current, "textDecorationThickness") != style(other, "textDecorationThickness")
    for button in visitor.locator(".button:visible").all():
        assert button.evaluate("one => getComputedStyle(one).borderTopWidth") == "2px"
        assert button.evaluate("one => getComputedStyle(one).borderTopColor") != ground

    visitor.goto(ADDRESSES["conditions-area"])
    assert style(".figure-drawing .at-lower-back", "fill") != style(".figure-drawing .at-neck", "fill")
    assert style(".areas [aria-current]", "fontWeight") != style(".areas a:not([aria-current])", "fontWeight")

    visitor.goto(ADDRESSES["contact"])
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("alert").locator("svg")).to_be_visible()
    assert style("[role=alert]", "borderInlineStartWidth") == "8px"
    assert style("#id_name", "borderTopWidth") == "2px"
    assert style("#id_message", "borderTopWidth") == "1px"
    assert style("#id_name", "borderTopColor") != ground
    expect(visitor.locator("#id_name_error svg")).to_be_visible()

    visitor.goto(ADDRESSES["search"])
    visitor.get_by_role("combobox").press_sequentially("sciatica")
    visitor.get_by_role("option").first.wait_for()
    visitor.keyboard.press("ArrowDown")
    assert style("[role=option][aria-selected=true]", "outlineStyle") == "solid"


WIDE_TEXT = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }
"""
LARGE_TEXT = "html { font-size: 200% !important; }"

# Words of which a part lies outside a box that cuts off, and words that run over one another.
LOST_WORDS = """() => {
  const lost = [], shown = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility({ visibilityProperty: true })) continue;
    if (parent.closest("svg, noscript, .skip-link, .visually-hidden, .header-search-word")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const boxes = [...range.getClientRects()].filter(({ width, height }) => width && height);
    for (let one = parent; one && one !== document.body; one = one.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(one);
      const frame = one.getBoundingClientRect();
      const cuts = (way) => way === "hidden" || way === "clip";
      const outside = (box) =>
        (cuts(overflowX) && (box.left < frame.left - 1 || box.right > frame.right + 1)) ||
        (cuts(overflowY) && (box.top < frame.top - 1 || box.bottom > frame.bottom + 1));
      if (boxes.some(outside)) lost.push(["cut", text.data.trim().slice(0, 60)]);
    }
    if (!parent.closest(".reach-bar")) shown.push(...boxes.map((box) => ({ box, text })));
  }
  for (const button of document.querySelectorAll("button, .button")) {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = button;
    if (button.checkVisibility() && (scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1))
      lost.push(["runs out", button.textContent.trim()]);
  }
  shown.forEach(({ box, text }, number) => {
    for (const { box: other, text: otherText } of shown.slice(number + 1)) {
      const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      if (otherText !== text && wide > 2 && high > Math.min(box.height, other.height) / 3)
        lost.push(["runs over", text.data.trim().slice(0, 40), otherText.data.trim().slice(0, 40)]);
    }
  });
  return { count: shown.length, lost };
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_wide_and_large_text_loses_nothing(open_page, width):
    visitor = open_page(width=width, reduced_motion="reduce")
    for path in EVERY_PAGE:
        visitor.goto(path)
        for sheet in (WIDE_TEXT, LARGE_TEXT):
            visitor.evaluate(ADD_STYLE, sheet)
            found = visitor.evaluate(LOST_WORDS)
            assert found["count"] > 20, path
            assert not found["lost"], (path, sheet)
            assert visitor.evaluate("document.documentElement.scrollWidth") <= width, (path, sheet)


MOVEMENTS = """() => {
  const moving = [...document.querySelectorAll("*")].flatMap((one) => ["", "::before", "::after"].map((part) =>
    getComputedStyle(one, part || null)));
  return {
    transitions: moving.filter((style) => style.transitionProperty !== "none" &&
      style.transitionDuration.split(", ").some((long) => parseFloat(long))).length,
    animations: moving.filter((style) => style.animationName !== "none").length + document.getAnimations().length,
    scrolling: getComputedStyle(document.documentElement).scrollBehavior,
  };
}"""
STILL = {"transitions": 0, "animations": 0, "scrolling": "auto"}


def test_nothing_moves_for_those_who_ask_for_it(open_page):
    visitor = open_page(reduced_motion="reduce")
    for path in EVERY_PAGE:
        visitor.goto(path)
        visitor.locator("main a:visible, footer a:visible").first.hover()
        assert visitor.evaluate(MOVEMENTS) == STILL, path
    visitor.goto(ADDRESSES["gallery"])
    visitor.locator("[data-photo]").first.click()
    visitor.locator(".lightbox .photo").wait_for()
    assert visitor.evaluate(MOVEMENTS) == STILL

    visitor.emulate_media(reduced_motion="no-preference")
    moving = visitor.evaluate(MOVEMENTS)
    assert moving["transitions"] > 0  # what is looked for can be found
    assert moving["scrolling"] == "smooth"


# Ways through the site, forms, and what is so at this moment only.
NOT_FOR_PAPER = """
header nav, .header-search, .header-action, .menu-open, .skip-link, .reach-bar, .footer-menu, form, .hours-state
"""


def test_paper_gets_what_can_be_used_on_it(open_page):
    visitor = open_page()
    visitor.emulate_media(media="print")
    for path in EVERY_PAGE:
        visitor.goto(path)
        for left_out in visitor.locator(NOT_FOR_PAPER).all():
            expect(left_out).to_be_hidden()
        expect(visitor.get_by_role("heading", level=1)).to_be_visible()
        expect(visitor.get_by_text("+1 555 0100").first).to_be_visible()

    visitor.goto(ADDRESSES["condition"])
    expect(visitor.get_by_role("region", name="Call for help now").get_by_role("listitem").first).to_be_visible()

    visitor.goto(ADDRESSES["service"])
    book = visitor.locator("#booking").get_by_role("link", name="Book a time")
    address = book.evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://booking.example/clinic" in address
    inside = visitor.get_by_role("main").get_by_role("link", name="Sciatica")
    assert inside.evaluate("link => getComputedStyle(link, '::after').content") == "none"
    # Printers leave out grounds: pale letters on a dark button would be pale letters on paper.
    assert book.evaluate("link => getComputedStyle(link).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert visitor.locator(".question .prose").first.evaluate("one => one.getBoundingClientRect().height") > 10


# Where each box, and each sign drawn beside it, begins: from the left or, in a page read from the right, from there.
BEGINNINGS = """() => {
  const fromTheRight = document.documentElement.dir === "rtl";
  const kinds = ["block", "flex", "grid", "list-item", "table"];
  const sign = (one, name) => {
    const style = getComputedStyle(one, name);
    return style.content !== "none" && style.position === "absolute" ? style[fromTheRight ? "right" : "left"] : "";
  };
  return [...document.querySelectorAll("body *")]
    .filter((one) => !one.closest("svg, .lightbox, .visually-hidden"))
    .filter((one) => one.checkVisibility() && kinds.includes(getComputedStyle(one).display))
    .map((one) => {
      const { left, right } = one.getBoundingClientRect();
      return {
        words: one.outerHTML.replace(/\\s+/g, " ").slice(0, 90),
        start: fromTheRight ? document.documentElement.clientWidth - right : left,
        signs: [sign(one, "::before"), sign(one, "::after")],
      };
    });
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_read_from_the_right_are_the_mirror_image(open_page, width):
    visitor = open_page(width=width, reduced_motion="reduce")
    for path in EVERY_PAGE:
        visitor.goto(path)
        boxes = visitor.evaluate(BEGINNINGS)
        visitor.evaluate("document.documentElement.dir = 'rtl'")
        mirrored = visitor.evaluate(BEGINNINGS)
        assert len(boxes) == len(mirrored) > 40, path
        for box, image in zip(boxes, mirrored, strict=True):
            assert abs(box["start"] - image["start"]) <= 2, (path, box, image)
            assert box["signs"] == image["signs"], (path, box, image)
        assert visitor.evaluate("document.documentElement.scrollWidth") <= width, path
