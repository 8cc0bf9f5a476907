"""A collection as one zip: out of the library, and into another."""

import io
import json
import os
import stat
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission

from media.archive import MAX_DIRECTORY, MAX_PHOTOS, Archive, UnreadableArchive, bring_in, write_archive
from media.intake import MAX_BYTES
from media.look import difference
from media.models import ClinicImage
from tests.builders import make_consent, make_image, picture_bytes
from tests.media.test_hostile_files import HOSTILE
from tests.media.test_intake import with_exif
from tests.media.test_library import stored_files


def exported(*photos: ClinicImage) -> bytes:
    out = io.BytesIO()
    list(write_archive(photos or ClinicImage.objects.all(), out))
    return out.getvalue()


def known(archive: bytes) -> list[dict[str, Any]]:
    return json.loads(zipfile.ZipFile(io.BytesIO(archive)).read("photos.json"))["photos"]


def made_up(photos: Any = (), files: dict[str, bytes] | None = None, **values: Any) -> bytes:
    """Return a zip whose list says `photos`, with `files` in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("photos.json", json.dumps({"format": "photos", "version": 1, "photos": photos} | values))
        for name, content in (files or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def one(content: bytes | None = None, **fields: Any) -> bytes:
    """Return a zip with one photo."""
    photo = {"file": "photos/room.jpg", "title": "Room"} | fields
    return made_up([photo], {"photos/room.jpg": picture_bytes() if content is None else content})


def come_in(archive: bytes) -> dict[str, str]:
    """Bring a zip in, and return for each file what became of it."""
    outcomes = bring_in(Archive(io.BytesIO(archive)), Collection.get_first_root_node())
    return {outcome.name: outcome.reason or outcome.status for outcome in outcomes}


@pytest.fixture
def collection(db) -> Collection:
    return Collection.get_first_root_node().add_child(name="Rooms")


@pytest.fixture
def library(collection) -> list[ClinicImage]:
    room = make_image("Room", size=(900, 600), caption="The room", credit="The clinic", licence="Ours", location="Hall")
    room.tags.add("zen", "cedar")
    room.focal_point_x, room.focal_point_y, room.focal_point_width, room.focal_point_height = 300, 200, 90, 60
    room.save()
    pattern = make_image("Pattern", description="", is_decorative=True, color="navy")
    client = make_image("Client", shown="client", consents=[make_consent(reference="2026-secret")], color="white")
    return [room, pattern, client]


class TestOut:
    def test_holds_files_as_stored_and_what_is_known_of_them(self, library):
        archive = exported()
        room = next(photo for photo in known(archive) if photo["title"] == "Room")
        assert room | {"file": ""} == {
            "file": "",
            "title": "Room",
            "description": library[0].description,
            "is_decorative": False,
            "caption": "The room",
            "credit": "The clinic",
            "licence": "Ours",
            "location": "Hall",
            "shown": "nobody",
            "tags": ["cedar", "zen"],
            "focal_point": [300, 200, 90, 60],
        }
        assert zipfile.ZipFile(io.BytesIO(archive)).read(room["file"]) == Path(library[0].file.path).read_bytes()

    def test_says_of_a_consent_only_that_a_client_is_shown(self, library, owner):
        ClinicImage.objects.update(uploaded_by_user=owner)
        archive = exported()
        assert {photo["shown"] for photo in known(archive)} == {"nobody", "client"}
        assert b"secret" not in archive
        assert b"owner" not in archive

    def test_gives_the_same_bytes_for_the_same_photos(self, library):
        assert exported(*library) == exported(*reversed(library))

    def test_leaves_out_a_photo_whose_file_is_lost(self, library):
        Path(library[0].file.path).unlink()
        assert {photo["title"] for photo in known(exported())} == {"Pattern", "Client"}

    def test_keeps_non_latin_words_readable(self, db):
        make_image("Комната")
        assert "Комната".encode() in exported()


class TestThereAndBack:
    def test_words_and_looks_survive(self, library):
        archive = exported()
        looks = {photo.title: photo.look for photo in library}
        ClinicImage.objects.all().delete()
        assert set(come_in(archive).values()) == {"added"}
        again = exported()
        without_names = [[photo | {"file": ""} for photo in known(zip_file)] for zip_file in (archive, again)]
        assert sorted(without_names[0], key=lambda photo: photo["title"]) == sorted(
            without_names[1], key=lambda photo: photo["title"]
        )
        for photo in ClinicImage.objects.all():
            if photo.look:
                assert difference(photo.look, looks[photo.title]) <= 2
            assert len(photo.file_hash) == 40
            assert photo.file_size == photo.file.size

    def test_a_photo_that_is_there_is_left_as_it_is(self, library):
        archive = exported()
        ClinicImage.objects.update(title="Renamed since")
        assert set(come_in(archive).values()) == {"there"}
        assert ClinicImage.objects.filter(title="Renamed since").count() == 3

    def test_coming_in_twice_adds_nothing(self, library):
        archive = exported()
        ClinicImage.objects.all().delete()
        come_in(archive)
        stored = stored_files()
        assert set(come_in(archive).values()) == {"there"}
        assert ClinicImage.objects.count() == 3
        assert stored_files() == stored

    def test_a_client_stays_hidden_until_a_consent_is_tied(self, library):
        archive = exported()
        ClinicImage.objects.all().delete()
        come_in(archive)
        photo = ClinicImage.objects.get(title="Client")
        assert photo.shown == "client"
        assert photo.hindrance

    def test_metadata_of_a_foreign_file_does_not_stay(self, db):
        come_in(one(with_exif()))
        assert b"Canary" not in ClinicImage.objects.get().file.read()

    def test_sizes_are_made_of_photos_that_come_in(self, db, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            come_in(one(picture_bytes(size=(900, 600))))
        assert ClinicImage.objects.get().renditions.exists()


def encrypted() -> bytes:
    """Return a zip that says its photo is encrypted."""
    archive = bytearray(one())
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        archive[archive.rindex(signature) + offset] |= 1
    return bytes(archive)


def packed_by(method: int, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "photos.json", json.dumps({"format": "photos", "version": 1, "photos": [{"file": "photos/a"}]})
        )
        archive.writestr("photos/a", content, method)
    return out.getvalue()


def with_symlink() -> bytes:
    out = io.BytesIO(made_up([{"file": "photos/link.jpg", "title": "Link"}]))
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("photos/link.jpg")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def with_wrong_checksum() -> bytes:
    archive = one()
    place = archive.index(b"room.jpg") + 200
    return archive[:place] + b"\0\0\0\0" + archive[place + 4 :]


def many_entries(number: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photos.json", "{}")
        for position in range(number):
            archive.writestr(f"{position}", b"")
    return out.getvalue()


UNREADABLE = {
    "nothing": (lambda: b"", "no zip"),
    "text": (lambda: b"PK but no zip", "no zip"),
    "photo": (picture_bytes, "no zip"),
    "cut": (lambda: one()[:-30], "no zip"),
    "directory elsewhere": (lambda: one().replace(b"PK\1\2", b"PK\9\9"), "no zip"),
    "no list": (lambda: many_entries(0).replace(b"photos.json", b"others.json"), "no file photos.json"),
    "100,000 entries": (lambda: many_entries(100_000), "too many files"),
    "5,000 entries": (lambda: many_entries(5_000), "too many files"),
    "list of a list": (lambda: made_up(["photos/a.jpg"]), "no list of photos"),
    "list of nothing": (lambda: made_up(None), "no list of photos"),
    "another format": (lambda: made_up(format="films"), "no list of photos"),
    "a later version": (lambda: made_up(version=2), "version that this site does not know"),
    "too many photos": (lambda: made_up([{}] * (MAX_PHOTOS + 1)), "too many files"),
    "a huge list": (lambda: made_up(padding=" " * 9 * 1024 * 1024), "larger than 8 MB"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_is_no_zip_of_photos_gets_a_sentence(db, staff_client, kind):
    make, sentence = UNREADABLE[kind]
    content = make()
    with pytest.raises(UnreadableArchive, match=sentence):
        Archive(io.BytesIO(content))
    if content:
        response = staff_client.post(
            reverse("import_photos"), {"zip": SimpleUploadedFile("a.zip", content), "collection": 1}
        )
        assert response.status_code == 200
        assert sentence in response.content.decode()
    assert stored_files() == []


@pytest.mark.parametrize(
    "text", ["[", '"photos"', "[]", "[" * 100_000, "9" * 5000, '{"format": NaN}', "\ufeff{}", b"\xff\xfe\x00"]
)
def test_a_list_that_is_no_json_gets_a_sentence(text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photos.json", text)
    with pytest.raises(UnreadableArchive, match="no list of photos"):
        Archive(out)


def test_a_directory_that_says_it_is_huge_is_not_read():
    archive = bytearray(one())
    end = archive.rindex(b"PK\5\6")
    archive[end + 12 : end + 16] = (MAX_DIRECTORY + 1).to_bytes(4, "little")
    with pytest.raises(UnreadableArchive, match="too many files"):
        Archive(io.BytesIO(bytes(archive)))


REFUSED = {
    "encrypted": (encrypted, "encrypted"),
    "bzip2": (lambda: packed_by(zipfile.ZIP_BZIP2, b"\0" * 50_000_000), "title"),
    "symlink": (with_symlink, "not a photo we can read"),
    "wrong checksum": (with_wrong_checksum, "damaged"),
    "bomb": (lambda: one(b"\0" * (MAX_BYTES * 3)), "larger than 30 MB"),
    "zip in a zip": (lambda: one(one()), "not a photo we can read"),
    "missing": (lambda: made_up([{"file": "photos/room.jpg", "title": "Room"}]), "not in the zip"),
    "no title": (lambda: one(title=""), "title: This field cannot be blank"),
    "long title": (lambda: one(title="x" * 300), "title: Ensure this value has at most 255"),
    "title that is no text": (lambda: one(title=[1]), "title: This must be text"),
    "unheard-of person": (lambda: one(shown="celebrity"), "shown: Value 'celebrity' is not a valid choice"),
    "tags that are no list": (lambda: one(tags="cedar"), "tags: They must be a list"),
    "many tags": (lambda: one(tags=["a"] * 101), "tags: They must be a list"),
    "long tag": (lambda: one(tags=["x" * 101]), "tags: Each can have up to 100"),
    "tag that is no text": (lambda: one(tags=[None]), "tags: This must be text"),
    "focal point that is no point": (lambda: one(focal_point="middle"), "focal_point: It must be four numbers"),
    "focal point beyond all": (lambda: one(focal_point=[10**30, 1, 1, 1]), "focal_point: It must be four numbers"),
    "focal point half": (lambda: one(focal_point=[1.5, 1, 1, 1]), "focal_point: It must be four numbers"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_photo_that_cannot_come_in_is_named_with_the_reason(db, kind):
    make, sentence = REFUSED[kind]
    (reason,) = come_in(make()).values()
    assert sentence in reason
    assert not ClinicImage.objects.exists()
    assert stored_files() == []


def test_ways_of_packing_without_bound_are_not_unpacked(db):
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        archive = Archive(io.BytesIO(packed_by(method, b"\0" * 1000)))
        with pytest.raises(Exception, match="packed in a way we do not read"):
            archive.read("photos/a", 10)


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_photos_are_refused_as_on_every_way_in(db, kind):
    (reason,) = come_in(one(HOSTILE[kind])).values()
    assert reason not in ("added", "there")
    assert stored_files() == []


@pytest.mark.parametrize(
    "name", ["../../evil.jpg", "photos/../../evil.jpg", "/etc/passwd", "C:\\evil.jpg", "photos/\0.jpg"]
)
def test_no_name_leads_out_of_the_folder_of_photos(db, name):
    come_in(made_up([{"file": name, "title": "Evil"}], {name: picture_bytes()}))
    folder = Path(settings.MEDIA_ROOT)
    for photo in ClinicImage.objects.all():
        assert Path(photo.file.path).parent == folder / "original_images"
    assert not list(folder.parent.rglob("evil*.jpg")) or all(
        path.parent == folder / "original_images" for path in folder.parent.rglob("evil*.jpg")
    )


def test_odd_characters_do_no_harm(db):
    archive = one(title="\ud800 right‮to left\0", caption="a\0b", tags=["\ud800"])
    assert set(come_in(archive).values()) == {"added"}
    assert ClinicImage.objects.get().caption == "ab"


def test_a_focal_point_outside_the_picture_is_forgotten(db):
    come_in(one(focal_point=[5000, 5000, 10, 10]))
    assert not ClinicImage.objects.get().has_focal_point()


def test_what_the_list_does_not_name_or_names_twice_is_told(db):
    photo = {"file": "photos/room.jpg", "title": "Room"}
    outcomes = come_in(
        made_up(
            [photo, photo | {"title": "Again"}, {"title": "None"}],
            {"photos/room.jpg": picture_bytes(), "photos/other.jpg": picture_bytes(color="navy"), "folder/": b""},
        )
    )
    assert "wrongly, or twice" in outcomes["photos/room.jpg"]
    assert "wrongly" in outcomes["None"]
    assert "says nothing of this file" in outcomes["photos/other.jpg"]
    assert "folder/" not in outcomes
    assert ClinicImage.objects.count() == 1


def test_a_full_disk_ends_it_and_leaves_no_part(db, monkeypatch):
    archive = made_up(
        [{"file": f"photos/{number}.jpg", "title": "Room"} for number in range(3)],
        {f"photos/{number}.jpg": picture_bytes(color=(number, 90, 90)) for number in range(3)},
    )

    def no_room(*arguments, **options):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full_disk:
        full_disk.setattr("django.core.files.storage.FileSystemStorage._save", no_room)
        outcomes = come_in(archive)
    assert len(outcomes) == 1
    assert "no room" in outcomes["photos/0.jpg"]
    assert stored_files() == []


def test_a_row_that_cannot_be_saved_leaves_no_file(db, monkeypatch):
    def broken(*arguments, **options):
        raise DatabaseError

    monkeypatch.setattr("media.archive.log", broken)
    with pytest.raises(DatabaseError):
        come_in(one())
    assert stored_files() == []
    assert not ClinicImage.objects.exists()


def test_a_bomb_takes_little_memory(db):
    archive = one(b"\0" * 200_000_000)
    tracemalloc.start()
    come_in(archive)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000_000


class TestScreens:
    def bring(self, client: Client, archive: bytes, collection: Collection):
        upload = SimpleUploadedFile("photos.zip", archive)
        return client.post(reverse("import_photos"), {"zip": upload, "collection": collection.pk})

    def test_exports_what_the_list_shows(self, staff_client, library, collection):
        ClinicImage.objects.filter(title="Room").update(collection=collection)
        response = staff_client.get(reverse("export_photos"), {"collection_id": collection.pk})
        assert response["Content-Type"] == "application/zip"
        assert [photo["title"] for photo in known(response.getvalue())] == ["Room"]
        response = staff_client.get(reverse("export_photos"), {"attention": "unconsented"})
        assert response["Location"] == reverse("wagtailimages:index")

    def test_exports_what_is_ticked(self, staff_client, library):
        address = reverse("wagtail_bulk_action", args=["media", "clinicimage", "export"])
        response = staff_client.get(address, {"id": [photo.pk for photo in library[:2]]})
        assert {photo["title"] for photo in known(response.getvalue())} == {"Room", "Pattern"}

    def test_names_photos_whose_file_is_lost(self, staff_client, library):
        Path(library[0].file.path).unlink()
        staff_client.get(reverse("export_photos")).close()
        assert "their file is lost: Room" in staff_client.get(reverse("wagtailimages:index")).content.decode()

    def test_offers_both_on_the_list_of_photos(self, staff_client, collection):
        html = staff_client.get(reverse("wagtailimages:index"), {"collection_id": collection.pk}).content.decode()
        assert f"{reverse('export_photos')}?collection_id={collection.pk}" in html
        assert reverse("import_photos") in html

    def test_imports_into_a_collection_and_reports(self, staff_client, owner, collection):
        photos = [{"file": f"photos/{name}.jpg", "title": name} for name in ("Room", "Text")]
        archive = made_up(photos, {"photos/Room.jpg": picture_bytes(), "photos/Text.jpg": b"text"})
        html = self.bring(staff_client, archive, collection).content.decode()
        assert "1 photo was added" in html
        assert "photos/Text.jpg" in html
        assert "not a photo we can read" in html
        photo = ClinicImage.objects.get()
        assert (photo.collection, photo.uploaded_by_user) == (collection, owner)
        assert "1 photo was in the library already" in self.bring(staff_client, archive, collection).content.decode()

    def test_the_zip_does_not_stay(self, staff_client, collection):
        self.bring(staff_client, one(), collection)
        assert storages["private"].listdir("imports")[1] == []

    def test_the_worker_brings_photos_in_while_the_page_waits(self, staff_client, client, collection, settings):
        settings.TASKS = settings.TASKS | {"worker": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        address = self.bring(staff_client, one(), collection)["Location"]
        response = staff_client.get(address)
        assert response["Refresh"] == "3"
        assert "coming in" in response.content.decode()
        client.force_login(User.objects.create_superuser("other"))
        assert client.get(address).status_code == 404
        call_command("db_worker", "--backend", "worker", "--batch", verbosity=0)
        response = staff_client.get(address)
        assert "Refresh" not in response
        assert "1 photo was added" in response.content.decode()
        assert ClinicImage.objects.get().collection == collection

    def test_says_when_it_went_wrong(self, staff_client, collection, monkeypatch):
        def broken(*arguments, **options):
            raise DatabaseError

        monkeypatch.setattr("media.archive.bring_in", broken)
        assert "Something went wrong" in self.bring(staff_client, one(), collection).content.decode()
        assert storages["private"].listdir("imports")[1] == []

    def test_an_unknown_result_is_not_found(self, staff_client, settings):
        settings.TASKS = settings.TASKS | {"worker": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        address = reverse("import_photos_result", args=["00000000-0000-0000-0000-000000000000"])
        assert staff_client.get(address).status_code == 404

    def test_a_full_disk_is_told_in_the_form(self, staff_client, collection, monkeypatch):
        def no_room(*arguments, **options):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", no_room)
        assert "no room to store this zip" in self.bring(staff_client, one(), collection).content.decode()

    def test_is_for_those_who_may_change_and_add(self, library, collection):
        group = Group.objects.create(name="Of one collection")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        user = User.objects.create_user("marketer", password="x")
        user.groups.add(group)
        client = Client()
        client.force_login(user)
        for address in (reverse("export_photos"), reverse("import_photos")):
            assert client.get(address).status_code == 302
            assert client.get(address)["Location"] == reverse("wagtailadmin_home")
        for codename in ("add_image", "change_image"):
            permission = Permission.objects.get(content_type__app_label="wagtailimages", codename=codename)
            GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
        ClinicImage.objects.filter(title="Room").update(collection=collection)
        client = Client()
        client.force_login(user)
        titles = [photo["title"] for photo in known(client.get(reverse("export_photos")).getvalue())]
        assert titles == ["Room"]
        root = Collection.get_first_root_node()
        assert "Select a valid choice" in self.bring(client, one(), root).content.decode()
        assert "1 photo was added" in self.bring(client, one(), collection).content.decode()


class TestCommands:
    def test_take_a_collection_there_and_back(self, library, collection, tmp_path, capsys):
        ClinicImage.objects.filter(title="Room").update(collection=collection)
        file = tmp_path / "rooms.zip"
        call_command("export_photos", "Rooms", file)
        assert "1 photos are in" in capsys.readouterr().out
        assert os.listdir(tmp_path) == ["rooms.zip"]
        ClinicImage.objects.all().delete()
        call_command("import_photos", file, "--collection", "Rooms")
        assert "1 of 1" in capsys.readouterr().out
        assert ClinicImage.objects.get().collection == collection

    def test_a_collection_holds_those_below_it(self, library, collection, tmp_path):
        ClinicImage.objects.filter(title="Room").update(collection=collection)
        call_command("export_photos", "Root", tmp_path / "all.zip")
        assert len(known((tmp_path / "all.zip").read_bytes())) == 3

    def test_name_what_is_left_out(self, library, tmp_path, capsys):
        Path(library[0].file.path).unlink()
        call_command("export_photos", "Root", tmp_path / "all.zip")
        assert "The file of “Room”" in capsys.readouterr().err
        (tmp_path / "bad.zip").write_bytes(one(b"text"))
        call_command("import_photos", tmp_path / "bad.zip")
        assert "photos/room.jpg: This file is not a photo" in capsys.readouterr().err

    def test_say_what_is_wrong(self, collection, tmp_path):
        (tmp_path / "text.zip").write_text("text")
        for arguments, sentence in (
            (("export_photos", "Nowhere", tmp_path / "a.zip"), "There are: Root, Rooms"),
            (("export_photos", "Rooms", tmp_path / "none" / "a.zip"), "could not be written"),
            (("import_photos", tmp_path / "none.zip"), "could not be read"),
            (("import_photos", tmp_path / "text.zip"), "no zip"),
        ):
            with pytest.raises(CommandError, match=sentence):
                call_command(*arguments)
        collection.add_child(name="Rooms")
        with pytest.raises(CommandError, match="more than one"):
            call_command("export_photos", "Rooms", tmp_path / "a.zip")
        assert os.listdir(tmp_path) == ["text.zip"]
