"""What pages tell search engines, checked against schema.org's own vocabulary."""

import json
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from schema_org import registry
from wagtail.models import Site

from home.models import ClinicSettings, HomePhoto
from services.models import ServiceOption
from tests.builders import (
    make_condition,
    make_consent,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
    make_technique,
)

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
PARSERS = {"DateTime": datetime.fromisoformat, "Date": date.fromisoformat, "Time": time.fromisoformat}


def graph_of(client, address: str) -> list[dict[str, Any]]:
    """Return the nodes on a page, and fail for any that the vocabulary does not allow."""
    (script,) = SCRIPT.findall(client.get(address).content.decode())
    data = json.loads(script)
    assert data["@context"] == "https://schema.org"
    known = {node["@id"] for node in data["@graph"] if "@id" in node}
    for node in data["@graph"]:
        check_node(node, known)
    return data["@graph"]


def check_node(node: dict[str, Any], known: set[str]) -> None:
    kind = node["@type"]
    types = {kind, *registry.ancestry(kind)}
    assert kind in registry.CLASS_METADATA
    assert not registry.CLASS_METADATA[kind].superseded_by
    assert "MedicalTherapy" not in types, "asserts treatment"
    for name, value in node.items():
        if name in ("@type", "@id"):
            continue
        described = registry.PROPERTY_BY_SCHEMA[name]
        assert types & set(described.domains), f"{kind} has no {name}"
        assert not described.superseded_by, name
        assert value not in (None, "", [], {}), f"{name} is empty"
        for item in value if isinstance(value, list) else [value]:
            check_value(item, described.ranges, known, f"{kind}.{name}")


def check_value(value: Any, ranges: tuple[str, ...], known: set[str], place: str) -> None:
    if isinstance(value, dict) and "@type" in value:
        assert {value["@type"], *registry.ancestry(value["@type"])} & set(ranges), place
        check_node(value, known)
    elif isinstance(value, dict):
        assert set(value) == {"@id"}, place
        assert value["@id"] in known or "#" not in value["@id"], f"{place} refers to nothing: {value['@id']}"
    elif isinstance(value, int):
        assert set(ranges) & {"Integer", "Number"}, place
    elif "Text" in ranges:
        assert isinstance(value, str), place
    elif enumerations := [name for name in ranges if name in registry.ENUM_MEMBERS]:
        assert any(value in registry.ENUM_MEMBERS[name] for name in enumerations), place
    elif parser := next((parse for name, parse in PARSERS.items() if name in ranges), None):
        parser(value)
    else:
        assert "URL" in ranges, place
        assert value.startswith(("http://", "https://")), place


def only(graph: list[dict[str, Any]], *kinds: str) -> dict[str, Any]:
    (node,) = [node for node in graph if node["@type"] in kinds]
    return node


@pytest.fixture
def clinic(home) -> ClinicSettings:
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.name = "Example Clinic"
    clinic.telephone = "+1 555 0100"
    clinic.email = "hello@clinic.example"
    clinic.licence_number = "MT-0000"
    clinic.booking_url = "https://booking.example/clinic"
    hours = [{"day": str(day), "opens": "09:00", "closes": "17:30"} for day in range(5)]
    clinic.places = [("place", {"street": "1 Main Street", "locality": "Exampleton", "region": "MA", "hours": hours})]
    clinic.special_days = [("special_days", {"first": "2099-12-24", "last": "2100-01-02", "hours": [], "note": ""})]
    clinic.save()
    return clinic


@pytest.fixture
def photo():
    words = {"description": "Hands on a back", "caption": "Slow strokes", "credit": "A. Photographer"}
    return make_image(licence="our own photo", location="Exampleton", **words)


def test_every_page_type_speaks_the_vocabulary(clinic, home, client, photo):
    reviewed = {"last_reviewed": date(2026, 1, 2), "reviewed_by_role": "a licensed massage therapist"}
    condition = make_condition(home, summary="Pain", body="<p>It hurts.</p>", synonyms=["Hip pain"], **reviewed)
    technique = make_technique(home)
    service = make_service(home, other_names=["Medical massage"], photos=(photo,), minutes=(60,), **reviewed)
    gallery = make_gallery(home, photos=(photo,))
    plain, contact = make_plain_page(home), make_plain_page(home, shows_contact=True)
    home.photos.set([HomePhoto.showing(photo)])
    home.save_revision().publish()
    pages = (home, condition, technique, service, gallery, plain, contact)
    indexes = [page.get_parent() for page in (condition, technique, service, gallery)]
    kinds = [graph_of(client, page.url)[0]["@type"] for page in (*pages, *indexes)]
    medical, collection = "MedicalWebPage", "CollectionPage"
    assert kinds == [
        *("WebPage", medical, "WebPage", medical, "ImageGallery", "WebPage", "ContactPage"),
        *[collection] * 4,
    ]
    assert graph_of(client, f"{gallery.url}photo-{photo.pk}/")[0]["primaryImageOfPage"]["creditText"] == photo.credit


def test_a_bare_site_speaks_the_vocabulary_too(home, client):
    for page in (home, make_service(home, minutes=(30,)), make_condition(home), make_gallery(home)):
        graph = graph_of(client, page.url)
        assert not [node for node in graph if "Business" in node["@type"]]


def test_a_service_offers_each_length_that_has_a_price(clinic, home, client):
    service = make_service(home, "Swedish massage", other_names=["Classic massage"])
    service.options.set(
        [ServiceOption(minutes=60, price=Decimal("95.00"), currency="USD"), ServiceOption(minutes=90, currency="USD")]
    )
    service.save_revision().publish()
    described = only(graph_of(client, service.url), "Service")
    assert described["name"] == "Swedish massage"
    assert described["alternateName"] == ["Classic massage"]
    (offer,) = described["offers"]
    assert (offer["name"], offer["price"], offer["priceCurrency"]) == ("60 minutes", "95.00", "USD")


def test_a_reviewed_page_says_when_and_by_which_role(home, client):
    condition = make_condition(home, last_reviewed=date(2026, 1, 2), reviewed_by_role="a therapist")
    page = graph_of(client, condition.url)[0]
    assert page["lastReviewed"] == "2026-01-02"
    assert page["reviewedBy"] == {"@type": "Person", "jobTitle": "a therapist"}
    assert page["about"]["@type"] == "MedicalCondition"


@pytest.mark.parametrize("kind", ["HealthAndBeautyBusiness", "MedicalBusiness", "MedicalClinic"])
def test_the_clinic_is_what_it_is_registered_as(clinic, home, client, kind):
    clinic.kind = kind
    clinic.save()
    described = only(graph_of(client, "/"), kind)
    assert described["address"]["streetAddress"] == "1 Main Street"
    assert described["identifier"]["value"] == "MT-0000"
    (week,) = described["openingHoursSpecification"]
    assert week["dayOfWeek"] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    (closed,) = described["specialOpeningHoursSpecification"]
    assert (closed["opens"], closed["closes"], closed["validFrom"]) == ("00:00", "00:00", "2099-12-24")


def test_several_places_are_told_apart(clinic, home, client):
    place = {"street": "2 Mill Lane", "locality": "Exampleton", "name": "Mill Lane", "hours": []}
    clinic.places = [*((block.block_type, block.value) for block in clinic.places), ("place", place)]
    clinic.save()
    described = only(graph_of(client, "/"), "HealthAndBeautyBusiness")
    assert [place["name"] for place in described["location"]] == ["Exampleton", "Mill Lane"]
    assert "address" not in described


def test_the_way_to_a_page_begins_at_the_home_page(home, client):
    service = make_service(home, "Swedish massage")
    way = only(graph_of(client, service.url), "BreadcrumbList")["itemListElement"]
    assert [item["name"] for item in way] == ["Home", "Services", "Swedish massage"]
    assert way[2]["item"]["@id"] == f"http://testserver{service.url}"
    assert not [node for node in graph_of(client, "/") if node["@type"] == "BreadcrumbList"]


def test_a_photo_carries_its_credit_and_licence(home, client, photo):
    page = graph_of(client, make_service(home, photos=(photo,)).url)[0]
    image = page["primaryImageOfPage"]
    assert client.get(image["contentUrl"].removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert (image["creditText"], image["caption"]) == ("A. Photographer", "Slow strokes")
    assert image["license"] == {"@type": "CreativeWork", "name": "our own photo"}
    assert image["contentLocation"]["name"] == "Exampleton"


def test_a_photo_that_only_this_site_may_show_is_offered_to_nobody(home, client):
    photo = make_image(shown="client", consents=[make_consent(scope="site")])
    html = client.get(make_service(home, photos=(photo,)).url).content.decode()
    assert "<img" in html
    assert "primaryImageOfPage" not in html


def test_no_text_can_end_the_script(home, client):
    title = "</script><script>alert(1)</script><!-- & more"
    page = make_plain_page(home, title, slug="odd")
    html = client.get(page.url).content.decode()
    assert "<script>alert" not in html
    assert graph_of(client, page.url)[0]["name"] == title


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"search_description": "For searches", "summary": "For readers"}, "For searches"),
        ({"summary": "For readers", "body": [("text", "<p>Text.</p>")]}, "For readers"),
        (
            {
                "body": [
                    ("heading", "Title"),
                    ("text", "<p>First <b>words</b>, e.g. oil &amp; linen. Then more.</p><p>Last.</p>"),
                ]
            },
            "First words, e.g. oil &amp; linen.",
        ),
        ({"body": [("text", f"<p>{'word ' * 60}</p>")]}, ("word " * 60)[:159] + "…"),
    ],
)
def test_a_page_without_a_description_is_described_by_what_it_says_first(home, client, fields, description):
    html = client.get(make_plain_page(home, **fields).url).content.decode()
    assert f'<meta name="description" content="{description}">' in " ".join(html.split())


def test_a_page_that_says_nothing_has_no_description(home, client):
    assert 'name="description"' not in client.get(make_plain_page(home).url).content.decode()
