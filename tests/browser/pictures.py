"""Take a picture of every kind of page and state: python tests/browser/pictures.py BASE_URL DIR

The site at BASE_URL holds the starter pages. Each page is taken whole, at three widths, in light and in dark; the
files are named `DIR/<page>-<width>-<scheme>.png`. It judges nothing: open the files.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from install import BROWSER_OPTIONS, find_browser
from playwright.sync_api import Browser, Page, sync_playwright
from public_pages import ADDRESSES

# Name, address, and what a visitor does there.
STATES: list[tuple[str, str, Callable[[Page], object]]] = [
    ("menu", "/", lambda page: page.locator(".menu-open").click(force=True)),
    ("suggestions", "/search/", lambda page: page.get_by_role("combobox").press_sequentially("sciat", delay=50)),
    ("question", "/services/neuromuscular-massage/", lambda page: page.locator("summary").first.click()),
    ("contact-refused", "/contact/", lambda page: page.get_by_role("button", name="Send").click()),
    ("lightbox", "/gallery/the-treatment-room/", lambda page: page.locator("[data-photo]").first.click()),
    ("right-to-left", "/services/neuromuscular-massage/", lambda page: page.evaluate("document.dir = 'rtl'")),
    ("large-letters", "/", lambda page: page.evaluate("document.documentElement.style.fontSize = '200%'")),
    ("print", "/conditions/sciatica/", lambda page: page.emulate_media(media="print")),
    ("forced-colours", "/conditions/?area=lower-back", lambda page: page.emulate_media(forced_colors="active")),
]
WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")


def take_pictures(browser: Browser, base_url: str, folder: Path, width: int, scheme: str) -> None:
    """Write a picture of every page at one width and in one colour scheme."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    for name, path in ADDRESSES.items():
        page.goto(base_url + path)
        # Photos further down load only once they come near.
        page.evaluate("Promise.all([...document.images].map(p => ((p.loading = 'eager'), p.decode())))")
        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
    for name, path, act in STATES:
        if name == "menu" and width >= 992:
            continue  # the menu stands open there
        page.goto(base_url + path)
        act(page)
        page.wait_for_load_state("networkidle")
        in_window = name in ("menu", "suggestions", "lightbox")
        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=not in_window)
        page.emulate_media(media="screen", forced_colors="none")
    page.close()


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("Usage: python tests/browser/pictures.py BASE_URL DIR")
    base_url, folder = sys.argv[1].rstrip("/"), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    executable = find_browser()  # may start playwright itself, so before it is started here
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=BROWSER_OPTIONS)
        for width in WIDTHS:
            for scheme in SCHEMES:
                take_pictures(browser, base_url, folder, width, scheme)
        browser.close()


if __name__ == "__main__":
    main()
