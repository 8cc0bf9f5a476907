"""The contact sheet's answers: what is shown, saved and added to galleries, and for whom."""

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from media.contact_sheet import THUMBNAIL, ContactSheetView
from media.models import ClinicImage, GalleryIndexPage, GalleryPage, GalleryPhoto
from tests.builders import index_page, make_consent, make_gallery, make_image, picture_bytes
from tests.media.test_intake import with_exif

SHEET = "/admin/images/multiple/add/"


def upload(client: Client, content: bytes = b"", **data: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("room.jpg", content or with_exif())
    response = client.post(
        SHEET, {"title": "room", "files[]": file} | data, headers={"x-requested-with": "XMLHttpRequest"}
    )
    assert response.status_code == 200
    return json.loads(response.content)


def save(client: Client, photos: list[ClinicImage], **values: Any) -> Any:
    data = {"photo": [photo.pk for photo in photos], "field": [name for name in values if name != "add_tags"]} | values
    return client.post(reverse("save_photos"), data)


def add(client: Client, gallery: Any, photos: list[ClinicImage], **data: Any) -> Any:
    data = {"gallery": getattr(gallery, "pk", gallery), "photo": [photo.pk for photo in photos]} | data
    return client.post(reverse("add_photos_to_gallery"), data)


def shown_titles(client: Client, address: str = SHEET) -> list[str]:
    return [photo.title for photo in client.get(address).context["photos"]]


def draft_rows(gallery: GalleryPage) -> list[GalleryPhoto]:
    return list(GalleryPage.objects.get(pk=gallery.pk).get_latest_revision_as_object().photos.all())


def draft_photos(gallery: GalleryPage) -> list[ClinicImage]:
    return [row.image for row in draft_rows(gallery)]


@pytest.fixture
def room_collection(db) -> Collection:
    return Collection.get_first_root_node().add_child(name="Rooms")


@pytest.fixture
def marketer(room_collection):
    """Return a user who may add and change photos of one collection, and nothing else."""
    group = Group.objects.create(name="Rooms only")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_image", "change_image", "choose_image"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailimages")
        GroupCollectionPermission.objects.create(group=group, collection=room_collection, permission=permission)
    user = get_user_model().objects.create_user("marketer", password="a-good-password")
    user.groups.add(group)
    return user


@pytest.fixture
def marketer_client(marketer) -> Client:
    client = Client()
    client.force_login(marketer)
    return client


def test_stands_where_wagtail_leads_to_add_photos(staff_client):
    assert reverse("wagtailimages:add_multiple") == SHEET
    assert resolve(SHEET).func.view_class is ContactSheetView
    assert SHEET in staff_client.get(reverse("wagtailimages:index")).content.decode()


def test_says_without_scripts_where_one_photo_can_be_added(staff_client):
    html = staff_client.get(SHEET).content.decode()
    notice = html[html.index("The contact sheet needs JavaScript") :]
    assert reverse("wagtailimages:add") in notice[:300]


def test_answers_a_file_with_its_card_and_a_thumbnail_that_is_ready(staff_client):
    answer = upload(staff_client)
    photo = ClinicImage.objects.get()
    assert answer["image_id"] == photo.pk
    assert photo.renditions.get(filter_spec=THUMBNAIL).url in answer["card"]
    assert "Move “room” earlier" in answer["card"]


def test_explains_a_file_that_is_no_photo(staff_client):
    answer = upload(staff_client, b"not a photo")
    assert answer == {"success": False, "error_message": answer["error_message"]}
    assert "JPEG, PNG, WebP, AVIF or HEIC" in answer["error_message"]
    assert not ClinicImage.objects.exists()


def test_keeps_a_photo_whose_thumbnail_finds_no_room(staff_client, monkeypatch):
    def no_room(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("media.contact_sheet.make_sizes", no_room)
    assert "no preview yet" in upload(staff_client)["card"]
    assert ClinicImage.objects.exists()


def test_points_out_the_same_file_in_one_batch(staff_client):
    content = picture_bytes(size=(60, 40), color="teal")
    assert "sheet-twin" not in upload(staff_client, content)["card"]
    card = upload(staff_client, content)["card"]
    assert "The same file is in the library already" in card
    assert reverse("wagtailimages:edit", args=[ClinicImage.objects.first().pk]) in card


def test_shows_the_photos_of_its_address_in_order(staff_client):
    one, two, three = make_image("One"), make_image("Two"), make_image("Three")
    assert shown_titles(staff_client, f"{SHEET}?photo={three.pk}&photo={one.pk}&photo={three.pk}") == ["Three", "One"]
    assert two.title not in shown_titles(staff_client)


@pytest.mark.parametrize("odd", ["x", "-1", "", "²", "9" * 30, "%00"])
def test_an_odd_address_shows_an_empty_sheet(staff_client, odd):
    response = staff_client.get(f"{SHEET}?photo={odd}")
    assert response.status_code == 200
    assert response.context["photos"] == []


def test_says_that_some_photos_are_gone(staff_client):
    photo = make_image()
    html = staff_client.get(f"{SHEET}?photo={photo.pk}&photo=999").content.decode()
    assert "they were deleted or you may not change them: 1." in html


def test_shows_ones_own_unfinished_photos_newest_first(staff_client, owner):
    make_image("Done", uploaded_by_user=owner)
    make_image("No words", uploaded_by_user=owner, description="")
    make_image("Ornament", uploaded_by_user=owner, description="", is_decorative=True)
    make_image("Who?", uploaded_by_user=owner, shown="")
    make_image("Somebody else's", description="")
    assert shown_titles(staff_client) == ["Who?", "No words"]


def test_a_sheet_of_many_takes_as_many_queries_as_one_of_few(staff_client):
    photos = [make_image(consents=[make_consent()], shown="client") for _ in range(12)]
    staff_client.get(SHEET)
    counts = []
    for number in (2, 12):
        address = f"{SHEET}?" + "&".join(f"photo={photo.pk}" for photo in photos[:number])
        with CaptureQueriesContext(connection) as queries:
            staff_client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_saves_only_the_named_field(staff_client):
    photo = make_image("Room", description="A room", caption="Old")
    response = save(staff_client, [photo], caption="New")
    assert response.json() == {"success": True, "photos": {str(photo.pk): {"caption": "New"}}}
    photo.refresh_from_db()
    assert (photo.title, photo.description, photo.caption) == ("Room", "A room", "New")
    assert photo.shown == "nobody"


def test_sets_one_value_for_many(staff_client):
    photos = [make_image() for _ in range(3)]
    assert save(staff_client, photos, credit="The clinic").status_code == 200
    assert set(ClinicImage.objects.values_list("credit", flat=True)) == {"The clinic"}


def test_adds_tags_for_many_and_sets_those_of_one(staff_client):
    one, two = make_image(), make_image()
    save(staff_client, [one], tags="deep tissue, room")
    response = save(staff_client, [one, two], tags="autumn", add_tags="on")
    assert response.json()["photos"][str(one.pk)]["tags"] == "autumn, deep tissue, room"
    assert {tag.name for tag in two.tags.all()} == {"autumn"}
    save(staff_client, [one], tags="")
    assert not one.tags.exists()


def test_says_who_is_shown_and_with_which_consents(staff_client):
    photo, consent = make_image(shown=""), make_consent(reference="2026-014")
    response = save(staff_client, [photo], shown="client", consents=[consent.pk])
    assert response.json()["photos"][str(photo.pk)]["consents"] == [{"id": consent.pk, "name": "2026-014"}]
    assert list(photo.consents.all()) == [consent]


def test_moves_the_focal_point_and_takes_it_away(staff_client):
    photo = make_image(size=(90, 60))
    names = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    save(staff_client, [photo], **dict(zip(names, (30, 20, 6, 6), strict=True)))
    photo.refresh_from_db()
    assert photo.get_focal_point().centroid == (30, 20)
    save(staff_client, [photo], **dict.fromkeys(names, ""))
    photo.refresh_from_db()
    assert not photo.has_focal_point()


def test_offers_only_consents_that_have_not_ended(staff_client):
    make_consent(reference="GOOD")
    make_consent(reference="ENDED", expires_on="2020-01-01", given_on="2019-01-01")
    photo = make_image()
    html = staff_client.get(f"{SHEET}?photo={photo.pk}").content.decode()
    assert "GOOD" in html
    assert "ENDED" not in html


def test_explains_a_value_that_does_not_fit_and_saves_it_for_none(staff_client):
    photos = [make_image(), make_image()]
    response = save(staff_client, photos, credit="x" * 300)
    assert response.status_code == 400
    assert "255 characters" in response.json()["error_message"]
    assert set(ClinicImage.objects.values_list("credit", flat=True)) == {""}


@pytest.mark.parametrize("field", ["title", "file", "uploaded_by_user", "look", "nothing"])
def test_other_fields_cannot_be_set(staff_client, field):
    photo = make_image("Room")
    save(staff_client, [photo], **{field: "1"})
    photo.refresh_from_db()
    assert photo.title == "Room"
    assert photo.uploaded_by_user is None


def test_a_marketer_sees_and_changes_photos_of_their_collection_only(marketer_client, room_collection):
    own, foreign = make_image("Own", collection=room_collection), make_image("Foreign")
    assert shown_titles(marketer_client, f"{SHEET}?photo={own.pk}&photo={foreign.pk}") == ["Own"]
    assert save(marketer_client, [own], credit="Mine").status_code == 200
    response = save(marketer_client, [own, foreign], credit="Theirs")
    assert response.status_code == 400
    assert "Nothing was saved: 1 of these" in response.json()["error_message"]
    assert set(ClinicImage.objects.values_list("credit", flat=True)) == {"Mine", ""}


def test_a_marketer_cannot_move_photos_into_other_collections(marketer_client, room_collection):
    photo = make_image(collection=room_collection)
    assert save(marketer_client, [photo], collection=Collection.get_first_root_node().pk).status_code == 200
    photo.refresh_from_db()
    assert photo.collection == room_collection


def test_staff_move_many_photos_into_a_collection(staff_client, room_collection):
    photos = [make_image(), make_image()]
    assert save(staff_client, photos, collection=room_collection.pk).status_code == 200
    assert set(ClinicImage.objects.values_list("collection", flat=True)) == {room_collection.pk}


def test_adds_photos_to_a_gallery_in_order_and_leaves_out_those_in_it(staff_client, home, owner):
    first, second, third = make_image("1"), make_image("2"), make_image("3", description="", is_decorative=True)
    gallery = make_gallery(home, "Rooms", photos=(second,))
    answer = add(staff_client, gallery, [third, second, first]).json()
    assert answer["message"] == "Added to “Rooms”: 2. In it already: 1."
    assert answer["gallery"]["url"] == reverse("wagtailadmin_pages:edit", args=[gallery.pk])
    assert draft_photos(gallery) == [second, third, first]
    rows = draft_rows(gallery)
    assert (rows[1].alt_text, rows[1].decorative) == ("", True)
    assert rows[2].alt_text == first.description
    gallery.refresh_from_db()
    assert gallery.latest_revision.user == owner
    assert [row.image for row in gallery.photos.all()] == [second]


def test_makes_a_new_gallery_as_a_draft(staff_client, home, owner):
    index_page(home, GalleryIndexPage, "Gallery")
    photo = make_image()
    answer = add(staff_client, "new", [photo], title="Autumn")
    gallery = GalleryPage.objects.get(title="Autumn")
    assert answer.json()["gallery"] == {
        "id": gallery.pk,
        "title": "Autumn",
        "url": reverse("wagtailadmin_pages:edit", args=[gallery.pk]),
    }
    assert (gallery.live, gallery.owner) == (False, owner)
    assert draft_photos(gallery) == [photo]


@pytest.mark.parametrize(
    ("gallery", "title", "sentence"),
    [("new", " ", "Give the new gallery a title."), ("999", "", "this one is gone"), ("", "", "this one is gone")],
)
def test_says_why_nothing_was_added(staff_client, home, gallery, title, sentence):
    index_page(home, GalleryIndexPage, "Gallery")
    response = add(staff_client, gallery, [make_image()], title=title)
    assert response.status_code == 400
    assert sentence in response.json()["error_message"]
    assert not GalleryPage.objects.exists()


def test_a_locked_gallery_is_refused_in_words(staff_client, home):
    gallery = make_gallery(home, "Rooms", locked=True)
    response = add(staff_client, gallery, [make_image()])
    assert "“Rooms” is locked" in response.json()["error_message"]
    assert draft_photos(gallery) == []


def test_a_marketer_adds_only_to_galleries_they_may_edit(marketer, marketer_client, room_collection, home):
    photo = make_image(collection=room_collection)
    gallery = make_gallery(home, "Rooms")
    assert "You may not edit “Rooms”" in add(marketer_client, gallery, [photo]).json()["error_message"]
    assert "You may not add galleries" in add(marketer_client, "new", [photo], title="X").json()["error_message"]
    assert "Rooms" not in marketer_client.get(SHEET).content.decode().split("sheet-bar", 1)[1]
    for codename in ("add_page", "change_page"):
        GroupPagePermission.objects.create(
            group=marketer.groups.get(),
            page=Page.objects.get(pk=gallery.get_parent().pk),
            permission=Permission.objects.get(codename=codename, content_type__app_label="wagtailcore"),
        )
    assert add(marketer_client, gallery, [photo]).status_code == 200
    assert add(marketer_client, "new", [photo], title="X").status_code == 200


def test_saving_for_no_photo_asks_for_one(staff_client):
    assert save(staff_client, [], credit="x").json()["error_message"] == "Choose at least one photo."
