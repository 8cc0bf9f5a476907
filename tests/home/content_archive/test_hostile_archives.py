"""An archive may be made up: what comes of it is a sentence and nothing else."""

import json
import struct
import time
import tracemalloc
import zipfile
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, Site

from home.content_archive.format import MAX_TEXT, ArchiveProblem
from home.content_archive.rich_text import cleaned
from home.models import ClinicSettings, PlainPage
from media.models import ClinicImage
from tests.builders import (
    make_condition,
    make_consent,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
    stored_files,
)
from tests.home.content_archive.sites import (
    PDF,
    brought_in,
    changed,
    empty_the_site,
    exported,
    files_of,
    record,
    zipped,
)
from tests.media.test_hostile_files import HOSTILE

HEAD = b'{"format": "clinic content", "version": 1}'


def bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.json", HEAD)
        archive.writestr("pages/home.json", b" " * (200 * 1024 * 1024))
    return out.getvalue()


def many_names() -> bytes:
    names = zipped({"content.json": HEAD})
    end = names.rindex(b"PK\5\6")
    return names[: end + 8] + struct.pack("<HH", 65_000, 65_000) + names[end + 12 :]


UNREADABLE = {
    "nothing": b"",
    "no zip": b"PK\3\4 but no zip",
    "another zip": zipped({"photos.json": b"{}"}),
    "no JSON": zipped({"content.json": b"{"}),
    "a list": zipped({"content.json": b"[]"}),
    "another format": zipped({"content.json": b'{"format": "photos", "version": 1}'}),
    "a later version": zipped({"content.json": b'{"format": "clinic content", "version": 2}'}),
    "too many names": many_names(),
    "deep JSON": zipped({"content.json": HEAD, "pages/a.json": b"[" * 100_000}),
    "a number that is none": zipped({"content.json": HEAD, "pages/a.json": b'{"place": NaN}'}),
    "a page that is a list": zipped({"content.json": HEAD, "pages/a.json": b"[]"}),
    "a page without anything": zipped({"content.json": HEAD, "pages/a.json": b"{}"}),
    "redirects that are none": zipped({"content.json": HEAD, "redirects.json": b'{"a": 1}'}),
    "not UTF-8": zipped({"content.json": HEAD, "redirects.json": b'["\xff"]'}),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_says_why_it_takes_nothing(db, kind):
    with pytest.raises(ArchiveProblem, match=r"[A-Z].*\."):
        brought_in(UNREADABLE[kind])


def test_unpacks_no_more_than_it_takes(db):
    archive = bomb()
    tracemalloc.start()
    with pytest.raises(ArchiveProblem, match=r"pages/home\.json: This file is larger than 4 MB"):
        brought_in(archive)
    assert tracemalloc.get_traced_memory()[1] < 4 * MAX_TEXT
    tracemalloc.stop()


@pytest.fixture
def small(home) -> bytes:
    """Return the archive of a small site, which is here as well."""
    photo = make_image(size=(90, 60))
    make_service(home, "Deep tissue", conditions=[make_condition(home, "Sciatica")], photos=[photo], minutes=(30,))
    gallery = make_gallery(home, "Rooms", photos=[photo])
    make_plain_page(
        home, "Prices", body=[("text", "<p>Ask us</p>"), ("photo", photo), ("gallery", {"gallery": gallery, "most": 2})]
    )
    clinic = ClinicSettings.for_site(Site.objects.get())
    hours = [{"day": "0", "opens": "09:00", "closes": "17:30"}]
    clinic.places = [("place", {"street": "Elm Street 1", "locality": "Town", "hours": hours})]
    clinic.name, clinic.share_image = "Elm Street Massage", photo
    clinic.save()
    page = PlainPage.objects.get()
    Redirect.add_redirect("/old", page)
    Redirect.add_redirect("/map", "https://example.com/", site=Site.objects.get())
    SearchPromotion.objects.create(query=Query.get("cost"), page=page, description="What it costs")
    return exported()


WRONG: list[Any] = [
    None,
    True,
    -1,
    10**30,
    1.5,
    "x",
    "x" * 70_000,
    "\0",
    "\ud800",
    [],
    [[]],
    [{}],
    [None],
    {},
    {"a": {}},
]


def places(data: Any, trail: tuple = ()) -> list[tuple]:
    """Return the way to each value within JSON data."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place for key, value in items for place in [(*trail, key), *places(value, (*trail, key))]]


def put(data: Any, place: tuple, value: Any) -> None:
    for key in place[:-1]:
        data = data[key]
    data[place[-1]] = value


NAMES = [
    "pages/front-door/services/deep-tissue.json",
    "pages/front-door/prices.json",
    "pages/front-door/gallery/rooms.json",
    "settings/home.ClinicSettings.json",
    "collections.json",
    "sites.json",
    "lists/services.BodyArea.json",
    "redirects.json",
    "search_promotions.json",
    "photos",
]


@pytest.mark.parametrize("name", NAMES)
def test_every_value_may_be_wrong(small, name, client: Client):
    if name == "photos":
        name = f"photos/{ClinicImage.objects.get().uuid}.json"
    Site.objects.update(hostname="testserver", port=80)
    data = record(small, name)
    refused = 0
    for number, place in enumerate(places(data)):
        wrong = json.loads(json.dumps(data))
        put(wrong, place, WRONG[number % len(WRONG)])
        try:
            brought_in(changed(small, name, lambda _, wrong=wrong: wrong), dry_run=number % 3 > 0)
        except ArchiveProblem as problem:
            refused += 1
            assert str(problem)
        if number % 3 == 0:
            for address in ("/", "/prices/", "/services/deep-tissue/", "/gallery/rooms/", "/search/?q=cost", "/old/"):
                assert client.get(address).status_code < 500, place
    assert refused


def test_what_comes_in_as_a_draft_can_be_edited(small, staff_client: Client):
    page = PlainPage.objects.get()
    page.unpublish()
    name = "pages/front-door/prices.json"
    data = record(exported(), name)
    came_in = 0
    for number, place in enumerate(place for place in places(data) if place[0] == "draft"):
        wrong = json.loads(json.dumps(data))
        put(wrong, place, WRONG[number % len(WRONG)])
        with suppress(ArchiveProblem):
            brought_in(changed(small, name, lambda _, wrong=wrong: wrong))
            came_in += 1
            for view in ("edit", "view_draft"):
                assert staff_client.get(reverse(f"wagtailadmin_pages:{view}", args=[page.pk])).status_code == 200, place
    assert came_in


@pytest.mark.parametrize("text", ["<b x='1'>", "<a ", "<!--", "<script>", "<a b='", "</", "&#", "<![CDATA["])
def test_no_text_stalls(text):
    before = time.process_time()
    cleaned(text * 50_000)
    assert time.process_time() - before < 5


def test_a_failure_at_the_end_takes_everything_back(small):
    empty_the_site()
    titles, files = list(Page.objects.values_list("title", flat=True)), stored_files()
    archive = zipped(files_of(small) | {"search_promotions.json": b'[{"words": "cost", "promotions": 1}]'})
    with pytest.raises(ArchiveProblem, match="A search promotion in the archive is not as it should be"):
        brought_in(archive)
    assert list(Page.objects.values_list("title", flat=True)) == titles
    assert not ClinicImage.objects.exists()
    assert stored_files() == files


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_files_go_through_the_intake_of_photos(home, name):
    photo = make_image()
    archive = exported()
    photo.delete()
    outcome = brought_in(zipped(files_of(archive) | {f"photos/{photo.uuid}.jpg": HOSTILE[name]}))
    assert len(outcome.left) == 1 - ClinicImage.objects.count()


def test_an_empty_site_needs_a_home_page(db):
    empty_the_site()
    with pytest.raises(ArchiveProblem, match="needs an archive with a home page"):
        brought_in(zipped({"content.json": HEAD}))
    assert Site.objects.get().root_page.title == "Welcome"


def test_no_photo_is_tied_to_a_consent_unasked(home):
    photo = make_image(shown=ClinicImage.Shown.CLIENT)
    consent = make_consent()
    name = f"photos/{photo.uuid}.json"
    brought_in(changed(exported(), name, lambda data: data.update(consents=[consent.reference])))
    assert not photo.consents.exists()


def test_only_pdfs_come_in_as_documents(home):
    data = {"id": "a" * 40, "file": "documents/a.pdf", "title": "Form", "filename": "../../form.html", "tags": []}
    for content, filename in ((b"<script>", "form.pdf"), (PDF, "../../form.html")):
        files = files_of(exported()) | {
            "documents/a.pdf": content,
            "documents/a.json": json.dumps(data | {"filename": filename}).encode(),
        }
        assert brought_in(zipped(files)).left == ["“Form” stayed out: Only PDF files come in."]


def test_names_lead_nowhere(home, tmp_path):
    photo = make_image()
    files = files_of(exported())
    photo.delete()
    data = json.loads(files.pop(f"photos/{photo.uuid}.json"))
    for name in ("../../../etc/passwd", "/etc/passwd", "content.json"):
        outcome = brought_in(zipped(files | {"photos/../../x.json": json.dumps(data | {"file": name}).encode()}))
        assert len(outcome.left) == 1
    assert not ClinicImage.objects.exists()


def test_pages_in_a_circle_are_refused(home):
    page = make_plain_page(home, "Prices")
    below = make_plain_page(page, "Vouchers")
    archive = changed(
        exported(), "pages/front-door/prices.json", lambda data: data.update(parent=str(below.translation_key))
    )
    with pytest.raises(ArchiveProblem, match="in a circle"):
        brought_in(archive)


@pytest.mark.parametrize(
    "kind", ["auth.User", "wagtailcore.Page", "media.ClinicImage", "home.NoPage", "x", "services.ServicePage"]
)
def test_only_pages_come_in_where_pages_may_be(home, kind):
    archive = exported()
    page = {"id": "11111111-1111-4111-8111-111111111111", "kind": kind, "parent": str(home.translation_key), "place": 0}
    page |= {"privacy": [], "live": {"title": "X", "slug": "x"}, "scheduled": None, "draft": None}
    outcome = brought_in(zipped(files_of(archive) | {"pages/x.json": json.dumps(page).encode()}))
    assert "“X” was left out" in outcome.left[0]
    assert not outcome


CLEAN = [
    "",
    "Words & more",
    '<p data-block-key="a1">A <b>b</b> <i>c</i><br/>d</p><ul><li>e</li></ul><hr/>',
    '<p><a linktype="page" id="3">x</a> <a href="https://example.com/?a=1&amp;b=2">y</a></p>',
    '<p><a href="mailto:a@example.com">a</a> <a href="/prices/#top">b</a></p>',
    '<embed embedtype="image" id="3" alt="A &quot;room&quot;" format="left"/>',
]


@pytest.mark.parametrize("html", CLEAN)
def test_what_editors_write_stays_byte_by_byte(html):
    assert cleaned(html) == html


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
        ('<p onclick="alert(1)">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="java&#10;script:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="&#106;avascript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="\tjavascript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
        ("<a href='https://example.com'>a</a>", '<a href="https://example.com">a</a>'),
        ("<p>a<iframe src=x></iframe></p>", "<p>a</p>"),
        ("<P>a</P>", "<p>a</p>"),
        ("<div><p>a</p></div>", "<p>a</p>"),
        ('<embed embedtype="media" url="https://example.com/v"/>', "<embed/>"),
        ("<p>a<!-- b --></p>", "<p>a</p>"),
        ("<svg><script>alert(1)</script></svg><p>a</p>", "<p>a</p>"),
        ("<p>1 < 2</p>", "<p>1 &lt; 2</p>"),
    ],
)
def test_nothing_else_comes_through(html, kept):
    assert cleaned(html) == kept
    assert cleaned(kept) == kept


@pytest.mark.parametrize(
    "html",
    [
        "<scr<script>ipt>alert(1)</script>",
        "<p<script>alert(1)//",
        "<<b>img src=x onerror=alert(1)>",
        '<b title="<script>alert(1)</script>">a</b>',
        '<p data-block-key="a"onclick="alert(1)">a</p>',
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<textarea><img src=x onerror=alert(1)>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<a href='java\0script:alert(1)'>a</a>",
        "</p><img/src=x/onerror=alert(1)>",
    ],
)
def test_no_script_survives_however_it_is_hidden(html):
    safe = cleaned(html)
    assert "<script" not in safe.lower()
    assert "<img" not in safe.lower()
    assert "onclick=" not in safe
    assert "javascript:" not in safe
    assert cleaned(safe) == safe


def test_no_script_of_an_archive_reaches_a_visitor(home, client: Client):
    page = make_plain_page(home, "Prices", body=[("text", "<p>Ask</p>")])

    def spoil(data: Any) -> None:
        data["live"]["body"][0]["value"] = '<p>Ask</p><script>alert(1)</script><a href="javascript:alert(1)">x</a>'
        data["live"]["title"] = "<script>alert(1)</script>"

    brought_in(changed(exported(), "pages/front-door/prices.json", spoil))
    assert PlainPage.objects.get(pk=page.pk).title == "<script>alert(1)</script>"
    Site.objects.update(hostname="testserver", port=80)
    html = client.get("/prices/").content.decode()
    assert "<script>alert" not in html
    assert "javascript:" not in html
