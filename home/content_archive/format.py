"""How an archive is built: a zip of JSON files for people to read, and beside them the files of photos and documents.

content.json                    what the archive is
pages/home/services.json        a page, by its address
photos/<id>.json, .jpg          a photo, and its file
documents/<id>.json, .pdf       a document, and its file
consents/<reference>.json, …    only with personal data
collections.json, sites.json, redirects.json, search_promotions.json
lists/<model>.json              rows known by a key, such as body areas
settings/<model>.json           settings, by site where each has its own
"""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from media.zips import BoundedZip

FORMAT = "clinic content"
VERSION = 1
HEAD = "content.json"
MAX_FILES = 50_000
MAX_DIRECTORY = 16 * 1024 * 1024  # bytes; what a zip says of its files
MAX_TEXT = 4 * 1024 * 1024  # bytes of one JSON file
MAX_ALL_TEXT = 64 * 1024 * 1024


class ArchiveProblem(Exception):
    """Nothing was written or brought in; the message tells a person why and what to do."""


def text_of(data: Any) -> bytes:
    """Return data as JSON that is the same for the same data; keys keep the order they are written in."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


class ArchiveReader:
    """An archive opened for reading; raises ArchiveProblem where it is none, or too large."""

    def __init__(self, file: Any) -> None:
        try:
            self.zip = BoundedZip(file, most_files=MAX_FILES, largest_directory=MAX_DIRECTORY)
        except Exception as error:
            raise ArchiveProblem(
                _("This file is no archive of a site, is damaged, or names too many files. Export it again.")
            ) from error
        self._left = MAX_ALL_TEXT
        self._names = frozenset(self.zip.names)
        head = self.read(HEAD)
        if not isinstance(head, dict) or head.get("format") != FORMAT:
            raise ArchiveProblem(_("This zip is no archive of a site. Choose one that export_content wrote."))
        if head.get("version") != VERSION:
            raise ArchiveProblem(
                _("This archive is of version %(version)s, which this site does not know. Update the site first.")
                % {"version": str(head.get("version"))[:20]}
            )

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str) -> Any:
        """Return what a JSON file says; raises ArchiveProblem where it is not there, too long or damaged."""
        try:
            text = self.zip.read(name, min(MAX_TEXT, self._left))
            self._left -= len(text)
            return json.loads(text, parse_constant=_refuse_constant)
        except ValidationError as error:
            raise ArchiveProblem(f"{name}: {' '.join(error.messages)}") from error
        except (ValueError, RecursionError) as error:
            raise ArchiveProblem(_("%(file)s is not readable JSON. Export again.") % {"file": name[:200]}) from error

    def records(self, folder: str) -> dict[str, dict[str, Any]]:
        """Return what the JSON files in a folder say, by their names, in the order of the names."""
        found = {}
        for name in sorted(name for name in self._names if name.startswith(folder) and name.endswith(".json")):
            found[name] = self.read(name)
            if not isinstance(found[name], dict):
                raise ArchiveProblem(_("%(file)s does not say what it should. Export again.") % {"file": name[:200]})
        return found

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return the list that a JSON file holds; empty where there is no such file."""
        rows = self.read(name) if name in self else []
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ArchiveProblem(_("%(file)s does not say what it should. Export again.") % {"file": name[:200]})
        return rows


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON
