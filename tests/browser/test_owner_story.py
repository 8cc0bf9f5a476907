"""The owner on a usual morning: what needs somebody, a message, the telephone number, a page deleted by mistake."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.filling import NO_CLINIC
from tests.browser.running import sign_in
from tests.browser.test_approval import PASSWORD, add_person

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def owner_account(site, browser):
    context = browser.new_context(base_url=site.address)
    admin = context.new_page()
    sign_in(admin, site.password)
    add_person(admin, "oona", "Owners")
    context.close()
    yield
    site.run(NO_CLINIC)


def test_the_owners_morning(owner_account, open_page):
    visitor, owner = open_page(), open_page()
    visitor.goto("/contact/")
    visitor.get_by_label("Your name").fill("Robin Sample")
    visitor.get_by_label("E-mail").fill("robin@example.com")
    visitor.get_by_label("You may keep").check()
    time.sleep(3)
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("We have your message")

    # The first page says what needs somebody, and leads there.
    sign_in(owner, PASSWORD, "oona")
    owner.get_by_role("link", name="enquiry waits").or_(owner.get_by_role("link", name="enquiries wait")).click()
    owner.get_by_role("link", name="Robin Sample").click()
    owner.locator("#id_state").select_option("Answered")
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_text("updated")).to_be_visible()

    # What stands on every page is changed in one place.
    owner.get_by_role("button", name="Settings").click()
    owner.get_by_role("link", name="Clinic settings").click()
    owner.get_by_label("Telephone").fill("+1 555 0123")
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_text("updated")).to_be_visible()
    visitor.goto("/services/deep-tissue-massage/")
    expect(visitor.get_by_role("link", name="+1 555 0123").first).to_be_attached()

    # A page deleted by mistake comes back as a draft and is published again.
    owner.goto("/admin/pages/search/?q=accessibility")
    owner.get_by_role("link", name="Accessibility", exact=True).first.click()
    owner.get_by_role("button", name="Actions", exact=True).first.click()
    owner.get_by_role("link", name="Delete").first.click()
    owner.get_by_role("button", name="Yes, delete it").click()
    assert visitor.goto("/accessibility/").status == 404
    owner.get_by_role("button", name="Reports").click()
    owner.get_by_role("link", name="Deleted pages").click()
    owner.get_by_role("link", name="Accessibility").click()
    owner.get_by_role("button", name="Bring back").click()
    owner.get_by_role("button", name="More actions").last.click()
    owner.get_by_role("button", name="Publish", exact=True).click()
    assert visitor.goto("/accessibility/").status == 200

    # And all of that can be read afterwards.
    owner.goto("/admin/reports/site-history/")
    expect(owner.get_by_role("row", name="Accessibility").first).to_contain_text("Published")
