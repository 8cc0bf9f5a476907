"""Visitors look at a gallery's photos one at a time, by keyboard, by touch, and without scripts."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

GALLERY = "/gallery/the-treatment-room/"


def links(visitor: Page) -> Locator:
    return visitor.locator("a[data-photo]")


def lightbox(visitor: Page) -> Locator:
    return visitor.get_by_role("dialog", name="Photos, one at a time")


def addresses(visitor: Page) -> list[str]:
    return links(visitor).evaluate_all("links => links.map(link => link.href)")


def open_photo(visitor: Page, number: int) -> Locator:
    """Open a photo of the gallery by keyboard and return the lightbox."""
    visitor.goto(GALLERY)
    links(visitor).nth(number - 1).focus()
    visitor.keyboard.press("Enter")
    expect(lightbox(visitor)).to_be_visible()
    return lightbox(visitor)


def swipe(visitor: Page, across: int, down: int = 0) -> None:
    """Draw a finger over the photo, as the browser itself hears it from a touch screen."""
    screen = visitor.context.new_cdp_session(visitor)
    x, y = 180, 300
    screen.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 6):
        point = {"x": x + across * step / 5, "y": y + down * step / 5}
        screen.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_photo_opens_over_its_gallery_and_says_which_it_is(open_page):
    visitor = open_page()
    box = open_photo(visitor, 2)
    alt = links(visitor).nth(1).locator("img").get_attribute("alt")
    expect(box.get_by_role("status")).to_have_text(f"Photo 2 of 6: {alt}")
    expect(box).to_have_accessible_description(re.compile(f"^Photo 2 of 6 ?: {re.escape(alt)}$"))
    expect(box.get_by_role("img", name=alt)).to_be_visible()
    expect(box.get_by_role("button", name="Close")).to_be_focused()
    assert visitor.url == addresses(visitor)[1]
    assert visitor.title().startswith("The massage table")


def test_keys_lead_through_the_photos_and_focus_returns_to_the_last_one(open_page):
    visitor = open_page()
    title_of_gallery = "The treatment room"
    box = open_photo(visitor, 1)
    place = box.get_by_role("status")
    expect(box.get_by_role("button", name="Previous photo", disabled=True)).to_be_visible()
    for key, number in (("ArrowLeft", 1), ("ArrowRight", 2), ("End", 6), ("ArrowRight", 6), ("Home", 1), ("End", 6)):
        visitor.keyboard.press(key)
        expect(place).to_contain_text(f"Photo {number} of 6")
        expect(visitor).to_have_url(addresses(visitor)[number - 1])
    visitor.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(visitor).to_have_url(re.compile(f"{GALLERY}$"))
    expect(links(visitor).nth(5)).to_be_focused()
    expect(links(visitor).nth(5)).to_be_in_viewport()
    assert visitor.title().startswith(title_of_gallery)


def test_buttons_do_what_keys_do(open_page):
    visitor = open_page()
    box = open_photo(visitor, 1)
    box.get_by_role("button", name="Next photo").click()
    expect(box.get_by_role("status")).to_contain_text("Photo 2 of 6")
    box.get_by_role("button", name="Previous photo").click()
    expect(box.get_by_role("status")).to_contain_text("Photo 1 of 6")
    box.get_by_role("button", name="Close").click()
    expect(links(visitor).first).to_be_focused()


def test_nothing_behind_an_open_photo_can_be_reached(open_page):
    visitor = open_page()
    box = open_photo(visitor, 1)
    for _ in range(8):
        visitor.keyboard.press("Tab")
        assert visitor.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    expect(box).to_be_visible()


def test_back_closes_and_forward_opens_again(open_page):
    visitor = open_page()
    visitor.goto("/")
    box = open_photo(visitor, 2)
    visitor.keyboard.press("ArrowRight")
    expect(box.get_by_role("status")).to_contain_text("Photo 3 of 6")
    visitor.go_back()
    expect(box).to_be_hidden()
    expect(links(visitor).nth(2)).to_be_focused()
    assert visitor.url.endswith(GALLERY)
    visitor.go_forward()
    expect(box.get_by_role("status")).to_contain_text("Photo 3 of 6")
    visitor.keyboard.press("Escape")
    expect(visitor).to_have_url(re.compile(f"{GALLERY}$"))
    visitor.go_back()
    expect(visitor).to_have_url(re.compile(r"\d/$"))


def test_reloading_shows_the_photos_own_page_and_back_leads_to_the_gallery(open_page):
    visitor = open_page()
    open_photo(visitor, 2)
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Photo 2 of 6")
    expect(lightbox(visitor)).to_have_count(0)
    visitor.go_back()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("The treatment room")
    expect(links(visitor)).to_have_count(6)


def test_without_scripts_links_lead_from_photo_to_photo_and_back(open_page):
    visitor = open_page(width=360, java_script_enabled=False)
    visitor.goto(GALLERY)
    links(visitor).nth(1).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Photo 2 of 6")
    visitor.get_by_role("link", name="Next photo").click()
    visitor.get_by_role("link", name="Next photo").click()
    visitor.get_by_role("link", name="Previous photo").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Photo 3 of 6")
    visitor.get_by_role("link", name="All photos").click()
    assert re.search(rf"{GALLERY}#photo-\d+$", visitor.url)


def test_a_photo_that_cannot_be_fetched_is_opened_as_a_page(open_page):
    visitor = open_page()
    visitor.goto(GALLERY)
    visitor.route(
        re.compile("/photo-"),
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
    )
    links(visitor).nth(1).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Photo 2 of 6")


def test_a_click_with_a_key_held_opens_a_tab_as_links_do(open_page):
    visitor = open_page()
    visitor.goto(GALLERY)
    with visitor.context.expect_page() as opened:
        links(visitor).first.click(modifiers=["Control"])
    opened.value.wait_for_load_state()
    assert opened.value.url == addresses(visitor)[0]
    expect(lightbox(visitor)).to_be_hidden()


def test_swiping_leads_through_the_photos(open_page):
    visitor = open_page(width=360, has_touch=True, is_mobile=True)
    visitor.goto(GALLERY)
    links(visitor).first.tap()
    place = lightbox(visitor).get_by_role("status")
    expect(place).to_contain_text("Photo 1 of 6")
    for across, down, number in ((120, 0, 1), (-120, 0, 2), (-120, 20, 3), (20, 0, 3), (0, 150, 3), (120, 0, 2)):
        swipe(visitor, across, down)
        expect(place).to_contain_text(f"Photo {number} of 6")
    assert visitor.evaluate("document.querySelector('.lightbox-stage').style.translate") == ""


def test_a_gallery_in_a_text_opens_there_and_leads_on_through_the_whole_gallery(open_page):
    visitor = open_page()
    visitor.goto("/your-first-visit/")
    expect(links(visitor)).to_have_count(3)
    links(visitor).first.click()
    place = lightbox(visitor).get_by_role("status")
    expect(place).to_contain_text("Photo 1 of 6")
    visitor.keyboard.press("End")
    expect(place).to_contain_text("Photo 6 of 6")
    visitor.keyboard.press("Escape")
    expect(links(visitor).first).to_be_focused()
    visitor.get_by_role("link", name="All 6 photos").click()
    assert visitor.url.endswith(GALLERY)


@pytest.mark.parametrize("width", [320, 1280])
def test_an_open_photo_fits_the_window(open_page, width):
    visitor = open_page(width=width)
    box = open_photo(visitor, 1)
    visitor.emulate_media(forced_colors="active")
    visitor.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert box.evaluate("box => box.scrollWidth") <= width
    for part in (box.get_by_role("img"), box.get_by_role("button", name="Close"), box.get_by_role("status")):
        expect(part).to_be_in_viewport(ratio=1)
    visitor.emulate_media(media="print")
    expect(box).to_be_hidden()


def test_neighbours_are_loaded_ahead_and_nothing_twice(open_page):
    visitor = open_page()
    loaded: list[str] = []
    visitor.goto(GALLERY)
    visitor.wait_for_load_state("networkidle")
    visitor.on("request", lambda request: loaded.append(request.url) if "/media/" in request.url else None)

    def loads(number: int) -> None:
        for _ in range(50):
            if len(loaded) >= number:
                break
            visitor.wait_for_timeout(100)
        visitor.wait_for_timeout(300)
        assert len(loaded) == len(set(loaded)) == number

    links(visitor).nth(1).click()
    loads(3)
    visitor.keyboard.press("ArrowRight")
    expect(lightbox(visitor).get_by_role("status")).to_contain_text("Photo 3 of 6")
    loads(4)
