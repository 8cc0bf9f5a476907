"""The list of photos: what is left to do, and what is done to many at once."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site

from home.models import ClinicSettings
from media.library import Attention
from media.models import ClinicImage, GalleryIndexPage
from tests.builders import index_page, make_consent, make_gallery, make_image, make_plain_page


def listed(client: Client, **filters: Any) -> set[str]:
    """Return the titles in the list of photos."""
    response = client.get(reverse("wagtailimages:index_results"), filters)
    assert response.status_code == 200
    return {image.title for image in response.context["object_list"]}


def bulk_url(action: str, *photos: ClinicImage, **query: Any) -> str:
    address = reverse("wagtail_bulk_action", args=["media", "clinicimage", action])
    return f"{address}?{urlencode([*query.items(), *(('id', photo.pk) for photo in photos)])}"


@pytest.fixture
def marketer(home) -> User:
    """Return somebody who may work with the photos of one collection, “Marketing”, and edit galleries."""
    index = index_page(home, GalleryIndexPage, "Gallery")
    group = Group.objects.create(name="Marketers of one collection")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    collection = Collection.get_first_root_node().add_child(name="Marketing")
    for codename in ("add_image", "change_image", "choose_image"):
        permission = Permission.objects.get(content_type__app_label="wagtailimages", codename=codename)
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    for codename in ("add_page", "change_page"):
        GroupPagePermission.objects.create(
            group=group,
            page=index,
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=codename),
        )
    user = User.objects.create_user("marketer", password="x")
    user.groups.add(group)
    return user


@pytest.fixture
def marketer_client(marketer) -> Client:
    client = Client()
    client.force_login(marketer)
    return client


@pytest.fixture
def marketing(marketer) -> Collection:
    return Collection.objects.get(name="Marketing")


def test_the_list_stands_at_wagtails_addresses(db):
    for name, view in (("index", "LibraryView"), ("index_results", "LibraryView"), ("edit", "PhotoEditView")):
        args = [1] if name == "edit" else []
        assert resolve(reverse(f"wagtailimages:{name}", args=args)).func.view_class.__name__ == view


def test_lists_photos_without_alt_text(db, staff_client):
    make_image("Wordless", description="")
    make_image("Pattern", description="", is_decorative=True)
    make_image("Told")
    assert listed(staff_client, attention="wordless") == {"Wordless"}


def test_lists_photos_of_which_nobody_said_who_is_shown(db, staff_client):
    make_image("Unsaid", shown="")
    make_image("Said")
    assert listed(staff_client, attention="unsaid") == {"Unsaid"}


def test_lists_clients_without_a_valid_consent(db, staff_client):
    ended = make_consent(expires_on=timezone.localdate() - timedelta(days=1))
    make_image("Never", shown="client")
    make_image("Ended", shown="client", consents=[ended])
    make_image("Agreed", shown="client", consents=[make_consent()])
    make_image("Nobody", consents=[ended])
    assert listed(staff_client, attention="unconsented") == {"Never", "Ended"}


def test_lists_photos_whose_file_is_damaged(db, staff_client):
    make_image("Sound")
    ClinicImage.objects.filter(pk=make_image("Damaged").pk).update(problem="Lost.")
    assert listed(staff_client, attention="damaged") == {"Damaged"}


@pytest.mark.parametrize("layout", ["grid", "list"])
@pytest.mark.parametrize("rest", [0, 100])
def test_the_admin_stands_although_a_file_is_missing_or_damaged(home, staff_client, rest, layout):
    photo = make_image("Damaged", ready=False)
    Path(photo.file.path).write_bytes(photo.file.read()[:rest])
    listing = staff_client.get(reverse("wagtailimages:index"), {"layout": layout})
    assert "Damaged" in listing.content.decode()
    gallery = make_gallery(home, photos=(photo,))
    for url in (
        reverse("wagtailimages:edit", args=[photo.pk]),
        reverse("wagtailimages:delete", args=[photo.pk]),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtailadmin_pages:edit", args=[gallery.pk]),
        reverse("wagtailadmin_home"),
    ):
        assert staff_client.get(url).status_code == 200


def test_lists_photos_by_who_is_shown(db, staff_client):
    make_image("Staff", shown="staff")
    make_image("Nobody")
    assert listed(staff_client, shown="staff") == {"Staff"}


class TestUnused:
    @pytest.fixture(autouse=True)
    def photos(self, home):
        self.unused, self.photo = make_image("Unused"), make_image("Used")

    def test_a_photo_on_no_page(self, staff_client):
        assert listed(staff_client, attention="unused") == {"Unused", "Used"}

    @pytest.mark.parametrize("live", [True, False])
    def test_a_photo_on_a_page(self, home, staff_client, live):
        make_gallery(home, photos=(self.photo,), live=live)
        assert listed(staff_client, attention="unused") == {"Unused"}

    @pytest.mark.parametrize("live", [True, False])
    def test_a_photo_in_a_body(self, home, staff_client, live):
        make_plain_page(home, body=[("photo", self.photo)], live=live)
        assert listed(staff_client, attention="unused") == {"Unused"}

    def test_a_photo_in_the_settings(self, home, staff_client):
        clinic = ClinicSettings.for_site(Site.objects.get())
        clinic.share_image = self.photo
        clinic.save()
        assert listed(staff_client, attention="unused") == {"Unused"}

    def test_a_photo_only_in_the_draft_of_a_live_page(self, home, staff_client):
        gallery = make_gallery(home)
        gallery.photos.add(gallery.photos.model.showing(self.photo))
        gallery.save_revision()
        assert listed(staff_client, attention="unused") == {"Unused"}

    def test_a_photo_only_in_the_body_of_a_draft(self, home, staff_client):
        page = make_plain_page(home)
        page.body = [("photo", self.photo)]
        page.save_revision()
        assert listed(staff_client, attention="unused") == {"Unused"}

    def test_a_photo_in_a_version_that_goes_live_later(self, home, staff_client):
        gallery = make_gallery(home)
        gallery.photos.add(gallery.photos.model.showing(self.photo))
        gallery.go_live_at = timezone.now() + timedelta(days=1)
        gallery.save_revision().publish()
        gallery.photos.set([])
        gallery.go_live_at = None
        gallery.save_revision()
        assert listed(staff_client, attention="unused") == {"Unused"}

    def test_a_photo_only_in_a_former_draft(self, home, staff_client):
        gallery = make_gallery(home)
        gallery.photos.add(gallery.photos.model.showing(self.photo))
        gallery.save_revision()
        gallery.photos.set([])
        gallery.save_revision()
        assert listed(staff_client, attention="unused") == {"Unused", "Used"}

    def test_a_draft_with_a_photo_that_was_deleted(self, home, staff_client):
        gallery, gone = make_gallery(home), make_image("Gone")
        gallery.photos.set([gallery.photos.model.showing(photo) for photo in (gone, self.photo)])
        gallery.save_revision()
        gone.delete()
        assert listed(staff_client, attention="unused") == {"Unused"}


@pytest.mark.parametrize("attention", Attention.values)
def test_searches_within_a_filter(db, staff_client, attention):
    ended = {"description": "", "shown": "client"} if attention != "unsaid" else {"shown": ""}
    for title in ("Cedar room", "Hands"):
        ClinicImage.objects.filter(pk=make_image(title, **ended).pk).update(problem="Lost.")
    make_image("Cedar wall", description="A wall", shown="nobody")
    assert listed(staff_client, attention=attention, q="cedar") >= {"Cedar room"}
    assert "Hands" not in listed(staff_client, attention=attention, q="cedar")
    assert ("Cedar wall" in listed(staff_client, attention=attention, q="cedar")) == (attention == "unused")
    assert listed(staff_client, attention=attention, shown="staff", q="cedar") == set()


def test_takes_a_filter_it_does_not_know_for_none(db, staff_client):
    make_image("Room")
    assert listed(staff_client, attention="nonsense") == {"Room"}


@pytest.mark.parametrize("layout", ["grid", "list"])
def test_the_list_takes_as_many_queries_for_thirty_photos_as_for_three(
    db, staff_client, layout, django_assert_num_queries, django_assert_max_num_queries
):
    url = reverse("wagtailimages:index")
    for number in range(30):
        make_image(ready=False).get_rendition("max-165x165")
        if number == 2:
            staff_client.get(url, {"attention": "unused", "layout": layout})
            with django_assert_max_num_queries(25) as few:
                staff_client.get(url, {"attention": "unused", "layout": layout})
    with django_assert_num_queries(len(few)):
        staff_client.get(url, {"attention": "unused", "layout": layout})


def test_counts_what_is_left_to_do(db, staff_client):
    make_image("Wordless", description="")
    make_image("Told")
    html = staff_client.get(reverse("wagtailimages:index")).content.decode()
    assert "On no page: 2" in html
    assert "No alt text: 1" in html
    assert "File missing or damaged:" not in html


def test_counts_only_photos_that_are_ones_own_to_change(marketer_client, marketing):
    make_image("Theirs", description="")
    make_image("Ours", description="", collection=marketing)
    html = marketer_client.get(reverse("wagtailimages:index")).content.decode()
    assert "No alt text: 1" in html
    assert listed(marketer_client, attention="wordless") == {"Ours"}


class TestBulkActions:
    def test_all_in_the_listing_are_those_that_the_list_shows(self, db, staff_client):
        make_image("Cedar wordless", description="")
        make_image("Hands wordless", description="")
        make_image("Cedar told")
        url = bulk_url("delete", **{"attention": "wordless", "q": "cedar", "id": "all"})
        assert "Cedar told" not in staff_client.get(url).content.decode()
        assert staff_client.post(url).status_code == 302
        assert set(ClinicImage.objects.values_list("title", flat=True)) == {"Hands wordless", "Cedar told"}

    @pytest.mark.parametrize("action", ["add_tags", "add_to_collection", "set_who_is_shown", "add_to_gallery"])
    def test_every_action_keeps_to_the_filter(self, home, staff_client, action):
        make_image("Wordless", description="")
        make_image("Told")
        html = staff_client.get(bulk_url(action, attention="wordless", id="all")).content.decode()
        assert "Wordless" in html
        assert "Told" not in html

    def test_opens_photos_on_a_contact_sheet_in_the_order_chosen(self, db, staff_client):
        one, two = make_image(), make_image()
        response = staff_client.get(bulk_url("edit_on_sheet", two, one))
        assert response["Location"] == f"{reverse('wagtailimages:add_multiple')}?photo={two.pk}&photo={one.pk}"

    def test_adds_photos_to_the_draft_of_a_gallery_in_the_order_chosen(self, home, staff_client):
        first, second, third = make_image(), make_image(description="A back"), make_image()
        gallery = make_gallery(home, "Rooms", photos=(first,))
        response = staff_client.post(
            bulk_url("add_to_gallery", third, first, second, next=reverse("wagtailimages:index")),
            {"gallery": gallery.pk},
            follow=True,
        )
        assert "2 photos were added to the draft of “Rooms”" in response.content.decode()
        gallery.refresh_from_db()
        draft = gallery.get_latest_revision_as_object()
        assert [row.image for row in draft.photos.all()] == [first, third, second]
        assert draft.photos.all()[2].alt_text == "A back"
        assert gallery.photos.count() == 1

    def test_adds_photos_to_no_gallery_of_others(self, home, marketer_client, marketing):
        photo = make_image(collection=marketing)
        gallery = make_gallery(home)
        gallery.locked = True
        gallery.save()
        plain = make_plain_page(home)
        for page, sentence in ((gallery, "This gallery is locked"), (plain, "Select a valid choice")):
            response = marketer_client.post(bulk_url("add_to_gallery", photo), {"gallery": page.pk})
            assert sentence in response.content.decode()
        assert not gallery.get_latest_revision_as_object().photos.exists()

    def test_sets_who_is_shown(self, db, staff_client):
        photos = make_image(shown=""), make_image(shown="")
        staff_client.post(bulk_url("set_who_is_shown", *photos), {"shown": "staff"})
        assert set(ClinicImage.objects.values_list("shown", flat=True)) == {"staff"}

    def test_leaves_photos_of_others_alone(self, marketer_client, marketing):
        theirs, ours = make_image(shown=""), make_image(shown="", collection=marketing)
        url = bulk_url("set_who_is_shown", theirs, ours)
        assert "not yours to change" in marketer_client.get(url).content.decode()
        marketer_client.post(url, {"shown": "staff"})
        theirs.refresh_from_db()
        ours.refresh_from_db()
        assert (theirs.shown, ours.shown) == ("", "staff")

    def test_refuses_numbers_that_are_none(self, db, staff_client):
        assert staff_client.get(bulk_url("set_who_is_shown", id="x")).status_code == 404

    @pytest.mark.parametrize("action", ["edit_on_sheet", "set_who_is_shown", "add_to_gallery"])
    def test_is_for_staff_only(self, db, client, action):
        response = client.get(bulk_url(action, make_image()))
        assert response.status_code == 302
        assert "login" in response["Location"]


def test_warns_of_the_pages_that_lose_a_photo(home, staff_client):
    photo = make_image()
    make_gallery(home, photos=(photo,))
    for url in (bulk_url("delete", photo), reverse("wagtailimages:delete", args=[photo.pk])):
        assert "1 time" in staff_client.get(url).content.decode()
