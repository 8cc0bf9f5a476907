"""A real site on a free port, with its worker, and a real browser."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.install import BROWSER_OPTIONS, find_browser

ROOT = Path(__file__).parents[2]


@dataclass
class RunningSite:
    address: str
    password: str
    var_dir: Path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Start what `make run` starts, on an empty folder, and end it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "PORT": str(port),
        "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "clinic.settings.local",
    }
    prepared = subprocess.run(
        [sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert prepared.returncode == 0, prepared.stderr
    password = next(line.split()[1] for line in prepared.stdout.splitlines() if line.startswith("  password"))
    honcho = [Path(sys.executable).with_name("honcho"), "start"]
    server = subprocess.Popen(honcho, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield RunningSite(address, password, Path(environment["VAR_DIR"]))
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen) -> None:
    for _ in range(300):
        assert server.poll() is None, "The site stopped while it was starting."
        try:
            urllib.request.urlopen(f"{address}/robots.txt")  # noqa: S310
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("The site did not start within a minute.")


# Not for the session: while playwright runs, Django takes other tests of the same process for asynchronous.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = find_browser()
    assert executable, "No browser was found. Run: python tests/browser/install.py"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=BROWSER_OPTIONS)
        yield browser
        browser.close()


def sign_in(page: Page, password: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Bring in an old page")).to_be_visible()


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
