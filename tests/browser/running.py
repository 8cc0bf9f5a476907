"""Starts the site as `make run` does, on an empty folder and a free port, for tests and pictures."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.processes import ROOT, environment_on


@dataclass
class RunningSite:
    address: str
    password: str
    var_dir: Path

    def run(self, code: str) -> str:
        """Run Python in the site's own surroundings, as `manage.py shell` does, and return what it prints."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=environment_on(self.var_dir), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def running_site(var_dir: Path, **settings: str) -> Iterator[RunningSite]:
    """Start what `make run` starts, keeping everything in the empty folder `var_dir`, and end it afterwards.

    `settings` are further variables of its surroundings.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = environment_on(var_dir, PORT=str(port), **settings)
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
        yield RunningSite(address, password, var_dir)
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


def sign_in(page: Page, password: str, name: str = "admin") -> None:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Approvals")).to_be_visible()  # which every role has
