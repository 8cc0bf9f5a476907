"""The files of an archive, checked and stored before the database is touched, and taken away again if that fails."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model

from home.content_archive.checking import sentence
from home.content_archive.format import ArchiveProblem, ArchiveReader
from home.content_archive.identities import Identities
from home.content_archive.outcome import Outcome
from media.intake import MAX_BYTES, take_in
from media.models import ClinicImage, Consent

PHOTO_FILE_FIELDS = ("file", "width", "height", "file_size", "file_hash", "look", "dominant_colour")
DOCUMENT_FILE_FIELDS = ("file", "file_size", "file_hash")
FORM_SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png")


@dataclass
class Incoming:
    """Something with a file: what the archive says of it, the row that it is here, and what a new file gives it."""

    record: dict[str, Any]
    number: Any = None
    file: dict[str, Any] = field(default_factory=dict)


class StoredFiles:
    """Files that were stored, and go again unless all went well."""

    def __init__(self) -> None:
        self.stored: list[tuple[Storage, str]] = []

    def __enter__(self) -> "StoredFiles":
        return self

    def __exit__(self, error: Any, *args: Any) -> None:
        if error:
            self.remove()

    def add(self, file: Any) -> None:
        self.stored.append((file.storage, file.name))

    def remove(self) -> None:
        while self.stored:
            self.remove_last()

    def remove_last(self) -> None:
        storage, name = self.stored.pop()
        storage.delete(name)


class FileIntake:
    """Takes in the files that this site does not have yet; one that is refused is told, and stays out."""

    def __init__(self, reader: ArchiveReader, identities: Identities, stored: StoredFiles, outcome: Outcome) -> None:
        self.reader = reader
        self.identities = identities
        self.stored = stored
        self.outcome = outcome

    def photo(self, record: dict[str, Any], in_archive: Iterable[str]) -> Incoming | None:
        """Return a photo that is known here by its id, or by its file unless that photo is another of the archive."""
        try:
            if str(UUID(record["id"])) != record["id"]:
                raise ValidationError(_("Its id is not one."))
            digest = self.reader.zip.digest(record["file"], MAX_BYTES + 1)
        except (ValueError, ValidationError) as error:
            self._refuse(record, error)
            return None
        number = self.identities.number_of(ClinicImage, record["id"])
        if number is None:
            same = ClinicImage.objects.filter(file_hash=digest).exclude(uuid__in=in_archive).order_by("pk").first()
            number = same and same.pk
        if number and ClinicImage.objects.filter(pk=number, file_hash=digest).exists():
            return Incoming(record, number)
        try:
            content = ContentFile(self.reader.zip.read(record["file"], MAX_BYTES), record["file"])
            taken_in = take_in(content, from_library=True)
        except ValidationError as error:
            self._refuse(record, error)
            return None
        photo = ClinicImage()
        photo.file.save(taken_in.name or "photo", taken_in, save=False)
        self.stored.add(photo.file)
        photo._set_image_file_metadata()
        if number and ClinicImage.objects.filter(pk=number, file_hash=photo.file_hash).exists():
            self.stored.remove_last()  # the archive's file was written anew when it came in before
            return Incoming(record, number)
        values = {name: getattr(photo, name) for name in PHOTO_FILE_FIELDS} | {"file": photo.file.name}
        return Incoming(record, number, values)

    def document(self, record: dict[str, Any]) -> Incoming | None:
        """Return a document that is known here by its content."""
        model = get_document_model()
        number = self.identities.number_of(model, record["id"])
        if number:
            return Incoming(record, number)
        name = PurePosixPath(str(record.get("filename")).replace("\\", "/")).name
        try:
            content = self.reader.zip.read(record["file"], settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
            if PurePosixPath(name).suffix.lower() != ".pdf" or not content.startswith(b"%PDF-"):
                raise ValidationError(_("Only PDF files come in."))
        except ValidationError as error:
            self._refuse(record, error)
            return None
        document = model()
        document.file.save(name[-100:], ContentFile(content), save=False)
        self.stored.add(document.file)
        document._set_document_file_metadata()
        values = {name: getattr(document, name) for name in DOCUMENT_FILE_FIELDS} | {"file": document.file.name}
        return Incoming(record, None, values)

    def consent(self, record: dict[str, Any]) -> Incoming | None:
        """Return a consent that is known here by its reference."""
        number = self.identities.number_of(Consent, record["id"])
        if number:
            return Incoming(record, number)
        suffix = PurePosixPath(record["file"]).suffix
        try:
            content = self.reader.zip.read(record["file"], MAX_BYTES)
            if suffix not in FORM_SUFFIXES:
                raise ValidationError(_("The form must be a PDF or a picture."))
        except ValidationError as error:
            self._refuse(record, error)
            return None
        consent = Consent()
        consent.form.save(f"form{suffix}", ContentFile(content), save=False)
        self.stored.add(consent.form)
        return Incoming(record, None, {"form": consent.form.name})

    def _refuse(self, record: dict[str, Any], error: Exception) -> None:
        reason = sentence(error) if isinstance(error, ValidationError) else str(error)
        self.outcome.tell(
            _("“%(name)s” stayed out: %(reason)s")
            % {"name": str(record.get("title") or record.get("id"))[:100], "reason": reason}
        )


def checked_records(reader: ArchiveReader, folder: str) -> list[dict[str, Any]]:
    """Return the records of a folder, each with an id of its own and the name of its file."""
    records = list(reader.records(folder).values())
    if not all(isinstance(record.get("id"), str) and isinstance(record.get("file"), str) for record in records) or len(
        {record["id"] for record in records}
    ) != len(records):
        raise ArchiveProblem(_("%(file)s does not say what it should. Export again.") % {"file": folder})
    return records
