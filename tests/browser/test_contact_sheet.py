"""A marketer brings forty photos from a camera into a gallery, by one screen."""

import io
import random
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.running import sign_in

pytestmark = pytest.mark.browser

SHEET = "/admin/images/multiple/add/"
GPS, MAKER = 0x8825, 0x010F


def camera_file(number: int, name: str = "") -> dict:
    """Return a photo that looks like no other, as a camera writes it: with its name and the place."""
    shades = random.Random(number)
    picture = Image.frombytes("RGB", (8, 6), shades.randbytes(8 * 6 * 3)).resize((1600, 1200))
    exif = Image.Exif()
    exif[MAKER] = "Canary Camera"
    exif.get_ifd(GPS)[2] = (51.0, 28.0, 40.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=75)
    assert b"Canary" in out.getvalue()
    return {"name": name or f"IMG_{number:04}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def titles(page) -> list[str]:
    return page.locator(".sheet-card__title").all_inner_texts()


def put_in(page, *files: dict) -> None:
    page.locator("#sheet-files").set_input_files(list(files))


@pytest.fixture
def staff(site, open_page):
    page = open_page()
    sign_in(page, site.password)
    return page


def test_forty_photos_come_into_a_gallery_in_order_and_without_their_positions(site, open_page, staff):
    staff.goto("/admin/images/")
    staff.get_by_role("link", name="Add an image").first.click()
    files = [camera_file(number) for number in range(1, 40)]
    damaged = camera_file(99, "damaged.jpg")
    put_in(staff, *files[:7], damaged | {"buffer": damaged["buffer"][:20000]}, *files[7:])
    expect(staff.locator(".sheet-card")).to_have_count(39, timeout=60_000)
    expect(staff.get_by_text("39 of 40 added, not added: 1")).to_be_visible()
    assert titles(staff) == [f"IMG_{number:04}" for number in range(1, 40)]

    # The damaged one is explained, tried again alone, and left out.
    sent = []
    staff.on("request", lambda request: sent.append(request.url) if request.url.endswith(SHEET) else None)
    failed = staff.locator(".sheet-upload")
    expect(failed).to_contain_text("This photo is damaged and cannot be read.")
    staff.get_by_role("button", name="Try again: damaged.jpg").click()
    expect(failed).to_contain_text("This photo is damaged and cannot be read.")
    staff.get_by_role("button", name="Leave out: damaged.jpg").click()
    assert len(sent) == 1

    # Forty alt texts by keyboard alone.
    staff.get_by_label("Alt text").first.focus()
    for number in range(1, 40):
        staff.keyboard.insert_text(f"Shades {number}")
        staff.keyboard.press("Enter")
    expect(staff.locator(".sheet-card__state", has_text="Saved")).to_have_count(39)

    # One value for all.
    staff.get_by_label("Select all").check()
    bar = staff.get_by_role("region", name="Selected photos")
    bar.get_by_label("Set", exact=True).select_option("credit")
    bar.get_by_label("Credit").fill("The clinic")
    bar.get_by_role("button", name="Set for 39").click()
    expect(bar.get_by_text("Photos changed: 39.")).to_be_visible()
    bar.get_by_label("Set", exact=True).select_option("shown")
    bar.get_by_label("Who is shown").select_option("nobody")
    bar.get_by_role("button", name="Set for 39").click()
    expect(staff.get_by_text("39 of 39 complete")).to_be_visible(timeout=30_000)

    # The third goes first by keyboard, then the fifth by dragging.
    earlier = staff.get_by_role("button", name="Move “IMG_0003” earlier")
    earlier.focus()
    staff.keyboard.press("Enter")
    staff.keyboard.press("Enter")
    expect(earlier).to_be_focused()
    expect(staff.get_by_text("“IMG_0003” is now number 1 of 39.")).to_be_attached()
    staff.get_by_role("button", name="Overview").click()
    grip = staff.locator(".sheet-card", has_text="IMG_0005").locator("[data-grip]")
    grip.hover()
    staff.mouse.down()
    staff.mouse.move(600, 100)  # near the edge, where the sheet scrolls
    expect(staff.get_by_role("heading", name="Photos on this sheet")).to_be_in_viewport()
    staff.mouse.move(600, 400)  # where it rests
    end = staff.locator(".sheet-card__picture").first.bounding_box()
    staff.mouse.move(end["x"] + 20, end["y"] + 20, steps=8)
    staff.mouse.up()
    assert titles(staff)[:5] == ["IMG_0005", "IMG_0003", "IMG_0001", "IMG_0002", "IMG_0004"]

    # Into a new gallery, in that order, and out to everyone.
    bar.get_by_label("Gallery", exact=True).select_option("new")
    bar.get_by_label("Title of the new gallery").fill("Forty shades")
    bar.get_by_role("button", name="Add to gallery").click()
    expect(bar.get_by_text("Added to “Forty shades”: 39.")).to_be_visible()
    order = titles(staff)
    bar.get_by_role("link", name="Open the gallery to publish it").click()
    staff.locator("footer").get_by_role("button", name="More actions").click()
    staff.get_by_role("button", name="Publish", exact=True).click()
    expect(staff.get_by_text("has been published")).to_be_visible()

    visitor = open_page()
    visitor.goto("/gallery/forty-shades/")
    photos = visitor.get_by_role("main").get_by_role("img")
    expect(photos).to_have_count(39)
    assert [photo.get_attribute("alt") for photo in photos.all()] == [f"Shades {int(name[4:])}" for name in order]
    expect(visitor.get_by_role("main")).to_contain_text("The clinic")
    addresses = set(re.findall(r"/media/images/[^\s\"]+", visitor.content()))
    assert len(addresses) >= 39
    for address in addresses:
        response = visitor.request.get(address)
        assert response.status == 200
        content = response.body()
        exif = Image.open(io.BytesIO(content)).getexif()
        assert (dict(exif), exif.get_ifd(GPS)) == ({}, {})
        assert b"Canary" not in content
        assert b"Exif" not in content


def test_leaving_half_way_loses_nothing(staff):
    staff.goto(SHEET)
    put_in(staff, *(camera_file(number) for number in (201, 202, 203)))
    expect(staff.locator(".sheet-card")).to_have_count(3)
    staff.get_by_role("button", name="Move “IMG_0203” earlier").click()
    address = staff.url
    staff.get_by_label("Alt text").first.fill("A quiet room")
    staff.get_by_label("Caption").nth(1).fill("Typed in the last moment")
    staff.goto("/admin/")
    staff.go_back()
    expect(staff.get_by_label("Alt text").first).to_have_value("A quiet room")
    expect(staff.get_by_label("Caption").nth(1)).to_have_value("Typed in the last moment")
    staff.get_by_label("Caption").nth(2).fill("And before a reload")
    staff.reload()
    expect(staff.get_by_label("Caption").nth(2)).to_have_value("And before a reload")
    assert staff.url == address
    assert titles(staff) == ["IMG_0201", "IMG_0203", "IMG_0202"]
    staff.goto(SHEET)
    expect(staff.get_by_role("heading", name="Your unfinished photos")).to_be_visible()
    assert {"IMG_0201", "IMG_0202", "IMG_0203"} <= set(titles(staff))


def test_a_lost_connection_is_explained_and_mended(staff):
    staff.goto(SHEET)
    staff.route(f"**{SHEET}", lambda route: route.abort())
    put_in(staff, camera_file(301))
    expect(staff.get_by_text("The connection was lost. Try again once you are online.")).to_be_visible()
    staff.unroute(f"**{SHEET}")
    staff.get_by_role("button", name="Try again: IMG_0301.jpg").click()
    expect(staff.locator(".sheet-card")).to_have_count(1)

    staff.route("**/multiple/save/", lambda route: route.abort())
    staff.get_by_label("Place").fill("The quiet room")
    staff.get_by_label("Credit").focus()
    expect(staff.locator(".sheet-card__state")).to_contain_text("Not saved: The connection was lost.")
    staff.unroute("**/multiple/save/")
    expect(staff.locator(".sheet-card__state")).to_have_text("Saved", timeout=10_000)
    staff.reload()
    expect(staff.get_by_label("Place")).to_have_value("The quiet room")


def test_says_when_nobody_is_signed_in_any_more(staff):
    staff.goto(SHEET)
    staff.context.clear_cookies(name="sessionid")
    put_in(staff, camera_file(401))
    expect(staff.get_by_text("You are not signed in any more.")).to_be_visible()


def test_the_same_photo_twice_is_pointed_out(staff):
    staff.goto(SHEET)
    put_in(staff, camera_file(501), camera_file(502), camera_file(501, "again.jpg"))
    notice = staff.locator(".sheet-twin")
    expect(notice).to_contain_text("The same file is in the library already: “IMG_0501”, used on no public page.")
    staff.once("dialog", lambda dialog: dialog.accept())
    notice.get_by_role("button", name="Delete this one").click()
    expect(staff.locator(".sheet-card")).to_have_count(2)
    expect(staff.get_by_text("“again” was deleted.")).to_be_attached()


def test_the_focal_point_is_set_by_pointer_and_by_keyboard(staff):
    staff.goto(SHEET)
    put_in(staff, camera_file(601))
    picture = staff.get_by_role("button", name="“IMG_0601” has no focal point.")
    picture.click(position={"x": 60, "y": 45})
    picture = staff.get_by_role("button", name=re.compile("Focal point of “IMG_0601”: 25 % from the left, 25 %"))
    picture.press("ArrowRight")
    picture = staff.get_by_role("button", name=re.compile("Focal point of “IMG_0601”: 27 % from the left, 25 %"))
    expect(staff.locator(".sheet-card__state")).to_have_text("Saved")
    staff.reload()
    picture.press("Delete")
    expect(staff.get_by_role("button", name="“IMG_0601” has no focal point.")).to_be_visible()


def test_shift_selects_all_between_two_photos(staff):
    staff.goto(SHEET)
    put_in(staff, *(camera_file(number) for number in range(701, 706)))
    expect(staff.locator(".sheet-card")).to_have_count(5)
    staff.get_by_label("Select “IMG_0702”").check()
    staff.get_by_label("Select “IMG_0704”").click(modifiers=["Shift"])
    expect(staff.get_by_text("3 of 5 selected")).to_be_visible()
    staff.get_by_label("Select “IMG_0704”").uncheck()
    expect(staff.get_by_text("2 of 5 selected")).to_be_visible()


def test_a_changed_alt_text_is_offered_to_the_pages_that_carry_the_former_one(staff):
    staff.goto("/admin/images/?q=lotion")
    photo = staff.locator(".listing.images a.image-choice").first.get_attribute("href").split("/")[3]
    staff.goto(f"{SHEET}?photo={photo}")
    staff.get_by_label("Alt text").fill("Folded linen and a bowl of oil")
    offer = staff.locator("[data-offer]")
    expect(offer).to_contain_text("Pages that still carry the former alt text:")
    expect(offer.get_by_role("link", name="Choose the pages to update")).to_have_attribute(
        "href", re.compile("update-alt-text")
    )
