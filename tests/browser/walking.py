"""A walk through a page by the Tab key, and the sizes of what can be pressed on it."""

from playwright.sync_api import Page

from tests.browser.reading import STANDS_BEFORE

# Notes each stop at the moment when Tab leaves it: by then the page has scrolled to it and drawn its outline.
WATCH = """() => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).map((one) => one / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  // What the outline is drawn upon: around the element or, with a negative offset, on it.
  const ground = (element, offset) => {
    for (let one = offset < 0 ? element : element.parentElement; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (channels(colour)[3]) return colour;
    }
    return "white";
  };
  // How much of the outline a box around it cuts off, in px.
  const cutOff = (element, reach) => {
    const box = element.getBoundingClientRect();
    let cut = 0;
    for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) {
      if (getComputedStyle(one).overflow === "visible") continue;
      const frame = one.getBoundingClientRect();
      cut = Math.max(cut, frame.left - box.left + reach, box.right + reach - frame.right, frame.top - box.top + reach,
        box.bottom + reach - frame.bottom);
    }
    return cut;
  };
  window.stops = [];
  window.addEventListener("keydown", ({ key }) => {
    const element = document.activeElement;
    if (key !== "Tab" || element === document.body) return;
    const style = getComputedStyle(element);
    const [width, offset] = [parseFloat(style.outlineWidth), parseFloat(style.outlineOffset)];
    window.stops.push({
      element,
      words: element.outerHTML.replace(/\\s+/g, " ").slice(0, 100),
      outline: style.outlineStyle === "none" ? 0 : width,
      contrast: contrast(style.outlineColor, ground(element, offset)),
      cut: cutOff(element, width + offset),
    });
  }, true);
}"""

# What can be operated by pointer; the figure's regions are left out, as the list beside it says the same.
TARGETS = """() => [...document.querySelectorAll("a[href], button, input, textarea, select, summary")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("svg, .skip-link"))"""

PASSED_BY = f"""() => {{
  const reached = new Set(window.stops.map(({{ element }}) => element));
  return ({TARGETS})().filter((one) => !reached.has(one)).map((one) => one.outerHTML.slice(0, 100));
}}"""

LEAPS = f"""() => {{
  const standsBefore = {STANDS_BEFORE};
  scrollTo({{ top: document.body.scrollHeight, behavior: "instant" }});
  const stops = window.stops.filter(({{ element }}) => !element.matches(".skip-link"));
  return stops.slice(1).map((stop, number) => [stops[number], stop])
    .filter(([before, stop]) => !standsBefore(before.element, stop.element))
    .map((pair) => pair.map(({{ words }}) => words));
}}"""

# Targets smaller than 24 px that WCAG 2.2 does not excuse: by the room around them, or as words within a sentence.
TOO_SMALL = f"""() => {{
  const targets = ({TARGETS})();
  const boxes = targets.map((one) => {{
    // A link may be pressed anywhere in the card or row over which it is stretched.
    const stretched = getComputedStyle(one, "::after");
    const wide = stretched.content !== "none" && stretched.position === "absolute" && one.offsetParent;
    // Checkboxes are pressed by their words too.
    return (wide || one.closest("label") || one).getBoundingClientRect();
  }});
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const isSmall = (box) => box.width < 24 || box.height < 24;
  const reaches = (box, [x, y]) =>
    Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) < 12;
  const near = (box, other) => {{
    const [[x, y], [otherX, otherY]] = [middle(box), middle(other)];
    return reaches(other, [x, y]) || (isSmall(other) && Math.hypot(x - otherX, y - otherY) < 24);
  }};
  const inSentence = (one) => getComputedStyle(one).display === "inline"
    && [...one.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const faults = targets.filter((one, number) => isSmall(boxes[number]) && !inSentence(one)
    && boxes.some((other, place) => place !== number && near(boxes[number], other)));
  return {{ count: targets.length, faults: faults.map((one) => one.outerHTML.slice(0, 120)) }};
}}"""


def walk(page: Page) -> list[dict]:
    """Press Tab from the top of the page to its end and return the stops: words, outline, contrast, cut."""
    page.evaluate(WATCH)
    for _ in range(20):
        for _ in range(10):
            page.keyboard.press("Tab")
        stops = page.evaluate("window.stops.map(({ element, ...told }) => told)")
        if len(stops) > 1 and stops[0]["words"] in [stop["words"] for stop in stops[1:]]:
            break
    else:
        raise AssertionError("The walk comes to no end.")
    size = [stop["words"] for stop in stops].index(stops[0]["words"], 1)
    page.evaluate("size => { window.stops.length = size; }", size)
    return stops[:size]
