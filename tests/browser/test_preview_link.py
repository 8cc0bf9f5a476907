"""An editor shows a draft to somebody without an account."""

import pytest
from playwright.sync_api import expect

from tests.browser.running import sign_in
from tests.browser.test_editing import edit

pytestmark = pytest.mark.browser


def test_an_editor_sends_a_draft_and_takes_it_back(site, open_page):
    staff = open_page()
    sign_in(staff, site.password)
    edit(staff, "Deep tissue massage")
    staff.locator("textarea[name=title], input[name=title]").fill("Deep tissue massage, reworded")
    with staff.expect_response(lambda response: response.request.method == "POST" and "/edit/" in response.url):
        staff.locator("footer").get_by_role("button", name="Save draft").click()
    staff.locator("header").get_by_role("button", name="Actions").first.click()
    staff.get_by_role("link", name="Preview links").first.click()
    staff.get_by_label("1 day").check()
    staff.get_by_role("button", name="Make a link").click()
    address = staff.get_by_label("Address of the preview").input_value()
    staff.get_by_role("button", name="Copy").click()
    expect(staff.get_by_text("Copied.")).to_be_visible()
    staff.get_by_label("Address of the preview").evaluate("field => { field.readOnly = false; field.value = '' }")
    staff.get_by_label("Address of the preview").press("Control+v")
    expect(staff.get_by_label("Address of the preview")).to_have_value(address)

    visitor = open_page(width=360)
    visitor.goto(address)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Deep tissue massage, reworded")
    expect(visitor.get_by_text("shown to whoever has this link")).to_be_visible()
    assert visitor.context.cookies() == []
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360
    photos = visitor.evaluate(
        "Promise.all([...document.images].map(p => ((p.loading = 'eager'), p.decode()))).then(all => all.length)"
    )
    assert photos
    visitor.goto("/services/deep-tissue-massage/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Deep tissue massage")

    staff.reload()
    expect(staff.get_by_text("Not yet")).to_have_count(0)
    staff.get_by_role("button", name="Revoke").click()
    expect(staff.get_by_text("No link to this page works")).to_be_visible()
    assert visitor.goto(address).status == 410
    expect(visitor.get_by_role("heading", level=1)).to_have_text("This preview link does not work")
