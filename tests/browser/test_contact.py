"""A visitor writes to the clinic: with a small screen and no scripts, by keyboard alone, and with mistakes."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import sign_in

pytestmark = pytest.mark.browser

PATIENCE = 3  # seconds before the form believes that a person filled it in


def fill_in(visitor: Page, name: str) -> None:
    visitor.get_by_label("Your name").fill(name)
    visitor.get_by_label("E-mail").fill("jo@example.com")
    visitor.get_by_label("When would suit you?").fill("Weekday mornings")
    visitor.get_by_label("You may keep").check()


def test_writes_without_scripts_on_a_small_screen_and_staff_read_it(site, open_page):
    visitor, staff = open_page(width=360, java_script_enabled=False), open_page()
    visitor.goto("/contact/")
    fill_in(visitor, "Jo Example")
    time.sleep(PATIENCE)
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("We have your message")
    assert not visitor.context.cookies()

    sign_in(staff, site.password)
    staff.get_by_role("link", name="Enquiries (1)").click()
    staff.get_by_role("link", name="Jo Example").click()
    expect(staff.get_by_role("link", name="jo@example.com")).to_be_visible()
    staff.locator("#id_state").select_option("Answered")
    staff.get_by_role("button", name="Save").click()
    menu = staff.get_by_role("navigation", name="Main menu")
    expect(menu.get_by_role("link", name="Enquiries", exact=True)).to_be_visible()


def test_writes_by_keyboard_alone(open_page):
    visitor = open_page()
    visitor.goto("/contact/")
    visitor.get_by_label("Your name").focus()
    for text in ("Sam Sample", "", "+1 555 0100", "Saturday", "May I come with a pram?"):
        visitor.keyboard.type(text)
        visitor.keyboard.press("Tab")
    expect(visitor.get_by_label("You may keep")).to_be_focused()
    visitor.keyboard.press("Space")
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("button", name="Send")).to_be_focused()
    visitor.wait_for_function("document.querySelector('[name=proof]').value")  # the script has done its work
    time.sleep(PATIENCE)
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("We have your message")


@pytest.mark.parametrize("width", [360, 1280])
def test_mistakes_are_named_where_the_page_opens_and_lead_to_their_fields(open_page, width):
    visitor = open_page(width=width)
    visitor.goto("/contact/")
    visitor.get_by_label("Telephone", exact=True).fill("call me")
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("alert")).to_be_in_viewport()
    visitor.get_by_role("alert").get_by_role("link", name="Write the number in digits").click()
    field = visitor.get_by_label("Telephone", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_value("call me")
    expect(field).to_have_accessible_description("Error: Write the number in digits, such as +1 555 0100.")
    assert visitor.evaluate("document.documentElement.scrollWidth") <= width


def test_everything_to_press_is_large_enough(open_page):
    visitor = open_page(width=360)
    visitor.goto("/contact/")
    visitor.get_by_role("button", name="Send").click()
    visitor.get_by_role("alert").wait_for()
    targets = visitor.locator("#write").locator("a, button, input:visible, textarea").all()
    sizes = [target.bounding_box() for target in targets]
    assert len(sizes) > 8
    assert all(size["width"] >= 24 and size["height"] >= 24 for size in sizes if size), sizes
