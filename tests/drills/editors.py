"""Let eight people save pages at once while visitors read: python tests/drills/editors.py [seconds]

The site runs as `make run` starts it, on SQLite, with its worker and its clock. Each editor opens a page of their own,
or one that they all work on, lets the editor save by itself some times, and then saves or publishes. Afterwards every
save that was answered as saved must be there, whole and in order.
"""

import json
import sqlite3
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import requests
from bs4 import BeautifulSoup

from tests.browser.running import RunningSite, running_site
from tests.drills.disk_full import Browser, photo, upload

EDITORS, READERS = 8, 3
PASSWORD = "only-for-this-drill-9"
SHARED = "Shared page"
PUBLIC = ["/", "/services/", "/conditions/", "/shared-page/"]


@dataclass
class Save:
    """A save that was answered as saved; `revision` is known of those the editor makes by itself."""

    kind: str
    page: str
    text: str
    started: float
    ended: float
    revision: int | None = None


@dataclass
class Record:
    saves: list[Save] = field(default_factory=list)
    refused: int = 0  # told that somebody else had saved meanwhile
    reads: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    photos: int = 0


def fields(html: str) -> dict[str, str]:
    """Return what the page editor would send back unchanged; scripts draw the text, which is sent empty."""
    sent = {}
    form = BeautifulSoup(html, "html.parser").find(id="page-edit-form")
    for tag in form.find_all(["input", "textarea", "select"]):
        kind, name = tag.get("type"), tag.get("name")
        if not name or kind in ("submit", "file") or (kind == "checkbox" and not tag.has_attr("checked")):
            continue
        chosen = tag.find("option", selected=True) if tag.name == "select" else None
        sent[name] = (chosen or tag).get("value", "") if tag.name != "textarea" else tag.text.removeprefix("\n")
    return sent | {"body-count": "0"}


def signed_in(site: RunningSite, name: str, password: str) -> Browser:
    browser = Browser(site.address)
    answer = browser.submit("/admin/login/", {"username": name, "password": password})
    assert answer.url.endswith("/admin/"), f"{name} could not sign in."
    return browser


def make_editor(admin: Browser, name: str) -> None:
    account = {"username": name, "email": f"{name}@clinic.example", "first_name": name, "last_name": "Drill"}
    secret = {"password1": PASSWORD, "password2": PASSWORD, "is_superuser": "on"}
    answer = admin.submit("/admin/users/new/", account | secret)
    assert "/admin/users/new/" not in answer.url, answer.text[:3000]


def make_page(admin: Browser, database: Path, title: str) -> int:
    (home,) = rows(database, "SELECT page_ptr_id FROM home_homepage")[0]
    address = f"/admin/pages/add/home/plainpage/{home}/"
    slug = title.lower().replace(" ", "-")
    data = fields(admin.get(address).text) | {"title": title, "slug": slug, "action-publish": "action-publish"}
    admin.submit(address, data)
    ((number,),) = rows(database, "SELECT id FROM wagtailcore_page WHERE slug = ? AND live", slug)
    return number


def rows(database: Path, query: str, *values) -> list[tuple]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)) as opened:
        return opened.execute(query, values).fetchall()


def edit(browser: Browser, name: str, pages: dict[str, int], record: Record, until: float) -> None:
    """Open, save and publish pages until the time is over, every third time the one that all work on."""
    count = 0
    while time.time() < until:
        count += 1
        title = SHARED if count % 3 == 0 else f"Page of {name}"
        address = f"/admin/pages/{pages[title]}/edit/"
        opened = browser.get(address)
        if not opened.ok:
            record.failures.append(f"opening: {opened.status_code}")
            continue
        data = fields(opened.text)
        for step in range(4):
            kind = "autosave" if step < 3 else ("publish" if count % 2 else "save draft")
            text = f"{name} {count}.{step} " + ("words that fill the field " * 60).strip()
            data["search_description"] = text
            sent = data | ({"action-publish": "action-publish"} if kind == "publish" else {})
            headers = {"Accept": "application/json"} if kind == "autosave" else {}
            started = time.time()
            answer = browser.submit(address, sent, headers=headers)
            save = Save(kind, title, text, started, time.time())
            if kind == "autosave" and answer.status_code == 400 and answer.json()["error_code"] == "invalid_revision":
                record.refused += 1
                break  # the editor asks to reload
            if not answer.ok or (kind != "autosave" and 'class="success"' not in answer.text):
                record.failures.append(f"{kind}: {answer.status_code} {answer.text[-1500:]}")
                break
            if kind == "autosave":
                save.revision = answer.json()["revision_id"]
                data["overwrite_revision_id"] = str(save.revision)
            record.saves.append(save)


def read(address: str, record: Record, until: float) -> None:
    with requests.Session() as visitor:
        visitor.trust_env = False
        while time.time() < until:
            for path in PUBLIC:
                started = time.time()
                answer = visitor.get(address + path)
                record.reads.append(time.time() - started)
                if answer.status_code != 200:
                    record.failures.append(f"reading {path}: {answer.status_code}")


def give_the_worker_photos(admin: Browser, record: Record, until: float) -> None:
    while time.time() < until:
        answer = upload(admin, photo(300))
        record.photos += 1
        if not answer.ok or not answer.json()["success"]:
            record.failures.append(f"uploading: {answer.status_code} {answer.text[:500]}")
        time.sleep(3)


def lost_saves(database: Path, pages: dict[str, int], saves: list[Save]) -> list[str]:
    """Return what of the saves is not in the database as it was answered."""
    lost = []
    for title, number in pages.items():
        kept = rows(
            database,
            "SELECT id, content FROM wagtailcore_revision WHERE object_id = ? ORDER BY created_at, id",
            str(number),
        )
        texts = {revision: json.loads(content)["search_description"] for revision, content in kept}
        place = {text: position for position, text in enumerate(texts.values())}
        mine = sorted((save for save in saves if save.page == title), key=lambda save: save.ended)
        # The editor saves by itself into the same version again and again, and a person's save ends that version.
        last_into = {save.text.split(".")[0]: save for save in mine}
        standing = [save for save in mine if last_into[save.text.split(".")[0]] is save]
        lost += [f"{title}: {save.kind} “{save.text[:20]}” is gone" for save in standing if save.text not in place]
        standing = [save for save in standing if save.text in place]
        for earlier in standing:
            for later in standing:
                if earlier.ended < later.started and place[earlier.text] > place[later.text]:
                    lost.append(f"{title}: “{later.text[:20]}” came after “{earlier.text[:20]}” and stands before it")
        live, text, latest, draft = rows(
            database,
            "SELECT live, search_description, latest_revision_id, has_unpublished_changes "
            "FROM wagtailcore_page WHERE id = ?",
            number,
        )[0]
        published = [save for save in mine if save.kind == "publish"]
        newest = {s.text for s in published if not any(s.ended < other.started for other in published)}
        if not live or (published and text not in newest):
            lost.append(f"{title}: what was published last is not live")
        if kept and latest != kept[-1][0]:
            lost.append(f"{title}: the newest version is not the one that the editor opens")
        if not draft and text != texts[latest]:
            lost.append(f"{title}: it says that nothing waits to be published, and something does")
    return lost


def drill(site: RunningSite, seconds: float, uploads: bool = True) -> tuple[Record, list[str]]:
    """Have everybody work on the site for a time, and return what happened and which saves were lost."""
    database = site.var_dir / "clinic.sqlite3"
    admin = signed_in(site, "admin", site.password)
    names = [f"editor{number}" for number in range(EDITORS)]
    for name in names:
        make_editor(admin, name)
    pages = {title: make_page(admin, database, title) for title in [SHARED, *(f"Page of {name}" for name in names)]}
    browsers = {name: signed_in(site, name, PASSWORD) for name in names}
    record, until = Record(), time.time() + seconds
    work = [
        *(lambda name=name: edit(browsers[name], name, pages, record, until) for name in names),
        *[lambda: read(site.address, record, until)] * READERS,
        *[lambda: give_the_worker_photos(admin, record, until)] * uploads,
    ]

    def guarded(what) -> None:
        try:
            what()
        except Exception as error:
            record.failures.append(repr(error))

    threads = [threading.Thread(target=guarded, args=[what]) for what in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return record, lost_saves(database, pages, record.saves)


def report(record: Record, lost: list[str]) -> str:
    times = defaultdict(list)
    for save in record.saves:
        times[save.kind].append(save.ended - save.started)
    times["all saves"] = [save.ended - save.started for save in record.saves]
    times["reads"] = record.reads
    lines = [f"{'':12}{'number':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}"]
    for kind, taken in times.items():
        taken.sort()
        marks = [
            taken[min(int(len(taken) * share), len(taken) - 1)] * 1000 if taken else 0 for share in (0.5, 0.95, 0.99)
        ]
        lines.append(f"{kind:12}{len(taken):8}" + "".join(f"{mark:9.0f}" for mark in marks))
    lines.append(f"{record.photos} photos for the worker; {record.refused} told that somebody else had saved")
    lines.append(f"{len(record.failures)} failures, {len(lost)} lost")
    return "\n".join([*lines, *record.failures[:10], *lost[:10]])


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    with (
        tempfile.TemporaryDirectory(prefix="clinic-drill-") as folder,
        running_site(Path(folder)) as site,
    ):
        record, lost = drill(site, seconds)
    print(report(record, lost))
    if record.failures or lost or not record.saves:
        sys.exit(1)


if __name__ == "__main__":
    main()
