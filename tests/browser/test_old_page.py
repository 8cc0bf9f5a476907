"""The first story: staff bring the clinic's page in, publish it, and a visitor reads it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.running import sign_in

SOURCE = Path(__file__).parents[2].parent / "shared" / "neuromuscular-massage.txt"

pytestmark = pytest.mark.browser


def test_staff_bring_in_the_real_page_and_a_visitor_reads_it(site, open_page):
    assert SOURCE.exists(), f"This test needs the clinic's page at {SOURCE}."
    staff = open_page()
    sign_in(staff, site.password)

    staff.get_by_role("link", name="Bring in an old page").click()
    staff.get_by_label("Paste the page’s text").fill(SOURCE.read_text())
    staff.get_by_role("button", name="Show what you understand").click()
    expect(staff.get_by_text("Conditions (25)")).to_be_visible()
    expect(staff.get_by_text("Techniques (6)")).to_be_visible()
    for proposal in staff.get_by_role("checkbox").all():
        expect(proposal).to_be_checked()
    expect(staff.get_by_label("Update the draft of “Neuromuscular massage”")).to_be_checked()
    staff.get_by_role("button", name="Save as a draft").click()

    expect(staff.get_by_text("The draft of “Neuromuscular Massage” is ready")).to_be_visible()
    staff.locator("footer").get_by_role("button", name="More actions").click()
    staff.get_by_role("button", name="Publish", exact=True).click()
    expect(staff.get_by_text("has been published")).to_be_visible()

    visitor = open_page(width=360, java_script_enabled=False)
    visitor.goto("/medical-massage/")
    assert visitor.url.endswith("/services/neuromuscular-massage/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Neuromuscular Massage")
    expect(visitor.get_by_text("Never exceeding that")).to_be_visible()
    assert visitor.get_by_role("main").locator('a[href^="/conditions/"]').count() >= 25
    for technique in ("Skin rolling", "Petrissage"):
        expect(visitor.get_by_role("main").get_by_text(technique, exact=True).first).to_be_visible()
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360
    assert visitor.context.cookies() == []
    visitor.get_by_role("main").get_by_role("link", name="Sciatica").first.click()
    expect(visitor.get_by_role("main").get_by_role("link", name="Neuromuscular Massage").first).to_be_visible()
