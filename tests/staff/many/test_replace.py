"""Find and replace across all pages."""

import json
import re
from urllib.parse import urlencode

import pytest

from media.models import GalleryPage
from services.models import ServicePage
from staff.many.models import BulkChange
from tests.builders import (
    allow,
    make_condition,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
    make_staff,
    signed_in,
)

ADDRESS = "/admin/many/replace/"


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def draft(page):
    return fresh(page).get_latest_revision_as_object()


def look(client, find, replace="", **options):
    return client.get(f"{ADDRESS}?{urlencode({'find': find, 'replace': replace} | options)}")


def offered(response, name="place"):
    """Return the values of what the screen offers to send: places, or versions of pages as they were seen."""
    return re.findall(rf'name="{name}"\s+value="([^"]*)"', response.content.decode())


def replace(client, find, new, places=None, seen=None, publish=False, **options):
    shown = look(client, find, new, **options)
    data = {"place": offered(shown) if places is None else places, "seen": seen or offered(shown, "seen")}
    data |= {"publish": "1"} if publish else {}
    return client.post(shown.wsgi_request.get_full_path(), data, follow=True).content.decode()


def text(words):
    return json.dumps([{"type": "text", "value": words}])


def test_words_are_replaced_in_titles_texts_rows_lists_and_what_search_engines_are_told(home, staff_client):
    photo = make_image(description="Zoning")
    service = make_service(
        home,
        "Zoning",
        conditions=(make_condition(home, synonyms=["zoning", "rubbing"], body="<p>zoning</p>"),),
        photos=(photo,),
        other_names=["Zoning therapy"],
        summary="zoning",
        search_description="zoning",
        seo_title="zoning",
        body=json.dumps(
            [
                {"type": "heading", "value": "zoning"},
                {"type": "notice", "value": {"rank": "good", "text": "<i>zoning</i>"}},
            ]
        ),
        questions=json.dumps([{"type": "question", "value": {"question": "zoning?", "answer": "<p>zoning.</p>"}}]),
    )
    slug = service.slug
    gallery = make_gallery(home, photos=(photo,))
    gallery.photos.update(caption="zoning")
    fresh(gallery).save_revision().publish()
    page = replace(staff_client, "zoning", "reflexology")
    stored = json.dumps([draft(service).serializable_data(), draft(gallery).serializable_data()], default=str).lower()
    assert stored.count("zoning") == stored.count('"slug": "zoning"') + stored.count("/zoning/")
    assert draft(service).slug == slug == "zoning"
    assert draft(service).other_names == ["reflexology therapy"]
    assert draft(service).body[1].value["text"].source == "<i>reflexology</i>"
    assert [row.caption for row in draft(gallery).photos.all()] == ["reflexology"]
    assert fresh(service).title == "Zoning"
    assert "Replaced “zoning” by “reflexology” in" in page


def test_only_ticked_places_change(home, staff_client):
    page = make_plain_page(home, body=text("<p>one two one</p><p>one</p>"))
    replace(staff_client, "one", "three", places=[f"{page.pk}-1"])
    assert draft(page).body[0].value.source == "<p>one two three</p><p>one</p>"


def test_links_and_markup_stay_as_they_are(home, staff_client):
    html = f'<p>See <a linktype="page" id="{home.pk}">the link</a></p>'
    page = make_plain_page(home, body=text(html))
    replace(staff_client, "link", "<b>page</b>")
    assert draft(page).body[0].value.source == html.replace("the link", "the &lt;b&gt;page&lt;/b&gt;")


def test_each_place_is_shown_with_its_surroundings_and_escaped(home, staff_client):
    make_plain_page(home, "A <b>bold</b> title", summary="Some words <i>before</i> target and after")
    page = look(staff_client, "target", "<script>").content.decode()
    assert "Some words &lt;i&gt;before&lt;/i&gt; <del>target</del><ins>&lt;script&gt;</ins> and after" in page
    assert "A &lt;b&gt;bold" in page


def test_whole_words_and_case(home, staff_client):
    page = make_plain_page(home, summary="Art, art, artist")
    replace(staff_client, "art", "craft", whole_words="on", match_case="on")
    assert draft(page).summary == "Art, craft, artist"


def test_wholly_published_pages_are_published_where_that_is_asked_for(home, staff_client):
    page, waiting = make_plain_page(home, summary="old"), make_plain_page(home, "Waiting", summary="old")
    fresh(waiting).save_revision()
    unpublished = make_plain_page(home, "New", summary="old", live=False)
    answer = replace(staff_client, "old", "new", publish=True)
    assert (fresh(page).summary, fresh(waiting).summary, fresh(unpublished).live) == ("new", "old", False)
    assert (draft(waiting).summary, draft(unpublished).summary) == ("new", "new")
    assert "“Waiting” has the change in its draft." in answer


def test_only_who_may_publish_publishes(home):
    page = make_plain_page(home, summary="old")
    writer = make_staff("writer")
    allow(writer, home, "change_page")
    assert "Replace and publish" not in look(signed_in(writer), "old").content.decode()
    replace(signed_in(writer), "old", "new", publish=True)
    assert (fresh(page).summary, draft(page).summary) == ("old", "new")


def test_pages_that_one_may_not_edit_are_neither_shown_nor_changed(home):
    page, own = make_plain_page(home, "Secret", summary="old"), make_plain_page(home, summary="old")
    writer = make_staff("writer")
    allow(writer, own, "change_page")
    client = signed_in(writer)
    assert "Secret" not in look(client, "old").content.decode()
    seen = [f"{page.pk}-{page.latest_revision_id}"]
    assert "not yours to edit" in replace(client, "old", "new", places=[f"{page.pk}-0"], seen=seen)
    assert draft(page).summary == "old"
    assert signed_in(make_staff("nobody")).get(ADDRESS).status_code == 302


def test_a_page_changed_since_it_was_looked_at_is_named_and_left(home, staff_client):
    page = make_plain_page(home, "First visit", summary="old")
    shown = look(staff_client, "old")
    places, seen = offered(shown), offered(shown, "seen")
    fresh(page).save_revision()
    answer = replace(staff_client, "old", "new", places=places, seen=seen)
    assert "“First visit” was changed since you looked." in answer
    assert draft(page).summary == "old"


def test_a_locked_page_is_named_and_left(home, staff_client):
    page = make_plain_page(home, "First visit", summary="old")
    places = offered(look(staff_client, "old"))
    type(page).objects.filter(pk=page.pk).update(locked=True)
    assert "“First visit” is locked." in replace(staff_client, "old", "new", places=places)
    assert draft(page).summary == "old"


def test_a_text_that_would_not_fit_is_named_and_left(home, staff_client):
    page = make_plain_page(home, "old", summary=f"{'x' * 290} old", seo_title="old")
    answer = replace(staff_client, "old", "n" * 40)
    assert "“Summary” would be too long, and stays." in answer
    assert (draft(page).summary[-3:], draft(page).seo_title) == ("old", "n" * 40)
    answer = replace(staff_client, "n" * 40, "")
    assert "“Title” would be empty, and stays." in answer


def test_old_ticks_of_a_published_condition_do_not_come_back(home, staff_client):
    condition = make_condition(home, summary="old")
    service = make_service(home)
    condition.listing_changes = {str(service.pk): True}
    condition.save_alone().publish()
    service = fresh(service)
    service.service_conditions.set([])
    service.save_revision().publish()
    replace(staff_client, "old", "new", publish=True)
    assert fresh(condition).summary == "new"
    assert not draft(service).service_conditions.exists()
    assert not fresh(service).service_conditions.exists()


def test_one_undo_takes_everything_back(home, staff_client):
    pages = [make_plain_page(home, summary="old"), make_service(home, summary="old")]
    replace(staff_client, "old", "new", publish=True)
    assert [fresh(page).summary for page in pages] == ["new", "new"]
    staff_client.post(f"/admin/many/changes/{BulkChange.objects.get().pk}/")
    assert [fresh(page).summary for page in pages] == ["old", "old"]


@pytest.mark.parametrize("find", ["", " ", "\0", "x" * 201])
def test_what_cannot_be_looked_for_is_refused(home, staff_client, find):
    make_plain_page(home)
    response = look(staff_client, find)
    assert response.status_code == 200
    assert offered(response) == []


@pytest.mark.parametrize("places", [["x"], ["1-"], ["0-0"], ["99999999999999999999-1"], ["1-0"]])
def test_made_up_places_change_nothing(home, staff_client, places):
    page = make_plain_page(home, summary="old")
    replace(staff_client, "old", "new", places=[*places, f"{page.pk}-77"])
    assert draft(page).summary == "old"
    assert not BulkChange.objects.exists()


def test_looking_takes_few_queries_however_many_pages_there_are(home, staff_client, django_assert_max_num_queries):
    make_plain_page(home, summary="old")
    look(staff_client, "old")
    with django_assert_max_num_queries(60) as few:
        look(staff_client, "old")
    for _number in range(10):
        make_plain_page(home, summary="other")
    with django_assert_max_num_queries(len(few)):
        look(staff_client, "old")


def test_so_many_pages_are_shown_and_a_sentence_says_that_there_are_more(home, staff_client, monkeypatch):
    monkeypatch.setattr("staff.many.replace.MOST_SHOWN", 2)
    for _number in range(3):
        make_plain_page(home, summary="old")
    page = look(staff_client, "old").content.decode()
    assert len(offered(look(staff_client, "old"))) == 2
    assert "1 more may follow" in page


def test_galleries_and_services_keep_their_addresses(home, staff_client):
    service, gallery = make_service(home, "Zoning"), make_gallery(home, "Zoning rooms")
    replace(staff_client, "zoning", "reflexology", publish=True)
    assert ServicePage.objects.get(pk=service.pk).slug == "zoning"
    assert GalleryPage.objects.get(pk=gallery.pk).url == gallery.url
