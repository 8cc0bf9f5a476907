"""The marketers' role: photos, consents and galleries, and nothing else."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from media.models import ClinicImage, Consent, GalleryPage, GalleryPhoto
from media.roles import set_up_marketers
from tests.builders import (
    make_condition,
    make_consent,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
    make_technique,
    picture_bytes,
    signed_in,
)
from tests.forms import edit_address, edit_page


@pytest.fixture
def gallery(home) -> GalleryPage:
    return make_gallery(home, "Rooms", photos=(make_image(),))


@pytest.fixture
def marketer(gallery) -> Client:
    user = User.objects.create_user("marketer", password="x")
    user.groups.add(set_up_marketers())
    return signed_in(user)


def allowed(client: Client, address: str) -> bool:
    """Return whether an address of the admin answers; it refuses by leading elsewhere, or with 403 or 404."""
    return client.get(address).status_code == 200


def menu(client: Client) -> set[str]:
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    return set(re.findall(r'"label": "([^"]+)"', html))


def test_sees_only_what_belongs_to_the_role(marketer, staff_client, home):
    for make in (make_service, make_condition, make_technique):
        make(home)
    others = {"Documents", "Settings", "Users", "Groups", "Bring in an old page", "Clinic settings"}
    assert menu(staff_client) >= {"Images", "Consents"} | others
    assert menu(marketer) >= {"Images", "Consents"}
    assert not menu(marketer) & others


@pytest.mark.parametrize(
    "name", ["wagtailimages:index", "wagtailimages:add_multiple", "wagtailimages:add", "consents:index", "consents:add"]
)
def test_reaches_photos_and_consents(marketer, name):
    assert allowed(marketer, reverse(name))


def test_adds_changes_and_deletes_any_photo(marketer):
    upload = SimpleUploadedFile("room.jpg", picture_bytes())
    marketer.post(reverse("wagtailimages:add"), {"title": "Room", "collection": "1", "file": upload})
    assert ClinicImage.objects.filter(title="Room").exists()
    other = make_image("Of a colleague")
    data = {"title": "Changed", "collection": "1", "shown": "client", "consents": [make_consent().pk]}
    marketer.post(reverse("wagtailimages:edit", args=[other.pk]), data)
    other.refresh_from_db()
    assert (other.title, other.consents.count()) == ("Changed", 1)
    marketer.post(reverse("wagtailimages:delete", args=[other.pk]))
    assert not ClinicImage.objects.filter(pk=other.pk).exists()


def test_edits_and_publishes_galleries(marketer, gallery):
    assert allowed(marketer, edit_address(gallery))
    edit_page(marketer, gallery, publish=True, title="New rooms")
    assert GalleryPage.objects.get().title == "New rooms"
    assert allowed(marketer, reverse("wagtailadmin_pages:add", args=["media", "gallerypage", gallery.get_parent().pk]))


def test_cannot_delete_consents(marketer):
    consent = make_consent()
    marketer.post(reverse("consents:delete", args=[consent.pk]))
    assert Consent.objects.exists()


def test_touches_no_other_page(marketer, home):
    for page in (home, make_service(home), make_plain_page(home)):
        assert not allowed(marketer, edit_address(page))


@pytest.mark.parametrize(
    "name",
    [
        "wagtailusers_users:index",
        "wagtailusers_users:add",
        "wagtailusers_groups:index",
        "wagtailsites:index",
        "wagtailredirects:index",
        "wagtailadmin_collections:index",
        "wagtailadmin_workflows:index",
        "wagtaildocs:index",
        "bring_in_old_page",
    ],
)
def test_reaches_nothing_else(marketer, name):
    assert not allowed(marketer, reverse(name))


def test_cannot_change_the_clinics_settings(marketer):
    assert not allowed(marketer, reverse("wagtailsettings:edit", args=["home", "clinicsettings"]))


def test_is_kept_by_a_command_and_gains_new_lists_of_galleries(home, capsys):
    set_up_marketers()
    gallery = make_gallery(home)
    user = User.objects.create_user("marketer")
    user.groups.add(set_up_marketers())
    call_command("roles")
    assert "galleries" in capsys.readouterr().out
    assert gallery.permissions_for_user(user).can_publish()
    assert not home.permissions_for_user(user).can_edit()


def test_a_marketers_gallery_needs_words_for_every_photo(marketer, gallery):
    gallery.photos.add(GalleryPhoto.showing(make_image("IMG_1234", description="")))
    gallery.save_revision()
    html = edit_page(marketer, gallery, publish=True).content.decode()
    assert "“IMG_1234”" in html
    assert GalleryPage.objects.get().photos.count() == 1
