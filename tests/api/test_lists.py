"""Lists: what is in them, in which order, and part by part."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from services.models import ConditionPage, ServiceOption
from tests.builders import make_condition, make_gallery, make_image, make_plain_page, make_service, make_technique


def titles(answer):
    return [item["title"] for item in answer["items"]]


def all_parts(fetch, address, **parameters):
    """Return the titles of each part of a list, from first to last."""
    parts, cursor = [], {}
    while True:
        answer = fetch(address, **parameters, **cursor)
        parts.append(titles(answer))
        if answer["meta"]["next_cursor"] is None:
            return parts
        cursor = {"cursor": answer["meta"]["next_cursor"]}


@pytest.fixture
def clinic_pages(home):
    """Services, conditions and techniques that list each other."""
    sciatica = make_condition(home, "Sciatica", areas=("lower-back", "legs"), synonyms=["Leg pain"])
    neck = make_condition(home, "Stiff neck", areas=("neck",))
    pressing, stroking = make_technique(home, "Pressing", other_names=["Friction"]), make_technique(home, "Stroking")
    make_service(home, "Firm massage", conditions=(sciatica,), techniques=(pressing, stroking))
    make_service(home, "Soft massage", conditions=(sciatica, neck), techniques=(stroking,))
    make_service(home, "Short massage")


@pytest.mark.parametrize("order", ["position", "-position", "title", "-title", "updated", "-updated"])
def test_parts_make_up_the_whole_in_any_order(home, fetch, order):
    for title in ("Beta", "alpha", "Gamma", "alpha", "Epsilon"):
        make_plain_page(home, title)
    Page.objects.filter(title="Gamma").update(last_published_at=None)
    whole = titles(fetch("pages/", order=order))
    assert len(whole) == 6
    for limit in (1, 2, 5, 6):
        parts = all_parts(fetch, "pages/", order=order, limit=limit)
        assert [title for part in parts for title in part] == whole
        assert {len(part) for part in parts[:-1]} <= {limit}
        assert parts[-1]
    if order == "title":
        assert whole == ["alpha", "alpha", "Beta", "Epsilon", "Gamma", "Home"]


def test_what_is_added_or_deleted_meanwhile_moves_nothing_else(home, fetch):
    pages = {title: make_plain_page(home, title) for title in ("B", "D", "F", "H")}
    first = fetch("pages/", order="title", limit=2, type="PlainPage")
    assert titles(first) == ["B", "D"]
    make_plain_page(home, "A")
    make_plain_page(home, "E")
    pages["D"].delete()
    pages["F"].unpublish()
    second = fetch("pages/", order="title", limit=2, type="PlainPage", cursor=first["meta"]["next_cursor"])
    assert titles(second) == ["E", "H"]
    assert second["meta"] == {"total_count": 4, "next_cursor": None}


def test_a_cursor_of_another_order_is_refused(home, client, fetch):
    make_plain_page(home)
    cursor = fetch("pages/", limit=1)["meta"]["next_cursor"]
    response = client.get("/api/v1/pages/", {"cursor": cursor, "order": "title"})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "cursor"


def test_lists_of_pages_are_narrowed(clinic_pages, fetch):
    assert titles(fetch("pages/", type="TechniquePage")) == ["Pressing", "Stroking"]
    assert titles(fetch("pages/", area="lower-back")) == ["Sciatica", "Firm massage", "Soft massage"]
    assert titles(fetch("pages/", area="neck", type="ServicePage")) == ["Soft massage"]
    assert titles(fetch("pages/", condition="sciatica", technique="pressing")) == ["Firm massage"]
    assert titles(fetch("services/")) == ["Firm massage", "Soft massage", "Short massage"]
    assert titles(fetch("services/", condition="stiff-neck")) == ["Soft massage"]
    assert titles(fetch("services/", technique="stroking", area="legs")) == ["Firm massage", "Soft massage"]
    assert titles(fetch("conditions/", area="legs")) == ["Sciatica"]
    assert titles(fetch("conditions/", service="soft-massage")) == ["Sciatica", "Stiff neck"]
    assert titles(fetch("techniques/", service="soft-massage")) == ["Stroking"]
    assert titles(fetch("services/", condition="unheard-of")) == []


def test_what_is_not_public_narrows_nothing(clinic_pages, fetch):
    ConditionPage.objects.get(slug="sciatica").unpublish()
    assert titles(fetch("services/", condition="sciatica")) == []
    assert titles(fetch("services/", area="legs")) == []
    assert fetch("body-areas/")["items"] == [{"slug": "neck", "name": "Neck"}]


def test_only_what_changed_since_a_moment(home, fetch):
    old, new = make_plain_page(home, "Old"), make_plain_page(home, "New")
    Page.objects.filter(pk=old.pk).update(last_published_at=timezone.now() - timedelta(days=2))
    since = (timezone.now() - timedelta(days=1)).isoformat()
    assert titles(fetch("pages/", updated_since=since)) == ["New"]
    moment = fetch("pages/", order="-updated", limit=1)["items"][0]["last_published_at"]
    assert moment[:19] == new.last_published_at.isoformat()[:19]
    assert titles(fetch("pages/", updated_since="2000-01-01T00:00:00")) == ["Old", "New"]


def test_items_carry_what_cards_show(home, fetch):
    photo = make_image(caption="A room")
    service = make_service(home, "Massage", photos=(photo,), pressure=6, summary="Firm.")
    service.options.set([ServiceOption(minutes=60, price="85.00", currency="USD"), ServiceOption(minutes=30)])
    service.save_revision().publish()
    make_condition(home, "Sciatica", areas=("legs",), synonyms=["Leg pain"])
    make_technique(home, "Pressing", other_names=["Friction"])
    make_gallery(home, "Rooms", photos=(photo,))
    (item,) = fetch("services/")["items"]
    assert item["pressure"] == {"maximum": 6, "note": ""}
    assert item["options"] == [
        {"minutes": 60, "price": "85.00", "currency": "USD"},
        {"minutes": 30, "price": None, "currency": ""},
    ]
    assert item["cover"]["caption"] == "A room"
    (item,) = fetch("conditions/")["items"]
    assert (item["areas"], item["synonyms"]) == ([{"slug": "legs", "name": "Legs and knees"}], ["Leg pain"])
    assert fetch("techniques/")["items"][0]["other_names"] == ["Friction"]
    (item,) = fetch("galleries/")["items"]
    assert (item["photo_count"], item["cover"]["id"]) == (1, photo.pk)


def test_the_sitemap_has_the_pages_of_the_one_for_search_engines(home, fetch, client):
    make_condition(home, "Unfinished")
    make_condition(home, "Done", summary="S", body="<p>B</p>", last_reviewed=timezone.localdate(), reviewed_by_role="R")
    make_service(home)
    offered = [item["html_url"] for item in fetch("sitemap/")["items"]]
    assert "http://testserver/conditions/done/" in offered
    xml = client.get("/sitemap.xml").content.decode()
    assert sorted(offered) == sorted(part.partition("</loc>")[0] for part in xml.split("<loc>")[1:])
