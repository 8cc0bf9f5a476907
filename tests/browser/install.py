"""Make sure that a browser is there for the browser tests: the system's Chromium, or playwright's own."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

# Without these a fresh Chromium asks its maker's servers for updates, and needs a display card and a sandbox.
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_browser() -> str | None:
    """Return the path of a Chromium that can be started, or None."""
    if path := os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser"):
        return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def main() -> None:
    if find_browser():
        return
    installed = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"]).returncode == 0
    if not installed or not find_browser():
        sys.exit(
            "The browser tests need Chromium, and it could not be fetched. Install it with one of:\n"
            "  apt-get install chromium\n"
            f"  {sys.executable} -m playwright install --with-deps chromium\n"
            "or name one that you have: CHROMIUM=/path/to/chromium make test"
        )


if __name__ == "__main__":
    main()
