"""Photos in the library, whichever way they come in."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.db.models.deletion import Collector
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile
from wagtail.test.utils.form_data import querydict_from_html

from media.models import ClinicImage
from media.models.photo import FOCAL_FIELDS
from media.presets import ALL_SPECS
from media.tasks import make_renditions
from tests.builders import make_gallery, make_image, make_plain_page, make_service, picture_bytes, stored_files
from tests.media.test_hostile_files import HOSTILE
from tests.media.test_intake import with_exif


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


def replace_file(client, image: ClinicImage, size: tuple[int, int] = (600, 400), **fields):
    """Give a photo another file, as staff do, and return the photo."""
    new = SimpleUploadedFile("new.jpg", picture_bytes(size=size, color="navy"))
    focus = {name: getattr(image, name) or "" for name in FOCAL_FIELDS}
    data = {"title": "New", "collection": "1", "shown": "nobody", "description": image.description, "file": new}
    response = client.post(reverse("wagtailimages:edit", args=[image.pk]), data | focus | fields)
    assert response.status_code == 302
    return ClinicImage.objects.get(pk=image.pk)


def test_every_page_shows_the_file_that_replaces_another(
    home, staff_client, client, django_capture_on_commit_callbacks
):
    image = make_image(size=(900, 600))
    pages = [make_gallery(home, photos=(image,)), make_service(home, photos=(image,))]
    pages.append(make_plain_page(home, body=[("photo", image)]))
    former = [size.url for size in image.renditions.all()]
    with django_capture_on_commit_callbacks(execute=True):
        image = replace_file(staff_client, image)
    assert {size.filter_spec for size in image.renditions.all()} >= set(ALL_SPECS)
    assert all(client.get(url).status_code == staff_client.get(url).status_code == 404 for url in former)
    new = {size.url for size in image.renditions.all()}
    for page in pages:
        html = client.get(page.url).content.decode()
        assert any(url in html for url in new)
        assert not any(url in html for url in former)
    shown = client.get(image.get_rendition("width-640|format-webp").url)
    red, _green, blue = Image.open(io.BytesIO(shown.getvalue())).convert("RGB").getpixel((9, 9))
    assert blue > 100 > red


def test_nothing_stays_of_a_file_that_was_replaced(staff_client, db, django_capture_on_commit_callbacks):
    image = make_image(size=(900, 600))
    former = set(stored_files())
    with django_capture_on_commit_callbacks(execute=True):
        image = replace_file(staff_client, image)
    assert not former & set(stored_files())
    assert len(stored_files()) == 1 + image.renditions.count()


def test_pages_show_a_placeholder_until_the_sizes_of_the_new_file_are_ready(home, staff_client, client):
    image = make_image(size=(900, 600))
    page = make_gallery(home, photos=(image,))
    image = replace_file(staff_client, image)
    html = client.get(page.url).content.decode()
    assert "photo-pending" in html
    assert 'width="600"' in html
    assert "/media/images/" not in html


@pytest.mark.parametrize(("size", "kept"), [((900, 600), True), ((500, 500), False)])
def test_a_focal_point_stays_where_it_lies_in_the_new_picture(staff_client, db, size, kept):
    image = make_image(size=(900, 600))
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 700, 300, 50, 50
    image.save()
    image = replace_file(staff_client, image, size)
    assert image.has_focal_point() == kept
    make_renditions.call(image.pk)
    assert not ClinicImage.objects.lacking_sizes().exists()


def test_a_replacement_that_cannot_be_saved_leaves_the_photo_as_it_was(staff_client, db, monkeypatch):
    image = make_image(ready=False)
    former = stored_files()
    with monkeypatch.context() as broken:
        broken.setattr("wagtail.images.forms.search_index.insert_or_update_object", raise_database_error)
        with pytest.raises(DatabaseError), transaction.atomic():
            replace_file(staff_client, image)
    assert stored_files() == former
    assert ClinicImage.objects.get().file.name == image.file.name


def raise_database_error(*arguments, **options):
    raise DatabaseError("the disk is full")


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


def test_a_photo_can_be_deleted_while_the_worker_makes_its_sizes(db, monkeypatch):
    """A size that came between finding what to delete and deleting it would stop the deletion."""
    image = make_image()
    outside, found_in = len(connection.savepoint_ids), []
    collect = Collector.collect
    monkeypatch.setattr(
        Collector, "collect", lambda *args, **kw: found_in.append(len(connection.savepoint_ids)) or collect(*args, **kw)
    )
    image.delete()
    assert found_in
    assert min(found_in) > outside
    assert not ClinicImage.objects.exists()


def test_a_form_opened_earlier_does_not_undo_what_somebody_else_changed(staff_client):
    photo = make_image(shown="nobody", caption="")
    address = reverse("wagtailimages:edit", args=[photo.pk])
    data = querydict_from_html(staff_client.get(address).content.decode(), form_index=0)
    data["caption"] = "The front door"
    ClinicImage.objects.filter(pk=photo.pk).update(shown="client")
    html = staff_client.post(address, data).content.decode()
    assert "somebody changed this photo while you had it open" in html
    assert "The front door" in html
    photo.refresh_from_db()
    assert (photo.shown, photo.caption) == ("client", "")
    again = querydict_from_html(html, form_index=0)
    assert staff_client.post(address, again).status_code == 302
    photo.refresh_from_db()
    assert (photo.shown, photo.caption) == ("nobody", "The front door")
