"""Take a picture of every kind of public page and of every state: python tests/browser/pictures.py DIR [BASE_URL]

Starts a site of its own, filled as for the checkers, or takes those pages of the site at BASE_URL that starter content
has. Each page is taken whole, at three widths, in light and in dark; the files are named
`DIR/<page>-<width>-<scheme>.png`. It judges nothing: open the files.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.filling import CLINIC, DRAWN_ERRORS, PAGES, PRICES
from tests.browser.install import BROWSER_OPTIONS, find_browser
from tests.browser.public_pages import ADDRESSES
from tests.browser.public_states import STATES, show_errors
from tests.browser.running import running_site

WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
AS_IN_THE_WINDOW = ("menu open", "suggestions open", "suggestion chosen", "photo opened over its gallery")

# What readers set for themselves: a name, an address, and the setting.
SETTINGS: list[tuple[str, str, Callable[[Page], object]]] = [
    ("right to left", "/services/neuromuscular-massage/", lambda page: page.evaluate("document.dir = 'rtl'")),
    ("large letters", "/", lambda page: page.evaluate("document.documentElement.style.fontSize = '200%'")),
    ("printed", "/conditions/sciatica/", lambda page: page.emulate_media(media="print")),
    ("forced colours", "/conditions/?area=lower-back", lambda page: page.emulate_media(forced_colors="active")),
]


class Camera:
    """Pictures of one site at one width and in one colour scheme."""

    def __init__(self, browser: Browser, base_url: str, folder: Path, width: int, scheme: str) -> None:
        self.folder, self.width, self.scheme = folder, width, scheme
        self.context = browser.new_context(
            base_url=base_url,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",
        )

    def take(self, name: str, show: Callable[[Page], object]) -> None:
        page = self.context.new_page()
        show(page)
        # Photos further down load only once they come near.
        page.evaluate("Promise.all([...document.images].map(p => ((p.loading = 'eager'), p.decode())))")
        path = self.folder / f"{name.replace(' ', '-')}-{self.width}-{self.scheme}.png"
        page.screenshot(path=path, full_page=name not in AS_IN_THE_WINDOW)
        page.close()

    def take_pages(self) -> None:
        for name, address in ADDRESSES.items():
            self.take(name, lambda page, address=address: page.goto(address))
        for name, address, setting in SETTINGS:
            self.take(name, lambda page, address=address, setting=setting: (page.goto(address), setting(page)))

    def take_states(self, error_pages: dict[str, str]) -> None:
        for name, state in STATES.items():
            if name == "menu open" and self.width >= 992:
                continue  # it stands open there
            self.take(name, lambda page, state=state: (show_errors(page, error_pages), state.open(page)))


def take_all(base_url: str, folder: Path, error_pages: dict[str, str] | None = None) -> None:
    """Take all pages at `base_url`, and with `error_pages` also the states, which need a site that was filled."""
    executable = find_browser()  # may start playwright itself, so before it is started here
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=BROWSER_OPTIONS)
        for width in WIDTHS:
            for scheme in SCHEMES:
                camera = Camera(browser, base_url, folder, width, scheme)
                camera.take_pages()
                if error_pages:
                    camera.take_states(error_pages)
                camera.context.close()
        browser.close()


def main() -> None:
    if len(sys.argv) not in (2, 3):
        sys.exit("Usage: python tests/browser/pictures.py DIR [BASE_URL]")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) == 3:
        take_all(sys.argv[2].rstrip("/"), folder)
        return
    with tempfile.TemporaryDirectory() as var_dir, running_site(Path(var_dir)) as site:
        site.run(CLINIC + PRICES + PAGES)
        take_all(site.address, folder, json.loads(site.run(DRAWN_ERRORS)))


if __name__ == "__main__":
    main()
