"""An editor is told what is found while they write, mends what blocks, and publishes."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import sign_in

pytestmark = pytest.mark.browser


def publish(page: Page) -> None:
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()


def test_an_editor_weighs_a_claim_and_mends_a_forbidden_term(site, open_page):
    staff = open_page()
    sign_in(staff, site.password)
    staff.goto("/admin/settings/home/clinicsettings/")
    staff.get_by_label("Forbidden terms").fill("wellness guru")
    staff.get_by_role("button", name="Save").click()
    expect(staff.get_by_text("updated")).to_be_visible()

    staff.goto("/admin/pages/search/?q=Effleurage")
    staff.get_by_role("link", name="Effleurage", exact=True).first.click()
    expect(staff.get_by_text("The checks before publishing found nothing.").last).to_be_visible()
    notes = staff.locator('[data-contentpath="summary"] .page-check-note')
    expect(notes).to_have_count(0)
    summary = staff.get_by_role("textbox", name="Summary")
    summary.fill("Long strokes. It cures sciatica.")
    expect(notes).to_contain_text("“cures” claims more than can be shown. Plainer: “may ease”.")
    expect(staff.get_by_role("heading", name="Worth a look (1)")).to_be_visible()
    publish(staff)
    expect(staff.get_by_text("1 thing on “Effleurage” is worth a look.")).to_be_visible()

    staff.get_by_role("link", name="See what").click()
    text = staff.locator('[data-contentpath="body"] [contenteditable="true"]').first
    text.click()
    staff.keyboard.type("From a wellness guru. ")
    in_text = staff.locator('[data-contentpath="body"] .page-check-note').first
    expect(in_text).to_contain_text("“wellness guru” is one of the forbidden terms")
    publish(staff)
    expect(staff.get_by_text("This page cannot be published yet.")).to_be_visible()
    expect(staff.locator('[data-contentpath="body"] .error-message')).to_contain_text("“wellness guru”")

    staff.get_by_role("heading", name="Must be mended before publishing (1)").wait_for()
    staff.locator("[data-check-path^='body.']").first.click()
    expect(staff.locator('[data-contentpath="body"] [contenteditable="true"]').first).to_be_focused()
    staff.keyboard.press("Control+A")
    staff.keyboard.type("Long, calm strokes.")
    expect(staff.get_by_role("heading", name="Must be mended before publishing")).to_have_count(0)
    publish(staff)
    expect(staff.get_by_text("has been published")).to_be_visible()


def test_a_new_page_is_checked_from_its_first_words(site, open_page):
    staff = open_page()
    sign_in(staff, site.password)
    staff.goto("/admin/pages/search/?q=Techniques")
    staff.get_by_role("link", name="Techniques", exact=True).first.click()
    staff.goto(staff.url.replace("/edit/", "/add_subpage/"))
    if "add_subpage" in staff.url:
        staff.get_by_role("link", name="Technique page").click()
    staff.get_by_placeholder("Page title").fill("A cure")
    panel = staff.locator("#page-checks")
    expect(panel).to_contain_text("“cure” claims more than can be shown.")
    staff.get_by_role("textbox", name="Summary").fill("It heals.")
    expect(panel).to_contain_text("“heals” claims more than can be shown.")
