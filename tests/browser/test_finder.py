"""Visitors find what they came for: by the figure, by searching, by suggestions."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_misspelt_word_is_two_taps_from_the_right_service_without_scripts(open_page):
    visitor = open_page(width=360, java_script_enabled=False)
    visitor.goto("/")
    visitor.get_by_role("searchbox").fill("siatica")
    visitor.get_by_role("button", name="Search").click()
    expect(visitor.get_by_role("heading", name="Showing results for sciatica")).to_be_visible()
    visitor.get_by_role("link", name="Neuromuscular massage").first.click()
    assert visitor.url.endswith("/services/neuromuscular-massage/")


def test_every_page_leads_to_the_search(open_page):
    visitor = open_page(width=320)
    visitor.goto("/contact/")
    visitor.get_by_role("link", name="Search").click()
    assert visitor.url.endswith("/search/")
    expect(visitor.get_by_role("combobox")).to_be_visible()


def test_suggestions_are_walked_through_by_keyboard(open_page):
    visitor = open_page()
    visitor.goto("/search/")
    box = visitor.get_by_role("combobox", name="What hurts")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("headake")
    options = visitor.get_by_role("option")
    expect(options.first).to_have_text("Headaches Condition")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(visitor.get_by_role("status")).to_contain_text("suggestion")

    box.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert visitor.locator(f"#{active}").inner_text().startswith("Headaches")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", active)
    box.press("ArrowDown")
    box.press("Home")  # back to the text
    expect(box).not_to_have_attribute("aria-activedescendant", active)

    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("headake")
    box.press("Backspace")
    box.press("e")
    box.press("End")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    visitor.wait_for_url("**/conditions/headaches/")


def test_enter_without_a_choice_searches(open_page):
    visitor = open_page()
    visitor.goto("/")
    box = visitor.get_by_role("combobox")
    box.press_sequentially("sciatica")
    expect(visitor.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    visitor.wait_for_url("**/search/?q=sciatica")


def test_a_suggestion_is_tapped(open_page):
    visitor = open_page(width=360, has_touch=True, is_mobile=True)
    visitor.goto("/search/")
    visitor.get_by_role("combobox").press_sequentially("whipl")
    visitor.get_by_role("option").first.tap()
    visitor.wait_for_url("**/conditions/recovery-from-car-accidents/")


def test_suggestions_wait_while_letters_are_composed(open_page):
    visitor = open_page()
    visitor.goto("/search/")
    asked = []
    visitor.on("request", lambda request: asked.append(request.url))
    box = visitor.get_by_role("combobox")
    box.evaluate(
        """box => {
            box.value = "sciatica";
            box.dispatchEvent(new InputEvent("input", { isComposing: true }));
        }"""
    )
    visitor.wait_for_timeout(400)
    assert not any("suggestions" in address for address in asked)
    box.evaluate("box => box.dispatchEvent(new CompositionEvent('compositionend'))")
    expect(visitor.get_by_role("option").first).to_have_text("Sciatica Condition")


def middle_of(visitor, area: str, side: int):
    """Return where on the screen the figure's region is, on the front (0) or the back (1)."""
    frame = visitor.locator(".figure-drawing").bounding_box()
    x, y = {"lower-back": (330, 190), "hands": (110 + 82, 264), "neck": (110, 85), "feet": (330 - 20, 450)}[area]
    scale = frame["width"] / 440
    return frame["x"] + x * scale, frame["y"] + (y + 26) * scale


@pytest.mark.parametrize("area", ["lower-back", "hands", "neck", "feet"])
def test_the_figure_is_tapped(open_page, area):
    visitor = open_page(width=320, has_touch=True, is_mobile=True, java_script_enabled=False)
    visitor.goto("/")
    visitor.locator(".figure-drawing").scroll_into_view_if_needed()
    visitor.touchscreen.tap(*middle_of(visitor, area, 0))
    visitor.wait_for_url(f"**/conditions/?area={area}#found")


def test_every_region_of_the_figure_is_large_enough_for_a_thumb(open_page):
    visitor = open_page(width=320)
    visitor.goto("/")
    visitor.locator(".figure-drawing").scroll_into_view_if_needed()
    reached = visitor.evaluate(
        """() => {
            const frame = document.querySelector(".figure-drawing").getBoundingClientRect();
            // Whether a square of 24 px lies in each region.
            const areaAt = (x, y) =>
                document.elementFromPoint(x, y)?.closest("a[class^=at-]")?.getAttribute("class");
            const reached = {};
            for (let x = frame.left; x < frame.right - 24; x += 2)
                for (let y = Math.max(frame.top, 0); y < Math.min(frame.bottom, innerHeight) - 24; y += 2) {
                    const area = areaAt(x + 12, y + 12);
                    if (!area || reached[area]) continue;
                    reached[area] = [[1, 1], [23, 1], [1, 23], [23, 23], [12, 1], [12, 23], [1, 12], [23, 12]]
                        .every(([dx, dy]) => areaAt(x + dx, y + dy) === area);
                }
            return reached;
        }"""
    )
    assert len(reached) == 11
    assert all(reached.values()), reached


def test_list_and_figure_light_each_other_up(open_page):
    visitor = open_page()
    visitor.goto("/conditions/")
    colour = "region => getComputedStyle(region).fill"
    region = visitor.locator(".figure-drawing .at-hips")
    before = region.evaluate(colour)
    visitor.get_by_role("link", name="Hips").hover()
    visitor.wait_for_timeout(250)
    assert region.evaluate(colour) != before
    assert visitor.locator(".figure-drawing .at-neck").evaluate(colour) == before


def test_nobody_walks_through_each_region_twice(open_page):
    visitor = open_page()
    visitor.goto("/conditions/")
    expect(visitor.get_by_role("link", name="Hips")).to_have_count(1)
    assert visitor.locator(".figure-drawing a").evaluate_all("all => all.every(one => one.tabIndex === -1)")


def test_a_chosen_part_of_the_body_is_shown_on_the_figure_and_in_the_list(open_page):
    visitor = open_page()
    visitor.goto("/conditions/?area=lower-back")
    expect(visitor.get_by_role("link", name="Lower back", exact=True)).to_have_attribute("aria-current", "true")
    chosen = visitor.locator(".figure-drawing .at-lower-back").evaluate("region => getComputedStyle(region).fill")
    other = visitor.locator(".figure-drawing .at-neck").evaluate("region => getComputedStyle(region).fill")
    assert chosen != other
