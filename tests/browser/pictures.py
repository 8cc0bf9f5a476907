"""Take a picture of every kind of page, for people to look at: python tests/browser/pictures.py BASE_URL OUT_DIR

The site at BASE_URL holds the starter pages. Each page is taken whole, at three widths, in light and in dark; the
files are named `OUT_DIR/<page>-<width>-<scheme>.png`. It judges nothing: open the files.
"""

import sys
from pathlib import Path

from install import BROWSER_OPTIONS, find_browser
from playwright.sync_api import Browser, sync_playwright
from public_pages import ADDRESSES

WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")


def take_pictures(browser: Browser, base_url: str, folder: Path, width: int, scheme: str) -> None:
    """Write a picture of every page at one width and in one colour scheme."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    for name, path in ADDRESSES.items():
        page.goto(base_url.rstrip("/") + path)
        # Photos further down load only once they come near.
        page.evaluate("Promise.all([...document.images].map(p => ((p.loading = 'eager'), p.decode())))")
        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
    page.close()


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("Usage: python tests/browser/pictures.py BASE_URL OUT_DIR")
    base_url, folder = sys.argv[1], Path(sys.argv[2])
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
