"""Brings an archive into the site: all of it, or nothing.

Files are taken in before the database is touched, so that those who work on the site wait for the rows only.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.contrib.settings.registry import registry
from wagtail.models import Site

from home.content_archive.files import FileIntake, Incoming, StoredFiles, checked_records
from home.content_archive.format import ArchiveProblem, ArchiveReader
from home.content_archive.identities import Identities
from home.content_archive.library import LibraryImport
from home.content_archive.lists import ListImport
from home.content_archive.outcome import Outcome
from home.content_archive.page_places import PagePlaces, checked_pages
from home.content_archive.page_versions import PageVersions
from home.content_archive.progress import Progress
from home.content_archive.scope import LISTS
from home.default_site import remove_welcome_page
from home.models import HomePage


class ArchiveImport:
    """One import. With `dry_run` all is done as ever, and taken back at the end."""

    def __init__(
        self,
        reader: ArchiveReader,
        personal_data: bool = False,
        dry_run: bool = False,
        progress: Progress = lambda *counts: None,
    ) -> None:
        self.reader = reader
        self.personal_data = personal_data
        self.dry_run = dry_run
        self.progress = progress
        self.outcome = Outcome()
        self.identities = Identities()

    def run(self) -> Outcome:
        """Bring everything in; raises ArchiveProblem, and leaves all as it was, where the archive is unfit."""
        pages = checked_pages(self.reader.records("pages/"))
        with StoredFiles() as stored:
            intake = FileIntake(self.reader, self.identities, stored, self.outcome)
            consents = self._take_in("consents", intake.consent) if self.personal_data else []
            documents = self._take_in("documents", intake.document)
            records = checked_records(self.reader, "photos/")
            ids = [record["id"] for record in records]
            photos = self._each("photos", records, lambda record: intake.photo(record, ids))
            with transaction.atomic():
                self._bring_in(consents, documents, photos, pages)
                if self.dry_run:
                    transaction.set_rollback(True)
            if self.dry_run:
                stored.remove()
        return self.outcome

    def _take_in(self, folder: str, take_in: Callable[[dict[str, Any]], Incoming | None]) -> list[Incoming]:
        return self._each(folder, checked_records(self.reader, f"{folder}/"), take_in)

    def _each(self, what: str, records: list[Any], do: Callable[[Any], Any]) -> list[Any]:
        """Return what comes of each record, and show how many are done."""
        results = []
        for number, record in enumerate(records, start=1):
            results.append(do(record))
            self.progress(what, number, len(records))
        return [result for result in results if result is not None]

    def _bring_in(
        self, consents: Iterable[Incoming], documents: Iterable[Incoming], photos: Iterable[Incoming], pages: list[Any]
    ) -> None:
        self.identities = Identities()  # as of now, when nobody else can change anything
        library = LibraryImport(self.identities, self.outcome, self.personal_data)
        library.collections(self.reader.rows("collections.json"))
        for incoming in consents:
            library.consent(incoming)
        for incoming in documents:
            library.document(incoming)
        for incoming in photos:
            library.photo(incoming)
        if not HomePage.objects.exists():
            remove_welcome_page()
        places = PagePlaces(pages, self.identities, self.outcome)
        places.place()
        places.put_in_order()
        lists = ListImport(self.identities, self.outcome)
        lists.sites(self.reader.rows("sites.json"))
        if not Site.objects.filter(is_default_site=True).exists():
            raise ArchiveProblem(_("A site without content needs an archive with a home page. This one has none."))
        for model in LISTS:
            lists.keyed(model, self.reader.rows(f"lists/{model._meta.label}.json"))
        # Before pages are published: settings say what they must not say, and redirects which addresses are taken.
        for model in registry:
            lists.settings(model, self.reader.rows(f"settings/{model._meta.label}.json"))
        lists.redirects(self.reader.rows("redirects.json"))
        self._versions(places)
        lists.search_promotions(self.reader.rows("search_promotions.json"))

    def _versions(self, places: PagePlaces) -> None:
        versions = PageVersions(self.identities, self.outcome)
        placed = [record for record in places.records if record["id"] in places.placed]

        def bring_in(record: Any) -> None:
            if "follows" not in record:
                versions.bring_in(places.placed[record["id"]], record, record["id"] in places.made)

        self._each("pages", placed, bring_in)
        for record in placed:
            if "follows" in record and record["id"] in places.made:
                versions.follow(places.placed[record["id"]], record)
