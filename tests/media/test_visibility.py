"""Who gets which file of a photo: visitors only what a page of theirs shows, staff what they work with."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.models import Collection, GroupCollectionPermission, PageViewRestriction, Site

from home.models import ClinicSettings, HomePhoto
from media.models import ClinicImage
from tests.builders import (
    make_consent,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
    make_staff,
    signed_in,
)


def files(image: ClinicImage) -> list[str]:
    """Return the addresses of everything that is stored of a photo."""
    return [image.file.url, *(size.url for size in image.renditions.all())]


def visible(client: Client, image: ClinicImage) -> bool:
    """Return whether the sizes of a photo answer; the original never does, and all sizes answer alike."""
    original, *sizes = (client.get(url).status_code for url in files(image))
    assert original == 404
    assert len(set(sizes)) == 1
    return sizes[0] == 200


@pytest.fixture
def photo(db) -> ClinicImage:
    return make_image()


def test_a_photo_on_no_page_is_nobodys(client, photo):
    assert not visible(client, photo)


def test_a_draft_shows_its_photos_to_nobody(home, client, photo):
    make_gallery(home, photos=(photo,), live=False)
    assert not visible(client, photo)


@pytest.mark.parametrize("make", [make_gallery, make_service])
def test_a_published_page_shows_its_photos_until_it_is_unpublished(home, client, photo, make):
    page = make(home, photos=(photo,))
    assert visible(client, photo)
    page.unpublish()
    assert not visible(client, photo)


def test_a_photo_in_a_body_is_shown(home, client, photo):
    make_plain_page(home, body=[("photo", photo)])
    assert visible(client, photo)


def test_the_picture_of_the_home_page_is_shown(home, client, photo):
    home.photos.set([HomePhoto.showing(photo)])
    home.save_revision().publish()
    assert visible(client, photo)


def test_the_picture_of_shared_links_is_shown(home, client, photo):
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.share_image = photo
    clinic.save()
    assert visible(client, photo)


def test_a_client_who_does_not_agree_to_shared_links_any_more_is_gone_from_them(home, client):
    consent = make_consent(scope="sharing")
    photo = make_image(shown="client", consents=[consent])
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.share_image = photo
    clinic.save()
    assert visible(client, photo)
    consent.scope = "site"
    consent.save()
    assert not visible(client, photo)


def test_a_photo_taken_from_its_last_page_is_gone(home, client, photo):
    gallery = make_gallery(home, photos=(photo, make_image()))
    gallery.photos.set([row for row in gallery.photos.all() if row.image != photo])
    gallery.save_revision()
    assert visible(client, photo)
    gallery.get_latest_revision().publish()
    assert not visible(client, photo)


def test_a_photo_added_to_a_draft_waits_for_its_publication(home, client, photo):
    gallery = make_gallery(home, photos=(make_image(),))
    gallery.photos.add(gallery.photos.model.showing(photo))
    gallery.save_revision()
    assert not visible(client, photo)
    gallery.get_latest_revision().publish()
    assert visible(client, photo)


def test_a_private_page_shows_its_photos_to_those_who_may_read_it(home, client, photo):
    page = make_gallery(home, photos=(photo,))
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert not visible(client, photo)
    client.force_login(User.objects.create_user("reader"))
    assert visible(client, photo)
    assert "private" in client.get(files(photo)[1])["Cache-Control"]


def test_a_photo_on_a_private_and_a_public_page_is_public(home, client, photo):
    page = make_gallery(home, photos=(photo,))
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    make_gallery(home, photos=(photo,))
    assert visible(client, photo)


def test_the_sizes_of_the_admin_are_for_staff(home, client, staff_client, photo):
    make_gallery(home, photos=(photo,))
    for spec in ("original", "max-165x165"):
        size = photo.get_rendition(spec)
        assert client.get(size.url).status_code == 404
        assert staff_client.get(size.url).status_code == 200


def test_staff_who_work_with_photos_get_every_file(staff_client, photo):
    for url in files(photo):
        response = staff_client.get(url)
        assert response.status_code == 200
        assert "public" not in response["Cache-Control"]


def test_staff_who_do_not_work_with_photos_get_what_visitors_get(photo):
    assert not visible(signed_in(make_staff("editor")), photo)


@pytest.mark.parametrize("codename", ["choose_image", "change_image"])
def test_staff_of_one_collection_get_no_hidden_photo_of_another(db, client, codename):
    theirs = Collection.get_first_root_node().add_child(name="Theirs")
    group = Group.objects.create(name="Staff of one collection")
    permission = Permission.objects.get(content_type__app_label="wagtailimages", codename=codename)
    GroupCollectionPermission.objects.create(group=group, collection=theirs, permission=permission)
    editor = User.objects.create_user("editor", password="x")
    editor.groups.add(group)
    client.force_login(editor)
    assert not visible(client, make_image(shown="client"))
    for url in files(make_image(shown="client", collection=theirs)):
        assert client.get(url).status_code == 200


def test_a_size_is_kept_by_browsers_and_asked_for_again_by_shared_caches(home, client, photo):
    make_gallery(home, photos=(photo,))
    size = photo.renditions.earliest("pk")
    response = client.get(size.url)
    assert Image.open(io.BytesIO(response.getvalue())).width == size.width
    assert response["Content-Type"] == "image/webp"
    assert {"public", "max-age=31536000", "s-maxage=60", "immutable"} <= set(response["Cache-Control"].split(", "))
    again = client.get(size.url, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert again["Cache-Control"] == response["Cache-Control"]


def test_nobody_keeps_a_copy_of_a_clients_photo_for_long(home, client):
    photo = make_image(shown="client", consents=[make_consent()])
    make_gallery(home, photos=(photo,))
    response = client.get(files(photo)[1])
    assert set(response["Cache-Control"].split(", ")) == {"private", "max-age=30", "must-revalidate"}


def test_a_size_takes_few_queries(home, client, photo, django_assert_max_num_queries):
    make_gallery(home, photos=(photo,))
    url = files(photo)[1]
    client.get(url)
    with django_assert_max_num_queries(2):
        client.get(url)


def test_a_photo_of_which_nobody_said_who_is_shown_is_hidden(home, client):
    photo = make_image(shown="", description="Somebody perhaps")
    page = make_gallery(home, photos=(make_image(), photo), checked=False)
    assert not visible(client, photo)
    assert "Somebody perhaps" not in client.get(page.url).content.decode()


TODAY = timedelta()
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("given", "expires", "revoked", "scope", "shown"),
    [
        (-DAY, DAY, None, "site", True),
        (TODAY, TODAY, None, "site", True),
        (-DAY, DAY, DAY, "sharing", True),
        (DAY, 2 * DAY, None, "site", False),
        (-2 * DAY, -DAY, None, "site", False),
        (-DAY, DAY, TODAY, "site", False),
        (-DAY, DAY, -DAY, "site", False),
        (-DAY, DAY, None, "elsewhere", False),
    ],
)
def test_a_client_is_shown_while_the_consent_holds(home, client, given, expires, revoked, scope, shown):
    today = timezone.localdate()
    consent = make_consent(
        given_on=today + given,
        expires_on=today + expires,
        revoked_on=None if revoked is None else today + revoked,
        scope=scope,
    )
    photo = make_image(shown="client", consents=[consent], description="A back")
    page = make_gallery(home, photos=(photo,), checked=False)
    assert visible(client, photo) == shown
    assert ("A back" in client.get(page.url).content.decode()) == shown
    assert bool(photo.hindrance()) != shown


def test_a_client_without_consent_is_hidden(home, client):
    photo = make_image(shown="client")
    make_gallery(home, photos=(photo,), checked=False)
    assert not visible(client, photo)


def test_every_client_in_a_photo_must_consent(home, client):
    ended = make_consent(expires_on=timezone.localdate() - DAY)
    photo = make_image(shown="client", consents=[make_consent(), ended])
    make_gallery(home, photos=(photo,), checked=False)
    assert not visible(client, photo)


def test_a_client_who_agreed_to_this_site_only_is_in_no_shared_link(home, client):
    for scope, shared in (("site", False), ("sharing", True)):
        photo = make_image(shown="client", consents=[make_consent(scope=scope)])
        page = make_service(home, photos=(photo,))
        assert ("og:image" in client.get(page.url).content.decode()) == shared


@pytest.mark.parametrize("address", ["/media/images/%00", "/media/original_images/%00", "/media/images/" + "a" * 300])
def test_odd_names_are_not_found(client, staff_client, db, address):
    assert client.get(address).status_code == 404
    assert staff_client.get(address).status_code == 404


def test_a_size_whose_file_is_lost_is_not_found(home, client, photo):
    make_gallery(home, photos=(photo,))
    size = photo.renditions.earliest("pk")
    size.file.storage.delete(size.file.name)
    assert client.get(size.url).status_code == 404
