"""What people are told when the server has no room left.

Here the errors are made; `make drill-disk` fills a real disk.
"""

import errno
import sqlite3
from collections.abc import Iterator

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from wagtail.models import UploadedFile

from clinic.full_disk import tells_of_full_disk
from media.models import ClinicImage
from tests.builders import make_image, make_plain_page, picture_bytes, stored_files
from tests.forms import edit_address, page_form

SCRIPT = {"x-requested-with": "XMLHttpRequest"}


def full(*arguments, **options):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def staff(staff_client) -> Client:
    """Return a client that gets the page of an error, as a browser does."""
    staff_client.raise_request_exception = False
    return staff_client


@pytest.fixture
def full_database(db) -> Iterator:
    """Return a context in which the database takes no more rows."""

    def refuse(execute, sql, parameters, many, context):
        if sql.startswith(("INSERT", "UPDATE")):
            cause = sqlite3.OperationalError("database or disk is full")
            cause.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise OperationalError(*cause.args) from cause
        return execute(sql, parameters, many, context)

    return connection.execute_wrapper(refuse)


def upload(client, **headers):
    data = {"title": "Photo", "collection": "1", "files[]": SimpleUploadedFile("photo.jpg", picture_bytes())}
    return client.post(reverse("wagtailimages:add_multiple"), data, headers=headers or SCRIPT)


def assert_told(response) -> None:
    assert response.status_code == 507
    assert "There is no room left" in response.content.decode()
    assert "Tell whoever looks after the site" in response.content.decode()


def test_a_page_that_the_database_has_no_room_for_is_told_in_words(home, staff, full_database):
    page = make_plain_page(home, title="Before")
    data = page_form(staff, page)
    data["title"] = "After"
    with full_database:
        response = staff.post(edit_address(page), data)
    assert_told(response)
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Before"


def test_a_photo_that_the_database_has_no_room_for_leaves_no_file(staff, full_database):
    with full_database:
        response = upload(staff)
    assert_told(response)
    assert response.json()["success"] is False
    assert response.json()["error_message"].startswith("There is no room left")
    assert stored_files() == []


@pytest.mark.parametrize("way", ["add", "edit"])
def test_a_form_that_the_database_has_no_room_for_leaves_no_file(staff, full_database, way):
    photo = make_image()
    before = stored_files()
    address = reverse("wagtailimages:add") if way == "add" else reverse("wagtailimages:edit", args=[photo.pk])
    new = SimpleUploadedFile("new.jpg", picture_bytes())
    with full_database:
        response = staff.post(address, {"title": "New", "collection": "1", "shown": "nobody", "file": new})
    assert_told(response)
    assert [name for name in stored_files() if name.startswith("new")] == []
    assert set(before) <= set(stored_files())
    assert ClinicImage.objects.get().file.name == photo.file.name


@pytest.mark.parametrize("step", ["new_file", "receive_data_chunk"])
def test_an_upload_that_the_temporary_folder_has_no_room_for_is_told_in_words(staff, monkeypatch, settings, step):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    monkeypatch.setattr(TemporaryFileUploadHandler, step, full)
    response = upload(staff)
    assert_told(response)
    assert response.json()["success"] is False
    assert_told(staff.post(reverse("wagtailimages:add"), {"file": SimpleUploadedFile("a.jpg", picture_bytes())}))
    assert not ClinicImage.objects.exists()


def test_a_photo_kept_aside_for_an_incomplete_form_leaves_no_part_on_a_full_disk(staff, monkeypatch):
    save = FileSystemStorage._save

    def half(self, name, content):
        full(save(self, name, content))

    monkeypatch.setattr(FileSystemStorage, "_save", half)
    data = {"title": "", "collection": "1", "files[]": SimpleUploadedFile("photo.jpg", picture_bytes())}
    response = staff.post(reverse("wagtailimages:add_multiple"), data, headers=SCRIPT)
    assert_told(response)
    assert not UploadedFile.objects.exists()
    assert stored_files() == []


def test_any_other_error_is_still_our_fault(staff, monkeypatch):
    monkeypatch.setattr("media.forms.ClinicImageForm.save", lambda *args: 1 / 0)
    response = upload(staff)
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()


def test_knows_a_full_disk_by_every_name():
    class DiskFull(Exception):
        sqlstate = "53100"

    assert tells_of_full_disk(OSError(errno.EDQUOT, "Disk quota exceeded"))
    assert tells_of_full_disk(DiskFull())
    wrapped = RuntimeError()
    wrapped.__cause__ = DiskFull()
    assert tells_of_full_disk(wrapped)
    assert not tells_of_full_disk(OSError(errno.ENOENT, "No such file"))
    assert not tells_of_full_disk(sqlite3.OperationalError("database is locked"))
    assert not tells_of_full_disk(None)
