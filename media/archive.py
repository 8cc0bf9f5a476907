"""Photos with what the library knows of them, as one zip file: out of this library, and into another.

The zip holds `photos/…`, the files as they are stored, and `photos.json`, what is known of each. Of the consents of
clients it says nothing but that a client is shown, so such a photo stays hidden until a consent is tied to it anew.
A zip comes from outside, whatever it claims: on the way in each file is decoded and written anew like any other, so
that a photo that went out and came in again is equal in its words and its look, not in its bytes.
"""

import hashlib
import json
import logging
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django_tasks import task
from taggit.models import Tag
from wagtail.log_actions import log
from wagtail.models import Collection

from media.intake import MAX_BYTES, take_in
from media.models import ClinicImage
from media.models.photo import FOCAL_FIELDS
from media.zips import BoundedZip, NoZip, TooManyFiles, dated_entry

FORMAT = {"format": "photos", "version": 1}
LIST = "photos.json"
WORDS = ("title", "description", "caption", "credit", "licence", "location", "shown")
MAX_PHOTOS = 2_000
MAX_LIST = 8 * 1024 * 1024  # bytes; 4 KB for each photo
MAX_DIRECTORY = 1024 * 1024  # bytes; what a zip says of its files before any is read, 512 for each
MAX_TAGS = 100
FAR = 100_000  # px; no picture is that large

logger = logging.getLogger(__name__)


class UnreadableArchive(ValidationError):
    """A file from which no photos can be taken; the message tells a person why and what to do."""


@dataclass
class Outcome:
    """What became of one file of a zip: `status` is added, there (the library has it), or refused for `reason`."""

    name: str
    status: str
    reason: str = ""


def write_archive(photos: Iterable[ClinicImage], out: IO[bytes]) -> Iterator[tuple[ClinicImage, bool]]:
    """Write photos to a zip, the same bytes for the same photos; yield each with whether its file could be read."""
    ordered = sorted(photos, key=lambda photo: photo.file.name)
    prefetch_related_objects(ordered, "tags")
    known = []
    with zipfile.ZipFile(out, "w") as archive:
        for photo in ordered:
            entry = dated_entry(f"photos/{PurePosixPath(photo.file.name).name}")
            try:
                with photo.file.open() as file:
                    entry.file_size = file.size
                    with archive.open(entry, "w") as target:
                        shutil.copyfileobj(file, target)
            except FileNotFoundError:
                yield photo, False
                continue
            known.append({"file": entry.filename, **_what_is_known(photo)})
            yield photo, True
        text = json.dumps(FORMAT | {"photos": known}, ensure_ascii=False, indent=2, sort_keys=True)
        archive.writestr(dated_entry(LIST), text + "\n")


def _what_is_known(photo: ClinicImage) -> dict[str, Any]:
    return {
        **{name: getattr(photo, name) for name in WORDS},
        "is_decorative": photo.is_decorative,
        "tags": sorted(tag.name for tag in photo.tags.all()),
        "focal_point": [getattr(photo, name) for name in FOCAL_FIELDS] if photo.has_focal_point() else None,
    }


class Archive:
    """A zip of photos, opened; raises UnreadableArchive where it is none."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self.zip = BoundedZip(file, most_files=2 * MAX_PHOTOS, largest_directory=MAX_DIRECTORY)
        except TooManyFiles as error:
            raise _too_many() from error
        except NoZip as error:
            raise _no_zip() from error
        if LIST not in self.zip.names:
            raise UnreadableArchive(
                _("This zip has no file %(list)s. Choose one that was exported from a photo library like this one."),
                params={"list": LIST},
            )
        self.photos = self._read_list()
        self.unknown = sorted(
            set(self.zip.names)
            - {LIST, *(photo.get("file") for photo in self.photos if isinstance(photo.get("file"), str))}
        )

    def __len__(self) -> int:
        """Return the number of photos and other files that the zip names."""
        return len(self.photos) + len(self.unknown)

    def _read_list(self) -> list[dict[str, Any]]:
        try:
            known = json.loads(self.zip.read(LIST, MAX_LIST))
        except ValidationError as error:
            raise UnreadableArchive(f"{LIST}: {' '.join(error.messages)}") from error
        except (ValueError, RecursionError) as error:
            raise _no_list() from error
        if not isinstance(known, dict) or known.get("format") != FORMAT["format"]:
            raise _no_list()
        if known.get("version") != FORMAT["version"]:
            raise UnreadableArchive(_("This zip is of a version that this site does not know. Update the site first."))
        photos = known.get("photos")
        if not isinstance(photos, list) or not all(isinstance(photo, dict) for photo in photos):
            raise _no_list()
        if len(photos) > MAX_PHOTOS:
            raise _too_many()
        return photos


def _no_zip() -> UnreadableArchive:
    return UnreadableArchive(
        _("This file is no zip, or it is damaged. Export the photos again, and choose the new file.")
    )


def _no_list() -> UnreadableArchive:
    return UnreadableArchive(
        _("%(list)s in this zip is no list of photos. Export the photos again, and change nothing in the zip."),
        params={"list": LIST},
    )


def _too_many() -> UnreadableArchive:
    return UnreadableArchive(
        _("This zip names too many files; up to %(limit)d photos come in at once. Export fewer at a time."),
        params={"limit": MAX_PHOTOS},
    )


def bring_in(archive: Archive, collection: Collection, user: Any = None) -> Iterator[Outcome]:
    """Add the photos of a zip to a collection, and yield what became of each file.

    A photo that the library has already, byte by byte, is left as it is, so that the same zip can come in again.
    """
    seen: set[str] = set()
    for known in archive.photos:
        name = known.get("file")
        if isinstance(name, str):
            name = _text(name, "file")
        if not isinstance(name, str) or not name.startswith("photos/") or name in seen:
            yield Outcome(str(name)[:100], "refused", _("%(list)s names it wrongly, or twice.") % {"list": LIST})
            continue
        seen.add(name)
        try:
            added = _bring_in_one(archive, name, known, collection, user)
        except ValidationError as error:
            yield Outcome(name, "refused", _reasons(error))
        except OSError:
            logger.exception("A photo of a zip could not be stored")
            reason = _(
                "There is no room to store this photo and those after it. Make room, and bring the zip in again."
            )
            yield Outcome(name, "refused", reason)
            return
        else:
            yield Outcome(name, "added" if added else "there")
    for name in archive.unknown:
        yield Outcome(name, "refused", _("%(list)s says nothing of this file.") % {"list": LIST})


def _bring_in_one(archive: Archive, name: str, known: dict[str, Any], collection: Collection, user: Any) -> bool:
    photo = ClinicImage(collection=collection, uploaded_by_user=user, **_values(known))
    photo.full_clean(exclude=["file", "width", "height", "collection"])
    tags = _tags(known)
    content = archive.zip.read(name, MAX_BYTES)
    if _is_there(content):
        return False
    taken_in = take_in(ContentFile(content, name))
    if _is_there(taken_in.read()):  # it came in from this zip before
        return False
    photo.file.save(taken_in.name, taken_in, save=False)
    photo._set_image_file_metadata()
    try:
        with transaction.atomic():
            photo.save()
            photo.tags.set(tags)
            log(photo, "wagtail.create", user=user)
    except Exception:
        photo.file.storage.delete(photo.file.name)
        raise
    return True


def _is_there(content: bytes) -> bool:
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()  # as Wagtail keeps it
    return ClinicImage.objects.filter(file_hash=digest).exists()


def _values(known: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a photo from what the list says; raises ValidationError where that is nonsense."""
    values: dict[str, Any] = {name: _text(known.get(name, ""), name) for name in WORDS}
    values["is_decorative"] = known.get("is_decorative") is True
    focus = known.get("focal_point")
    if focus is not None:
        numbers = focus if isinstance(focus, list) else []
        if len(numbers) != 4 or not all(type(number) is int and 0 <= number < FAR for number in numbers):
            raise ValidationError({"focal_point": _("It must be four numbers: the middle, the width, the height.")})
        values |= dict(zip(FOCAL_FIELDS, numbers, strict=True))
    return values


def _tags(known: dict[str, Any]) -> list[str]:
    tags = known.get("tags", [])
    if not isinstance(tags, list) or len(tags) > MAX_TAGS:
        raise ValidationError({"tags": _("They must be a list of at most %(limit)d words.") % {"limit": MAX_TAGS}})
    words = [_text(tag, "tags").strip() for tag in tags]
    limit = Tag._meta.get_field("name").max_length
    if any(len(word) > limit for word in words):
        raise ValidationError({"tags": _("Each can have up to %(limit)d characters.") % {"limit": limit}})
    return [word for word in words if word]


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ValidationError({name: _("This must be text.")})
    return value.encode(errors="replace").decode().replace("\0", "")  # what no database takes


def _reasons(error: ValidationError) -> str:
    if hasattr(error, "error_dict"):
        return " ".join(f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())
    return " ".join(error.messages)


@task(backend="worker")
def bring_in_stored(name: str, collection_id: int, user_id: Any) -> list[list[str]]:
    """Bring in a zip kept in private storage, remove it, and return the outcomes, each as name, status and reason."""
    from django.contrib.auth import get_user_model

    storage = storages["private"]
    try:
        with storage.open(name) as file:
            outcomes = bring_in(
                Archive(file),
                Collection.objects.get(pk=collection_id),
                get_user_model().objects.filter(pk=user_id).first(),
            )
            return [[outcome.name, outcome.status, outcome.reason] for outcome in outcomes]
    finally:
        storage.delete(name)
