"""A client takes the consent for a photo back, and within a minute nobody sees it any more."""

import re
import time
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.running import sign_in

pytestmark = pytest.mark.browser

GALLERY = "/gallery/the-treatment-room/"
FORM = {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 signed"}


def test_a_revoked_consent_takes_the_photo_from_page_and_files_within_a_minute(site, open_page):
    staff, visitor = open_page(), open_page(width=360)
    visitor.goto(GALLERY)
    alt = visitor.get_by_role("main").get_by_role("img").first.get_attribute("alt")
    picture = visitor.get_by_role("img", name=alt)
    count = visitor.get_by_role("main").get_by_role("img").count()
    picture.scroll_into_view_if_needed()
    sources = picture.evaluate("picture => picture.decode().then(() => [picture.currentSrc, picture.src])")
    assert all(sources)

    sign_in(staff, site.password)
    staff.get_by_role("link", name="Consents").click()
    staff.get_by_role("link", name="Add consent").click()
    staff.locator("#id_reference").fill("2026-014")
    staff.locator("#id_given_on").fill(str(date.today() - timedelta(days=30)))
    staff.locator("#id_expires_on").fill(str(date.today() + timedelta(days=300)))
    staff.locator("#id_form").set_input_files(FORM)
    staff.get_by_role("button", name="Create").click()
    expect(staff.get_by_text("created")).to_be_visible()

    staff.goto("/admin/images/?q=front+door")
    staff.get_by_role("link", name="The front door").click()
    expect(staff.locator("#id_description")).to_have_value(alt)
    staff.locator("#id_shown").select_option("A client")
    staff.get_by_role("button", name="Save").click()
    visitor.goto(GALLERY)
    expect(picture).to_have_count(0)

    staff.goto("/admin/images/?q=front+door")
    staff.get_by_role("link", name="The front door").click()
    staff.get_by_label(re.compile("2026-014")).check()
    staff.get_by_role("button", name="Save").click()
    visitor.goto(GALLERY)
    expect(picture).to_be_visible()
    assert [visitor.request.get(source).status for source in sources] == [200, 200]

    staff.goto("/admin/consents/")
    staff.get_by_role("link", name="2026-014").click()
    staff.locator("#id_revoked_on").fill(str(date.today()))
    staff.get_by_role("button", name="Save").click()
    revoked = time.monotonic()
    visitor.goto(GALLERY)
    expect(picture).to_have_count(0)
    assert visitor.get_by_role("main").get_by_role("img").count() == count - 1
    assert [visitor.request.get(source).status for source in sources] == [404, 404]
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360

    while True:
        staff.goto("/admin/reports/site-history/")
        if staff.get_by_text("“The front door” is not shown any more: the consent 2026-014 ended").count():
            break
        assert time.monotonic() - revoked < 60, "The log says nothing after a minute."
        time.sleep(2)
