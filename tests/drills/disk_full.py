"""Fill a real disk under a real site and see what people are told: python tests/drills/disk_full.py (as root)

The site's folder and its temporary folder lie on two small disks in memory, mounted for this drill. For each way in
which room runs out, this checks what the answer says, that no row is lost, that no part of a file is left, and that the
same thing works once there is room again.
"""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path

import requests
from PIL import Image

from tests.processes import ROOT, environment_on


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def running_site(var: Path, temporary: Path) -> Iterator[requests.Session]:
    """Serve a prepared site from `var`, and yield a browser that is signed in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = environment_on(var, TMPDIR=str(temporary), PORT=port)
    prepared = subprocess.run(
        [sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    password = re.search(r"password +(\S+)", prepared.stdout)[1]
    granian = Path(sys.executable).with_name("granian")
    command = [granian, "--interface", "wsgi", "--port", port, "--no-ws", "--log-level", "critical"]
    server = subprocess.Popen(
        [*command, "clinic.wsgi:application"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        browser = Browser(f"http://127.0.0.1:{port}")
        for _ in range(100):
            try:
                browser.get("/robots.txt")
                break
            except requests.ConnectionError:
                time.sleep(0.3)
        answer = browser.submit("/admin/login/", {"username": "admin", "password": password})
        assert answer.url.endswith("/admin/"), "Signing in failed."
        yield browser
    finally:
        server.terminate()
        server.wait(timeout=20)


class Browser(requests.Session):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.trust_env = False

    def request(self, method: str, url: str, **options) -> requests.Response:
        return super().request(method, url if "//" in url else self.base + url, **options)

    def submit(self, path: str, data: dict, **options) -> requests.Response:
        if "csrftoken" not in self.cookies:
            self.get(path)
        return self.post(path, {**data, "csrfmiddlewaretoken": self.cookies["csrftoken"]}, **options)


def photo(kilobytes: int) -> bytes:
    """Return a PNG of about this many bytes."""
    edge = int((kilobytes * 1024 / 3) ** 0.5)
    out = BytesIO()
    Image.frombytes("RGB", (edge, edge), os.urandom(edge * edge * 3)).save(out, "PNG")
    return out.getvalue()


def upload(browser: Browser, data: bytes) -> requests.Response:
    return browser.submit(
        "/admin/images/multiple/add/",
        {"title": "Photo", "collection": "1"},
        files={"files[]": ("photo.png", data, "image/png")},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )


def make_long_redirect(browser: Browser) -> requests.Response:
    """Save something that needs more room in the database than is left."""
    return browser.submit(
        "/admin/redirects/add/",
        {
            "old_path": f"/{time.time()}",
            "redirect_link": "https://clinic.example/" + "long/" * 40,
            "is_permanent": "on",
        },
    )


def fill(folder: Path, leave_kilobytes: int) -> Path:
    filler = folder / "filler"
    room = os.statvfs(folder)
    with filler.open("wb") as file:
        file.truncate(0)
        os.posix_fallocate(file.fileno(), 0, room.f_bavail * room.f_frsize - leave_kilobytes * 1024)
    return filler


def kept(var: Path) -> tuple[int, int, int, list[str]]:
    """Return the numbers of photos, sizes and redirects, and every stored file."""
    with closing(sqlite3.connect(f"file:{var / 'clinic.sqlite3'}?mode=ro", uri=True)) as database:
        counts = [
            database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("media_clinicimage", "media_clinicrendition", "wagtailredirects_redirect")
        ]
    files = sorted(str(path.relative_to(var)) for path in (var / "media").rglob("*") if path.is_file())
    return *counts, files


def drill(name: str, disk: Path, leave: int, var: Path, act: Callable[[], requests.Response], expected: str) -> None:
    before, filler = kept(var), fill(disk, leave)
    try:
        answer = act()
        assert expected in answer.text, (name, answer.status_code, answer.text[:2000])
        assert answer.status_code in (200, 507), (name, answer.status_code)
        assert kept(var) == before, (name, before, kept(var))
    finally:
        filler.unlink()
    again = act()
    assert again.ok, (name, again.status_code)
    assert expected not in again.text, name
    assert kept(var) != before, name
    print(f"{name}: {answer.status_code}, “{expected} …”; nothing lost, nothing left over, and it works again")


def main() -> None:
    if os.geteuid() != 0:
        sys.exit("This drill mounts small disks, which only root may do. Nothing was tried.")
    with (
        tempfile.TemporaryDirectory(prefix="clinic-drill-") as folder,
        small_disk(Path(folder, "var"), 80) as var,
        small_disk(Path(folder, "temporary"), 8) as temporary,
        running_site(var, temporary) as browser,
    ):
        no_room = "There is no room"
        drill("No room for a photo's file", var, 400, var, lambda: upload(browser, photo(1500)), no_room)
        drill("No room in the temporary folder", temporary, 100, var, lambda: upload(browser, photo(4000)), no_room)
        drill("No room in the database", var, 0, var, lambda: make_long_redirect(browser), no_room)


if __name__ == "__main__":
    main()
