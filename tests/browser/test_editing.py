"""Staff change what is there: a price, a tick, a photo."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.running import sign_in
from tests.builders import picture_bytes

pytestmark = pytest.mark.browser


def publish(page) -> None:
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("has been published")).to_be_visible()


def edit(page, title: str) -> None:
    page.goto(f"/admin/pages/search/?q={title}")
    page.get_by_role("link", name=title, exact=True).first.click()


def test_an_editor_adds_a_price_and_visitors_see_it(site, open_page):
    staff = open_page()
    sign_in(staff, site.password)
    edit(staff, "Deep tissue massage")
    staff.get_by_role("button", name="Add option").click()
    staff.get_by_role("spinbutton", name="Minutes").fill("60")
    staff.get_by_role("spinbutton", name="Price").fill("85")
    staff.get_by_role("textbox", name="Currency").fill("USD")
    publish(staff)
    visitor = open_page(width=360)
    visitor.goto("/services/deep-tissue-massage/")
    expect(visitor.get_by_role("row", name="60")).to_contain_text("USD 85")


def test_an_editor_is_told_beside_the_field_what_is_wrong(site, open_page):
    staff = open_page()
    sign_in(staff, site.password)
    edit(staff, "Deep tissue massage")
    staff.get_by_label("Firmest pressure").fill("11")
    staff.locator("footer").get_by_role("button", name="More actions").click()
    staff.get_by_role("button", name="Publish", exact=True).click()
    expect(staff.get_by_text("less than or equal to 10")).to_be_visible()


def test_the_editor_shows_the_page_while_it_changes(site, open_page):
    staff = open_page(width=1600)
    sign_in(staff, site.password)
    edit(staff, "Sciatica")
    staff.get_by_role("button", name="Toggle preview").click()
    preview = staff.frame_locator("iframe.w-preview__iframe:not([hidden])").first
    expect(preview.get_by_role("heading", level=1)).to_have_text("Sciatica")


def test_staff_find_their_way_from_a_page_to_its_editor(site, open_page):
    staff = open_page()
    sign_in(staff, site.password)
    staff.goto("/conditions/sciatica/")
    staff.get_by_role("button", name="View Wagtail quick actions").click()
    staff.get_by_role("menuitem", name="Edit this page").click()
    expect(staff.get_by_role("heading", name="Editing Condition: Sciatica")).to_be_attached()


def test_a_tick_on_a_condition_shows_on_the_service(site, open_page):
    staff = open_page()
    sign_in(staff, site.password)
    edit(staff, "Insomnia")
    staff.get_by_label("Deep tissue massage").check()
    publish(staff)
    visitor = open_page()
    visitor.goto("/services/deep-tissue-massage/")
    expect(visitor.get_by_role("main").get_by_role("link", name="Insomnia")).to_be_visible()


def test_the_worker_makes_the_sizes_of_a_new_photo(site, open_page):
    staff = open_page()
    sign_in(staff, site.password)
    staff.goto("/admin/images/add/")
    photo = {"name": "quiet-room.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes(size=(1200, 800))}
    staff.get_by_label("File", exact=False).first.set_input_files(photo)
    staff.get_by_label("Title").fill("Quiet room")
    staff.get_by_role("button", name="Upload").click()
    expect(staff.get_by_text("added")).to_be_visible()
    staff.goto("/admin/images/?ordering=-created_at")
    thumbnail = staff.locator(".listing.images img").first.get_attribute("src")
    stem = thumbnail.rpartition("/")[2].partition(".")[0]
    for _ in range(100):
        if len(made := list((site.var_dir / "media" / "images").glob(f"{stem}*.webp"))) >= 6:
            return
        time.sleep(0.2)
    raise AssertionError(f"The worker made only {made}")


def test_a_chosen_photo_brings_its_words_along(site, open_page):
    staff = open_page()
    sign_in(staff, site.password)
    edit(staff, "Deep tissue massage")
    words = staff.locator('input[name^="photos-"][name$="-alt_text"]')
    expect(words).to_have_count(1)
    staff.get_by_role("button", name="Add Photo").click()
    dialog = staff.get_by_role("dialog")
    with staff.expect_response(lambda response: "q=the" in response.url):  # which takes the ticks before it away
        dialog.locator("input[name=q]").fill("the")
    for title in ("The front door", "The treatment room"):
        dialog.get_by_role("checkbox", name=title).check()
    dialog.get_by_role("button", name="Confirm selection").click()
    expect(words).to_have_count(3)
    for field in words.all():
        expect(field).not_to_have_value("")
