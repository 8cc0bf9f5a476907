"""Which addresses and pictures search engines are offered, and how the site is put among a phone's apps."""

import json
from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from home.models import ClinicSettings
from tests.builders import make_condition, make_consent, make_gallery, make_image, make_plain_page, make_service

NAMES = {
    "site": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}


def urls_of(client: Client) -> dict[str, ElementTree.Element]:
    """Return the entries of the sitemap by their paths."""
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    entries = ElementTree.fromstring(response.content).findall("site:url", NAMES)  # noqa: S314
    return {entry.findtext("site:loc", "", NAMES).removeprefix("http://testserver"): entry for entry in entries}


def test_each_public_page_is_offered_with_its_date(home, client):
    service = make_service(home)
    private, draft = make_plain_page(home, "Private"), make_plain_page(home, "Draft", live=False)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    urls = urls_of(client)
    assert {home.url, service.url, service.get_parent().url} <= set(urls)
    assert not {private.url, draft.url} & set(urls)
    lastmod = urls[service.url].findtext("site:lastmod", "", NAMES)
    assert lastmod == service.last_published_at.isoformat()


def test_an_unfinished_condition_is_not_offered(home, client):
    finished = make_condition(home, summary="Pain", body="<p>It hurts.</p>", last_reviewed=date(2026, 1, 2))
    unfinished = make_condition(home, summary="Pain", body="<p>It hurts.</p>")
    assert finished.url in urls_of(client)
    assert unfinished.url not in urls_of(client)
    assert 'name="robots" content="noindex"' in client.get(unfinished.url).content.decode()


def test_pictures_are_offered_with_their_pages(home, client):
    photo = make_image(caption="Oil & linen", licence="https://licences.example/by", size=(1200, 900))
    gallery = make_gallery(home, photos=(photo, make_image(licence="our own photo"), photo))
    plain = make_plain_page(home, body=[("photo", photo)])
    urls = urls_of(client)
    images = urls[gallery.url].findall("image:image", NAMES)
    assert len(images) == 2
    assert images[0].findtext("image:caption", "", NAMES) == "Oil & linen"
    assert images[0].findtext("image:license", "", NAMES) == "https://licences.example/by"
    assert images[1].find("image:license", NAMES) is None
    assert len(urls[plain.url].findall("image:image", NAMES)) == 1
    address = images[0].findtext("image:loc", "", NAMES)
    assert address.startswith("http://")
    assert client.get(address[address.index("/media/") :]).status_code == 200


@pytest.mark.parametrize("fields", [{"shown": ""}, {"shown": "client"}, {"shown": "client", "scopes": ["site"]}])
def test_photos_that_others_must_not_show_are_not_offered(home, client, fields):
    consents = [make_consent(scope=scope) for scope in fields.get("scopes", [])]
    photo = make_image(shown=fields["shown"], consents=consents)
    gallery = make_gallery(home, photos=(photo,), checked=False)
    assert not urls_of(client)[gallery.url].findall("image:image", NAMES)


def test_the_sitemap_takes_as_many_queries_however_large_the_site(home, client, django_assert_num_queries):
    def grow():
        make_gallery(home, photos=tuple(make_image() for _ in range(3)))
        make_service(home, photos=(make_image(),))
        make_condition(home, summary="Pain", body="<p>It hurts.</p>", last_reviewed=date(2026, 1, 2))
        make_plain_page(home)

    grow()
    urls_of(client)
    with django_assert_num_queries(14):
        urls_of(client)
    grow()
    grow()
    with django_assert_num_queries(14):
        urls_of(client)


def test_the_manifest_bears_the_clinics_name_and_icons_that_are_there(home, client, settings):
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.name = "Example Clinic"
    clinic.save()
    response = client.get("/site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert manifest["name"] == "Example Clinic"
    assert {icon["sizes"] for icon in manifest["icons"] if icon["purpose"] == "maskable"} == {"192x192", "512x512"}
    for icon in manifest["icons"]:
        assert Client().get(icon["src"]).status_code == 200
    html = client.get("/").content.decode()
    assert '<link rel="manifest" href="/site.webmanifest">' in html


def test_a_clinic_without_a_name_has_a_manifest_too(home, client):
    assert json.loads(client.get("/site.webmanifest").content)["name"]
