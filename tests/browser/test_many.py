"""Staff change many pages at once: ticks by keyboard, and words that are replaced and put back."""

import pytest
from playwright.sync_api import expect

from tests.browser.running import sign_in

pytestmark = pytest.mark.browser


def test_ticks_by_keyboard(site, open_page):
    staff = open_page()
    sign_in(staff, site.password)
    staff.goto("/admin/many/grid/?q=insomnia")
    tick = staff.get_by_role("checkbox", name="Insomnia:").first
    tick.focus()
    staff.keyboard.press("ArrowRight")
    focused = staff.locator(":focus")
    expect(focused).to_have_attribute("aria-label", staff.get_by_role("checkbox").nth(1).get_attribute("aria-label"))
    was = focused.is_checked()
    value = focused.get_attribute("value")
    staff.keyboard.press("Space")
    staff.get_by_role("button", name="Save drafts").click()
    expect(staff.get_by_text("Changed 1 tick between conditions and services.")).to_be_visible()
    assert staff.locator(f'input[value="{value}"]').is_checked() != was
    staff.get_by_role("link", name="See and undo").click()
    staff.get_by_role("button", name="Undo this change").click()
    expect(staff.get_by_text("Nothing is left to undo")).to_be_visible()


def test_words_are_replaced_and_put_back(site, open_page):
    staff = open_page()
    sign_in(staff, site.password)
    staff.goto("/admin/many/replace/")
    staff.get_by_label("Find").fill("sciatica")
    staff.get_by_label("Replace by").fill("pain along the leg")
    staff.get_by_role("button", name="Look").click()
    staff.get_by_role("button", name="Replace in drafts").click()
    expect(staff.get_by_text("Replaced “sciatica” by “pain along the leg”")).to_be_visible()
    staff.get_by_role("link", name="See and undo").click()
    staff.get_by_role("button", name="Undo this change").click()
    expect(staff.get_by_text("Nothing is left to undo")).to_be_visible()
