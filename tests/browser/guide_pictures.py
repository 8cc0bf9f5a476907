"""Take the pictures of docs/photos.md from a site of its own: make guide-pictures

They are screens of the admin as a marketer sees them, with drawings of the starter content, mirrored, as new photos.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.install import BROWSER_OPTIONS, find_browser  # noqa: E402
from tests.browser.running import running_site, sign_in  # noqa: E402

DRAWINGS = ROOT / "home" / "starter" / "pictures"
PICTURES = ROOT / "docs" / "pictures"
PASSWORD = "only-for-pictures"
WORDS = {
    "treatment-room.webp": "A quiet room with a massage table beside a window",
    "linen-and-oil.webp": "Folded linen and a bowl of oil",
    "front-door.webp": "The open door of the clinic",
    "hands-on-back.webp": "Two hands rest on a back",
    "forearm-stroke.webp": "",
    "shoulders-and-neck.webp": "",
}


def new_photo(name: str) -> dict:
    """Return a drawing as a file from a camera; mirrored, so that it does not look like the one in the library."""
    out = io.BytesIO()
    with Image.open(DRAWINGS / name) as drawing:
        ImageOps.mirror(drawing.convert("RGB")).save(out, "JPEG", quality=90)
    return {"name": name.replace(".webp", ".jpg"), "mimeType": "image/jpeg", "buffer": out.getvalue()}


def take(page: Page, name: str, height: int = 900) -> None:
    """Write what the page shows as docs/pictures/NAME.png, in few colours so that it stays small."""
    page.set_viewport_size({"width": 1280, "height": height})
    page.wait_for_timeout(500)
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(192).save(PICTURES / f"{name}.png", optimize=True)
    print(f"docs/pictures/{name}.png")


def make_marketer(page: Page) -> None:
    page.goto("/admin/users/new/")
    for field, value in (("username", "marketer"), ("email", "marketer@clinic.example"), ("first_name", "Mara")):
        page.locator(f"#id_{field}").fill(value)
    page.locator("#id_last_name").fill("Example")
    for field in ("password1", "password2"):
        page.locator(f"#id_{field}").fill(PASSWORD)
    page.get_by_role("tab", name="Roles").first.click()
    page.get_by_label("Marketers").check()
    page.locator("footer button[type=submit], form button[type=submit]").last.click()
    expect(page.get_by_text("created")).to_be_visible()


def take_all(page: Page) -> None:
    page.goto("/admin/images/multiple/add/")
    take(page, "photos-empty", 500)
    broken = {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": new_photo("front-door.webp")["buffer"][:9000]}
    page.locator("#sheet-files").set_input_files([*map(new_photo, WORDS), broken])
    expect(page.locator(".sheet-card")).to_have_count(len(WORDS), timeout=60_000)
    take(page, "photos-failed", 700)
    page.get_by_role("button", name="Leave out: broken.jpg").click()
    for field, words in zip(page.get_by_label("Alt text").all(), WORDS.values(), strict=True):
        field.fill(words)
    page.get_by_label("Alt text").nth(4).focus()
    take(page, "photos-words", 1000)
    page.get_by_label("Select all").check()
    bar = page.get_by_role("region", name="Selected photos")
    bar.get_by_label("Set", exact=True).select_option("credit")
    bar.get_by_label("Credit").fill("The clinic")
    bar.get_by_role("button", name="Set for 6").click()
    expect(bar.get_by_text("Set for 6 photos.")).to_be_visible()
    bar.get_by_label("Set", exact=True).select_option("shown")
    bar.get_by_label("Who is shown").select_option("nobody")
    page.get_by_role("button", name="Overview").click()
    take(page, "photos-many", 800)
    bar.get_by_role("button", name="Set for 6").click()
    page.locator("#sheet-files").set_input_files([new_photo("front-door.webp")])
    expect(page.locator(".sheet-card")).to_have_count(len(WORDS) + 1, timeout=60_000)
    page.get_by_role("button", name="All fields").click()
    page.locator(".sheet-card").last.scroll_into_view_if_needed()
    take(page, "photos-twice", 800)
    page.goto("/admin/images/")
    take(page, "photos-library", 800)
    page.goto("/admin/consents/new/")
    take(page, "photos-consent", 1000)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    executable = find_browser()  # may start playwright itself, so before it is started here
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=BROWSER_OPTIONS)
        page = browser.new_page(base_url=site.address, viewport={"width": 1280, "height": 900}, color_scheme="light")
        sign_in(page, site.password)
        make_marketer(page)
        page.context.clear_cookies()
        sign_in(page, PASSWORD, "marketer")
        take_all(page)
        browser.close()


if __name__ == "__main__":
    main()
