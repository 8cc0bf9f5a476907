"""Zip files: written the same for the same content, and read within bounds, since they come from outside."""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class NoZip(Exception):
    """The file is no zip, or it is damaged."""


class TooManyFiles(Exception):
    """The zip names more files than are taken from one."""


def dated_entry(name: str) -> zipfile.ZipInfo:
    """Return an entry dated 1980, so that equal files give equal bytes."""
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


class BoundedZip:
    """A zip opened for reading; raises NoZip or TooManyFiles. `names` are those of its files, in its order."""

    def __init__(self, file: IO[bytes], most_files: int, largest_directory: int) -> None:
        try:
            # Before the names take memory. Private, but what ZipFile goes by.
            end: Any = zipfile._EndRecData(file)  # type: ignore[attr-defined]
        except Exception as error:  # whatever a made-up zip leads to
            raise NoZip from error
        if not end:
            raise NoZip
        if end[zipfile._ECD_SIZE] > largest_directory or end[zipfile._ECD_ENTRIES_TOTAL] > most_files:  # type: ignore[attr-defined]
            raise TooManyFiles
        try:
            self._zip = zipfile.ZipFile(file)
        except Exception as error:
            raise NoZip from error
        self.names = [entry.filename for entry in self._zip.infolist() if not entry.is_dir()]

    def read(self, name: str, limit: int) -> bytes:
        """Return the content of a file; raises ValidationError where it is damaged, locked, or above `limit` bytes."""
        with self._opened(name) as file:
            content: bytes = file.read(limit + 1)
        if len(content) > limit:
            raise ValidationError(
                _("This file is larger than %(limit)d MB. Save a smaller copy."), params={"limit": limit // 1024**2}
            )
        return content

    def digest(self, name: str, limit: int) -> str:
        """Return the SHA-1 of a file's first `limit` bytes, as Wagtail keeps it; raises ValidationError as `read`."""
        digest = hashlib.sha1(usedforsecurity=False)
        with self._opened(name) as file:
            while limit > 0 and (piece := file.read(min(limit, 64 * 1024))):
                digest.update(piece)
                limit -= len(piece)
        return digest.hexdigest()

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        try:
            entry = self._zip.getinfo(name)
        except KeyError as error:
            raise ValidationError(_("This file is not in the zip.")) from error
        if entry.flag_bits & 1:
            raise ValidationError(_("This file is encrypted. Make a zip without a password."))
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others are unpacked without bound
            raise ValidationError(_("This file is packed in a way we do not read. Make a plain zip."))
        try:
            with self._zip.open(entry) as file:
                yield file
        except Exception as error:  # whatever damaged bytes lead to
            raise ValidationError(_("This file is damaged. Make the zip anew.")) from error
