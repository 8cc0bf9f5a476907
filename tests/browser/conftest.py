"""A real site on a free port, with its worker, and a real browser."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.filling import CLINIC, DRAWN_ERRORS, NO_CLINIC, NO_PAGES, NO_PRICES, PAGES, PRICES
from tests.browser.install import BROWSER_OPTIONS, find_browser
from tests.browser.running import RunningSite, running_site

expect.set_options(timeout=20_000)  # several browsers and sites share the machine


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    with running_site(tmp_path_factory.mktemp("var")) as site:
        yield site


@pytest.fixture(scope="module")
def filled_in(site: RunningSite) -> Iterator[None]:
    """State in the running site what starter content leaves out: name, telephone, booking, hours, minutes, prices.

    Afterwards the site is as it was, for other modules, also without the messages that visitors sent meanwhile.
    """
    site.run(CLINIC + PRICES)
    yield
    site.run(NO_CLINIC + NO_PRICES)


@pytest.fixture(scope="module")
def with_bare_pages(site: RunningSite) -> Iterator[None]:
    """Give the site a clinic that can be reached, and pages that say as little as they may; take both away again."""
    site.run(CLINIC + PAGES)
    yield
    site.run(NO_CLINIC + NO_PAGES)


@pytest.fixture(scope="module")
def error_pages(site: RunningSite) -> dict[str, str]:
    """Return what the site says when it fails, by status."""
    return json.loads(site.run(DRAWN_ERRORS))


# Not for the session: while playwright runs, Django takes other tests of the same process for asynchronous.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = find_browser()
    assert executable, "No browser was found. Run: python tests/browser/install.py"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=BROWSER_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, site: RunningSite) -> Iterator:
    """Return a function that opens a fresh browser window, `width` px wide.

    The test fails if any window asked another host for anything, or broke the content-security policy.
    """
    contexts, complaints = [], []

    def note_request(request) -> None:
        if not request.url.startswith((site.address, "data:", "blob:")):
            complaints.append(f"asked another host: {request.url}")

    def note_console(message) -> None:
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            complaints.append(message.text)

    def note_error(error) -> None:
        # Public pages fade into each other; on the way to the admin, which does not, the browser drops the fade.
        if "ViewTransition" not in str(error):
            complaints.append(str(error))

    def open_page(width: int = 1280, **options) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url=site.address, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", note_request)
        page.on("console", note_console)
        page.on("pageerror", note_error)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints
