"""Photos in the library, whichever way they come in."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import UploadedFile

from media.models import ClinicImage
from media.presets import ALL_SPECS
from media.tasks import make_renditions
from tests.builders import make_image, make_service
from tests.media.test_hostile_files import HOSTILE
from tests.media.test_intake import with_exif


def stored_files() -> list[str]:
    return [name for _, _, names in os.walk(settings.MEDIA_ROOT) for name in names]


def test_cleans_files_saved_by_code(db):
    image = ClinicImage(title="Room", file=SimpleUploadedFile("room.jpg", with_exif()))
    image.save()
    image = ClinicImage.objects.get()
    assert (image.width, image.height) == (60, 90)
    assert image.file_size == len(image.file.read()) > 0
    assert len(image.file_hash) == 40
    with image.open_file() as file:
        assert b"Canary" not in file.read()


@pytest.mark.parametrize("address", ["wagtailimages:add", "wagtailimages:add_multiple", "wagtailimages_chooser:create"])
def test_cleans_files_uploaded_on_every_admin_screen(staff_client, address):
    data = {"title": "Room", "collection": "1", "file": SimpleUploadedFile("room.jpg", with_exif())}
    if address == "wagtailimages:add_multiple":
        data = {"title": "Room", "files[]": SimpleUploadedFile("room.jpg", with_exif())}
    if address == "wagtailimages_chooser:create":
        data = {f"image-chooser-upload-{name}": value for name, value in data.items()}
    response = staff_client.post(reverse(address), data, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.status_code in (200, 302)
    image = ClinicImage.objects.get()
    assert (image.width, image.height) == (60, 90)
    assert b"Canary" not in image.file.read()


def test_cleans_a_file_that_replaces_another(staff_client):
    image = make_image()
    response = staff_client.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {"title": "New", "collection": "1", "file": SimpleUploadedFile("new.jpg", with_exif())},
    )
    assert response.status_code == 302
    image = ClinicImage.objects.get()
    assert (image.width, image.height) == (60, 90)


@pytest.mark.parametrize("kind", HOSTILE)
def test_tells_the_uploader_why_a_file_is_refused(staff_client, kind):
    upload = SimpleUploadedFile("photo.jpg", HOSTILE[kind])
    response = staff_client.post(
        reverse("wagtailimages:add"), {"title": "Photo", "collection": "1", "file": upload}, follow=True
    )
    assert response.status_code == 200
    assert "w-field__errors" in response.content.decode()
    assert not ClinicImage.objects.exists()
    assert stored_files() == []


def test_offers_the_description_as_alt_text_and_never_the_title(db):
    image = ClinicImage(title="IMG_1234", description="Two hands on a back")
    assert image.default_alt_text == "Two hands on a back"
    assert ClinicImage(title="IMG_1234").default_alt_text == ""


def test_makes_all_sizes_after_a_photo_arrives(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image(ready=False, size=(2000, 1400))
    assert {rendition.filter_spec for rendition in image.renditions.all()} == set(ALL_SPECS)


def test_makes_sizes_anew_after_the_focal_point_moved(db):
    image = make_image(size=(900, 600))
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 10, 10, 20, 20
    image.save()
    make_renditions.call(image.pk)
    assert image.renditions.count() == len(ALL_SPECS)


def test_forgets_a_photo_that_is_gone(db):
    assert make_renditions.call(12345) == 0


def test_a_public_page_makes_no_sizes(home, client):
    service = make_service(home, photos=(make_image(ready=False),))
    html = client.get(service.url).content.decode()
    assert "photo-pending" in html
    assert len(stored_files()) == 1


@pytest.mark.parametrize("up", ["..", "%2e%2e", "..%2f..%2fmedia", "x/../..", "//..", "%2e%2e%2f"])
def test_no_address_leads_out_of_the_folder_of_sizes(client, db, up):
    image = make_image()
    secret = Path(settings.MEDIA_ROOT) / "documents" / "private.pdf"
    secret.parent.mkdir(parents=True)
    secret.write_bytes(b"private")
    for target in (image.file.name, "documents/private.pdf"):
        assert client.get(f"/media/images/{up}/{target}").status_code == 404
        assert client.get(f"/media/{target}").status_code == 404
    assert client.get("/media/images/..%2f..%2fclinic.sqlite3").status_code == 404


@pytest.mark.parametrize("name", ["nothing.webp", "a" * 300, "%00", ""])
def test_sizes_that_are_not_there_are_not_found(client, db, name):
    assert client.get(f"/media/images/{name}").status_code == 404


def test_cleans_even_the_copy_that_waits_for_its_form(staff_client):
    response = staff_client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "x" * 300, "files[]": SimpleUploadedFile("room.jpg", with_exif())},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert response.status_code == 200
    assert b"Canary" not in UploadedFile.objects.get().file.read()
