"""What is found at an address."""

import typing

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction, Site, get_page_models

from home.api.pages import PAGE_WRITERS
from home.api.schemas import FoundAtPath, PageType
from home.models import HomePhoto, PlainPage
from media.api.writing import ILLUSTRATED
from media.models import ClinicImage, ClinicRendition
from tests.api.content import make_content
from tests.builders import (
    add_page,
    make_condition,
    make_consent,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
    make_technique,
)


@pytest.fixture
def status_of(client):
    return lambda path: client.get("/api/v1/page/", {"path": path}).status_code


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="secret")


def test_every_page_type_can_be_answered():
    kinds = {kind.__name__ for kind in PAGE_WRITERS}
    assert kinds == {model.__name__ for model in get_page_models()} - {"Page"}
    assert kinds == set(typing.get_args(PageType))
    (union, _discriminator) = typing.get_args(FoundAtPath.__value__)
    assert kinds | {"GalleryPhotoPage", "Redirect"} == {kind.__name__ for kind in typing.get_args(union)}


def test_every_block_of_every_page_can_be_answered():
    fields = [field for kind in PAGE_WRITERS for field in kind._meta.get_fields() if isinstance(field, StreamField)]
    blocks = {name for field in fields for name in field.stream_block.child_blocks}
    assert blocks == {*ILLUSTRATED, "step", "caution", "question"}


def test_slashes_at_the_ends_make_no_difference(home, fetch):
    page = make_plain_page(home, "About us")
    for path in ("about-us", "/about-us", "/about-us/", "//about-us//", "/about-us/?utm=1"):
        assert fetch("page/", path=path)["id"] == page.pk


def test_a_page_that_not_everyone_may_read_is_like_one_that_does_not_exist(home, status_of):
    draft = make_plain_page(home, live=False)
    private = make_plain_page(home)
    below = make_plain_page(private)
    restrict(private)
    for path in (f"/{draft.slug}/", private.url, below.url, "/nothing/", f"{home.url}contact/sent/", "/\0/"):
        assert status_of(path) == 404, path


def test_the_thanks_after_a_form_are_no_content(home, status_of):
    contact = make_content(home).addresses["ContactPage"]
    assert status_of(contact) == 200
    assert status_of(f"{contact}sent/") == 404
    assert status_of(f"{contact}send/") == 404


def test_a_page_points_to_nothing_that_is_not_public(home, fetch):
    hidden = [
        make_condition(home, "Hidden condition"),
        make_technique(home, "Hidden technique"),
        make_service(home, "Hidden service"),
    ]
    service = make_service(home, conditions=hidden[:1], techniques=hidden[1:2], related=hidden[2:])
    link = f'<p><a linktype="page" id="{hidden[0].pk}">words</a></p>'
    plain = make_plain_page(home, body=[("text", link)])
    assert "Hidden" in str(fetch("page/", path=service.url))
    assert f'<a href="{hidden[0].url}">words</a>' in fetch("page/", path=plain.url)["body"][0]["value"]
    hidden[0].unpublish()
    restrict(hidden[1])
    restrict(hidden[2])
    answer = fetch("page/", path=service.url)
    assert (answer["conditions"], answer["techniques"], answer["related"]) == ([], [], [])
    assert fetch("page/", path=plain.url)["body"][0]["value"] == "<p>words</p>"
    for listing in ("pages/", "conditions/", "techniques/", "services/", "sitemap/"):
        assert "hidden" not in str(fetch(listing)).lower(), listing


def test_a_photo_is_shown_only_while_its_consent_holds(home, fetch):
    consent = make_consent()
    photo = make_image(shown=ClinicImage.Shown.CLIENT, consents=[consent], description="Somebody on the table")
    service = make_service(home, photos=(photo,))
    gallery = make_gallery(home, photos=(photo,))
    plain = make_plain_page(home, body=[("photo", photo)])
    home.photos.set([HomePhoto.showing(photo)])
    home.gallery = gallery
    home.save_revision().publish()
    paths = ("/", service.url, gallery.url, plain.url, "/services/", "/gallery/")
    for path in paths:
        assert "Somebody" in str(fetch("page/", path=path)), path
    consent.delete()
    for path in paths:
        assert "Somebody" not in str(fetch("page/", path=path)), path
    for listing in ("services/", "galleries/"):
        assert "Somebody" not in str(fetch(listing))


def test_a_photo_comes_with_every_size_that_is_ready_and_its_focal_point(home, fetch, client):
    content = make_content(home)
    cover = fetch("page/", path=content.addresses["ServicePage"])["cover"]
    assert {source["type"] for source in cover["sources"]} == {"image/avif", "image/webp", "image/jpeg"}
    assert {source["crop"] for source in cover["sources"]} == {"whole", "card", "share"}
    assert cover["focal_point"] == {"x": 0.25, "y": 0.25}
    assert cover["dominant_colour"].startswith("#")
    assert (cover["width"], cover["height"]) == (900, 600)
    keys = [(source["type"], source["crop"], source["width"]) for source in cover["sources"]]
    assert len(set(keys)) == len(keys)
    for source in cover["sources"]:
        response = client.get(source["url"].removeprefix("http://testserver"))
        assert response.status_code == 200, source
        assert response["Content-Type"] == source["type"]
        response.close()


def test_a_photo_without_ready_sizes_still_has_its_place(home, fetch):
    photo = make_image(ready=False)
    ClinicRendition.objects.all().delete()
    cover = fetch("page/", path=make_service(home, photos=(photo,)).url)["cover"]
    assert cover["sources"] == []
    assert (cover["width"], cover["height"]) == (90, 60)
    assert cover["dominant_colour"].startswith("#")


def test_rich_text_is_clean_and_links_as_asked(home, fetch):
    target = make_plain_page(home, "Prices")
    text = (
        f'<p data-block-key="x" class="y" onclick="z()">A <a linktype="page" id="{target.pk}">page</a>, '
        '<a href="javascript:alert(1)">bad</a>, <a href="/prices/">own</a>, <a href="//other.example/">other</a>, '
        '<a href="mailto:desk@clinic.example">mail</a> &amp; <b>more</b></p><script>evil()</script><h2>Head</h2>'
        '<a linktype="page" id="999999">gone</a><a linktype="page" id="x">odd</a><embed embedtype="image" id="1"/>'
    )
    page = add_page(home, PlainPage(title="Odd", body=[("text", text)]), checked=False)
    value = fetch("page/", path=page.url)["body"][0]["value"]
    assert value == (
        '<p>A <a href="/prices/">page</a>, bad, <a href="/prices/">own</a>, <a href="//other.example/">other</a>, '
        '<a href="mailto:desk@clinic.example">mail</a> &amp; <b>more</b></p>Headgoneodd'
    )
    absolute = fetch("page/", path=page.url, links="absolute")["body"][0]["value"]
    assert absolute.count('href="http://testserver/prices/"') == 2


def test_a_document_is_linked_where_this_site_has_it(home, fetch, client):
    content = make_content(home)
    text = fetch("page/", path=content.addresses["TechniquePage"])["body"][1]["value"]
    address = f"http://testserver{content.document.url}"
    assert f'href="{address}"' in text
    assert client.get(content.document.url).status_code == 200


def test_an_old_address_leads_on(home, fetch, status_of):
    service = make_service(home, "Medical massage", other_names=["Clinical massage"])
    expected = {"type": "Redirect", "to": service.url, "permanent": True}
    assert fetch("page/", path="/clinical-massage/") == expected | {"from_path": "/clinical-massage"}
    site = Site.objects.get()
    Redirect.add_redirect("/old/?id=7", service, is_permanent=False, site=site)
    Redirect.add_redirect("/old/", "https://example.com/", site=site)
    assert fetch("page/", path="/old/?id=7")["to"] == service.url
    assert fetch("page/", path="/old/?id=7")["permanent"] is False
    assert fetch("page/", path="/old/?id=8")["to"] == "https://example.com/"
    assert [item["from_path"] for item in fetch("redirects/")["items"]] == ["/clinical-massage", "/old", "/old?id=7"]
    service.unpublish()
    assert status_of("/clinical-massage/") == 404
    assert "clinical" not in str(fetch("redirects/"))


def test_a_renamed_page_leads_on_from_its_former_address(home, fetch):
    page = make_plain_page(home, "Prices")
    page.slug = "fees"
    page.save_revision().publish()
    assert fetch("page/", path="/prices/")["to"] == "/fees/"


def test_answers_belong_to_the_site_that_is_asked(home, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    other = Page.get_first_root_node().add_child(instance=type(home)(title="Other", slug="other", headline="Elsewhere"))
    Site.objects.create(hostname="other.example", root_page=other)
    make_plain_page(home, "Here")

    def ask(address, host):
        return client.get(f"/api/v1/{address}", headers={"host": host})

    for host in ("testserver", "unknown.example"):
        assert ask("page/?path=/", host).json()["title"] == "Home"
        assert [item["title"] for item in ask("pages/", host).json()["items"]] == ["Home", "Here"]
    assert ask("page/?path=/", "other.example").json()["title"] == "Other"
    assert [item["title"] for item in ask("pages/", "other.example").json()["items"]] == ["Other"]
    assert ask("page/?path=/here/", "other.example").status_code == 404
