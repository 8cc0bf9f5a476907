"""Take the pictures of docs/guide from a site of its own: make guide-pictures

They are parts of the admin's screens as the people with these roles see them, with starter content and invented people.
The photos are drawings of the starter content, mirrored.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.filling import CLINIC, PRICES  # noqa: E402
from tests.browser.install import BROWSER_OPTIONS, find_browser  # noqa: E402
from tests.browser.running import RunningSite, running_site, sign_in  # noqa: E402

DRAWINGS = ROOT / "home" / "starter" / "pictures"
PICTURES = ROOT / "docs" / "guide" / "pictures"
PASSWORD = "only-for-pictures"
MARGIN = 16  # px around a part of a screen
PEOPLE = f"""
from django.contrib.auth.models import Group, User
for name, role in (("erin", "Editors"), ("mara", "Marketers"), ("robin", "Clinical reviewers"), ("olive", "Owners")):
    fields = {{"email": f"{{name}}@clinic.example", "first_name": name.title(), "last_name": "Example"}}
    person = User.objects.create_user(name, password="{PASSWORD}", **fields)
    person.groups.add(Group.objects.get(name=role))
"""
LEFT_TO_DO = """
from home.models import ClinicSettings
from services.models import ServicePage
from tests.builders import make_enquiry
ClinicSettings.objects.update(forbidden_terms=["wonder massage"])
service = ServicePage.objects.get(slug="deep-tissue-massage")
service.summary = "Our wonder massage cures tight muscles."
service.save_revision()
make_enquiry(name="Ada Example", email="ada@visitor.example", preferred_time="Tuesday afternoon")
make_enquiry(1, name="Ben Example", email="ben@visitor.example", telephone="+1 555 0100")
make_enquiry(2, name="Cleo Example", email="cleo@visitor.example", state="answered")
"""
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


def take(page: Page, name: str, *parts: Locator, height: int = 900) -> None:
    """Write the parts of the screen, or all beside the menu, as a picture in few colours so that it stays small."""
    page.set_viewport_size({"width": 1280, "height": height})
    if parts:
        parts[0].evaluate("part => part.scrollIntoView({block: 'center', behavior: 'instant'})")
    page.wait_for_timeout(500)
    screen = page.locator("#main").bounding_box()
    boxes = [part.bounding_box() for part in parts] or [screen]
    left = max(min(box["x"] for box in boxes) - MARGIN, screen["x"])
    top = max(min(box["y"] for box in boxes) - MARGIN, 0)
    right = min(max(box["x"] + box["width"] for box in boxes) + MARGIN, 1280)
    bottom = min(max(box["y"] + box["height"] for box in boxes) + MARGIN, height)
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip)))
    picture.convert("RGB").quantize(128).save(PICTURES / f"{name}.png", optimize=True)
    print(f"docs/guide/pictures/{name}.png")


def open_as(browser: Browser, site: RunningSite, name: str) -> Page:
    """Return a window in which somebody is signed in."""
    page = browser.new_page(base_url=site.address, viewport={"width": 1280, "height": 900}, color_scheme="light")
    sign_in(page, PASSWORD, name)
    return page


def open_editor(page: Page, title: str) -> None:
    page.goto(f"/admin/pages/search/?q={title}")
    page.get_by_role("link", name=title, exact=True).first.click()
    expect(page.locator("#panel-child-content-title-section")).to_be_visible()


def section(page: Page, name: str) -> Locator:
    return page.locator(f"#panel-child-content-{name}-section")


def open_actions(page: Page) -> Locator:
    """Open what stands behind the arrow at the foot of an editor, and return it."""
    page.locator("footer").get_by_role("button", name="More actions").click()
    return page.locator("footer .tippy-box")


def take_editors(editor: Page) -> None:
    """A price is corrected, a condition added and ticked, and the service submitted."""
    open_editor(editor, "Deep tissue massage")
    helps = section(editor, "what_it_helps_with")
    add = helps.get_by_role("button", name="Add condition")
    take(editor, "helps-with", helps.locator("[data-inline-panel-child]").last, add)
    open_editor(editor, "Sciatica")
    take(editor, "ticks", section(editor, "services_that_list_it"))
    open_editor(editor, "Neuromuscular massage")
    editor.get_by_role("spinbutton", name="Price").first.fill("98")
    take(editor, "price", section(editor, "length_and_price"))
    take(editor, "submit", open_actions(editor), editor.locator("footer"))
    editor.get_by_role("button", name="Submit to Clinical approval").click()
    expect(editor.get_by_text("has been submitted for moderation")).to_be_visible()
    editor.goto("/admin/many/grid/")
    take(editor, "grid", height=640)
    editor.goto("/admin/many/prices/")
    take(editor, "prices", height=640)


def take_reviewers(reviewer: Page) -> None:
    """The service is approved."""
    reviewer.goto("/admin/waiting/")
    take(reviewer, "approvals", reviewer.locator("#main .listing").first)
    open_editor(reviewer, "Neuromuscular massage")
    take(reviewer, "approve", open_actions(reviewer), reviewer.locator("footer"))


def take_owners(owner: Page) -> None:
    """Enquiries came in, a page is scheduled, shown to somebody, deleted, and something is left to mend."""
    owner.goto("/admin/enquiries/")
    take(owner, "inbox", owner.locator("#main .listing").first)
    open_editor(owner, "Your first visit")
    number = owner.url.split("/pages/")[1].split("/")[0]
    owner.get_by_role("button", name="Toggle status").click()
    owner.get_by_role("button", name="Set schedule").click()
    take(owner, "schedule", owner.locator("#schedule-publishing-dialog .w-dialog__box"))
    owner.keyboard.press("Escape")
    owner.get_by_role("button", name="Toggle status").click()  # which the next editor would open again
    owner.goto(f"/admin/pages/{number}/preview-links/")
    owner.get_by_role("button", name="Make").click()
    take(owner, "preview-links", height=640)
    open_editor(owner, "Deep tissue massage")
    take(owner, "checks", owner.locator("#page-checks"))
    open_editor(owner, "Accessibility")
    number = owner.url.split("/pages/")[1].split("/")[0]
    owner.goto(f"/admin/pages/{number}/delete/")
    owner.get_by_role("button", name="Yes, delete it").click()
    owner.goto("/admin/reports/deleted-pages/")
    take(owner, "deleted", owner.locator("#main .listing").first)


def take_photos(page: Page) -> None:
    page.goto("/admin/images/multiple/add/")
    take(page, "photos-empty", height=500)
    broken = {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": new_photo("front-door.webp")["buffer"][:9000]}
    page.locator("#sheet-files").set_input_files([*map(new_photo, WORDS), broken])
    expect(page.locator(".sheet-card")).to_have_count(len(WORDS), timeout=60_000)
    take(page, "photos-failed", height=700)
    page.get_by_role("button", name="Leave out: broken.jpg").click()
    for field, words in zip(page.get_by_label("Alt text").all(), WORDS.values(), strict=True):
        field.fill(words)
    page.get_by_label("Alt text").nth(4).focus()
    take(page, "photos-words", height=1000)
    page.get_by_label("Select all").check()
    bar = page.get_by_role("region", name="Selected photos")
    bar.get_by_label("Set", exact=True).select_option("credit")
    bar.get_by_label("Credit").fill("The clinic")
    bar.get_by_role("button", name="Set for 6").click()
    expect(bar.get_by_text("Photos changed: 6.")).to_be_visible()
    bar.get_by_label("Set", exact=True).select_option("shown")
    bar.get_by_label("Who is shown").select_option("nobody")
    page.get_by_role("button", name="Overview").click()
    take(page, "photos-many", height=800)
    bar.get_by_role("button", name="Set for 6").click()
    page.locator("#sheet-files").set_input_files([new_photo("front-door.webp")])
    expect(page.locator(".sheet-card")).to_have_count(len(WORDS) + 1, timeout=60_000)
    page.get_by_role("button", name="All fields").click()
    page.locator(".sheet-card").last.scroll_into_view_if_needed()
    take(page, "photos-twice", height=800)
    page.goto("/admin/images/")
    take(page, "photos-library", height=800)
    page.goto("/admin/consents/new/")
    take(page, "photos-consent", height=1000)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    executable = find_browser()  # may start playwright itself, so before it is started here
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site, sync_playwright() as playwright:
        site.run(CLINIC + PRICES + PEOPLE)
        browser = playwright.chromium.launch(executable_path=executable, args=BROWSER_OPTIONS)
        take_editors(open_as(browser, site, "erin"))
        take_reviewers(open_as(browser, site, "robin"))
        site.run(LEFT_TO_DO)
        take_owners(open_as(browser, site, "olive"))
        take_photos(open_as(browser, site, "mara"))
        browser.close()


if __name__ == "__main__":
    main()
