"""Writes the content of the site to an archive: the same bytes for the same content."""

import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import registry
from wagtail.documents import get_document_model
from wagtail.models import Collection, Locale, Page, Site

from home.content_archive.format import FORMAT, HEAD, VERSION, ArchiveProblem, text_of
from home.content_archive.identities import ROOT_COLLECTION, Identities
from home.content_archive.page_records import page_record, privacy_of
from home.content_archive.progress import Progress
from home.content_archive.scope import LISTS
from home.content_archive.translation import Outward
from home.content_archive.values import written, written_row
from media.models import ClinicImage, Consent
from media.zips import dated_entry


class FileEntry(NamedTuple):
    """A file to be written, and what is said of it in a JSON file beside it."""

    name: str
    file: Any
    record_name: str
    record: bytes
    title: str


class ArchiveWriter:
    """One export. `lost` names the photos, documents and forms whose file is not in the storage."""

    def __init__(self, out: IO[bytes], personal_data: bool = False, progress: Progress = lambda *counts: None) -> None:
        self.out = out
        self.personal_data = personal_data
        self.progress = progress
        self.outward = Outward(Identities())
        self.texts: list[tuple[str, bytes]] = []
        self.files: list[FileEntry] = []
        self.lost: list[str] = []
        self.counts: Counter[str] = Counter()

    def write(self) -> None:
        """Write everything; raises ArchiveProblem where the site holds what an archive cannot.

        What the database says is read as of one moment, and kept in memory. Files follow when others can save again.
        """
        with transaction.atomic():
            self.read()
        with zipfile.ZipFile(self.out, "w") as archive:
            for name, text in self.texts:
                add_text(archive, name, text)
            for number, entry in enumerate(self.files, start=1):
                try:
                    add_file(archive, entry.name, entry.file)
                except FileNotFoundError:
                    self.lost.append(entry.title)
                else:
                    add_text(archive, entry.record_name, entry.record)
                    self.counts[entry.name.partition("/")[0]] += 1
                self.progress("files", number, len(self.files))

    def read(self) -> None:
        """Read all that the database says, each JSON file as it will be written."""
        others = Page.objects.filter(depth__gt=1).exclude(locale=Locale.get_default())
        if others.exists():
            raise ArchiveProblem(_("The site has pages in more than one language. An archive carries one only."))
        self.add(HEAD, {"format": FORMAT, "version": VERSION, "personal_data": self.personal_data})
        self.read_lists()
        self.read_pages()
        if self.personal_data:
            self.read_with_file("consents", Consent.objects.order_by("reference"), self.consent_record)
        documents = get_document_model().objects.all()
        self.read_with_file("documents", self.by_id(documents), self.document_record)
        self.read_with_file("photos", self.by_id(ClinicImage.objects.all()), self.photo_record)

    def add(self, name: str, data: Any) -> None:
        self.texts.append((name, text_of(data)))

    def by_id(self, things: Any) -> list[Any]:
        return sorted(things, key=lambda thing: self.id_of(thing))

    def id_of(self, thing: Any) -> str:
        return str(self.outward.identities.id_of(type(thing), thing.pk))

    def read_lists(self) -> None:
        """Read what is short: collections, sites, settings, rows known by a key, redirects, search promotions."""
        self.add("collections.json", list(self.collections()))
        self.add("sites.json", sorted(self.sites(), key=lambda site: site["id"]))
        for model in LISTS:
            rows = [{"id": self.id_of(row)} | written(row, self.outward) for row in model._default_manager.all()]
            self.add(f"lists/{model._meta.label}.json", sorted(rows, key=lambda row: row["id"]))
        for model in sorted(registry, key=lambda model: model._meta.label):
            if issubclass(model, BaseSiteSetting):
                rows = [written(row, self.outward) for row in model.objects.all()]
                rows.sort(key=lambda row: row["site"])
            else:
                rows = [written(row, self.outward) for row in model._default_manager.order_by("pk")[:1]]
            self.add(f"settings/{model._meta.label}.json", rows)
        redirects = Redirect.objects.filter(aliasredirect=None)
        rows = [written(redirect, self.outward) for redirect in redirects]
        self.add("redirects.json", sorted(rows, key=lambda row: (row["site"] or "", row["old_path"])))
        self.add("search_promotions.json", list(self.search_promotions()))

    def collections(self) -> Iterator[dict[str, Any]]:
        for collection in Collection.objects.order_by("path").prefetch_related("view_restrictions__groups"):
            above = collection.get_parent()
            name = ROOT_COLLECTION if above is None else collection.name
            parent = self.id_of(above) if above else None
            yield {
                "id": self.id_of(collection),
                "parent": parent,
                "name": name,
                "privacy": privacy_of(collection),
            }

    def sites(self) -> Iterator[dict[str, Any]]:
        for site in Site.objects.all():
            yield {"id": self.id_of(site)} | written(site, self.outward)

    def search_promotions(self) -> Iterator[dict[str, Any]]:
        for query in Query.objects.exclude(editors_picks=None).distinct().order_by("query_string"):
            promotions = query.editors_picks.order_by("sort_order", "pk")
            rows = [written_row(promotion, "query", self.outward) for promotion in promotions]
            yield {"words": query.query_string, "promotions": rows}

    def read_with_file(self, folder: str, things: Any, record: Callable[[Any], tuple[str, Any, dict]]) -> None:
        for thing in things:
            name, file, data = record(thing)
            data["file"] = f"{folder}/{name}{PurePosixPath(file.name or '').suffix.lower()}"
            self.files.append(FileEntry(data["file"], file, f"{folder}/{name}.json", text_of(data), str(thing)))

    def photo_record(self, photo: ClinicImage) -> tuple[str, Any, dict[str, Any]]:
        data = {"id": self.id_of(photo)} | written(photo, self.outward)
        if self.personal_data:
            data["consents"] = sorted(consent.reference for consent in photo.consents.all())
        return data["id"], photo.file, data

    def document_record(self, document: Any) -> tuple[str, Any, dict[str, Any]]:
        data = {"id": self.id_of(document), "filename": document.filename} | written(document, self.outward)
        return data["id"], document.file, data

    def consent_record(self, consent: Consent) -> tuple[str, Any, dict[str, Any]]:
        data = {"id": consent.reference} | written(consent, self.outward)
        return str(uuid5(NAMESPACE_URL, consent.reference)), consent.form, data

    def read_pages(self) -> None:
        """Read each page that has a type of its own, which Wagtail's welcome page has not."""
        pages = Page.objects.filter(depth__gt=1).exclude(content_type=ContentType.objects.get_for_model(Page))
        pages = list(pages.order_by("path").prefetch_related("view_restrictions__groups"))
        places: Counter[str] = Counter()  # by the parent's path
        for number, page in enumerate(pages, start=1):
            above = page.path[: -Page.steplen]
            self.add(f"pages{page.url_path.rstrip('/')}.json", page_record(page, places[above], self.outward))
            places[above] += 1
            self.counts["pages"] += 1
            self.progress("pages", number, len(pages))


def add_text(archive: zipfile.ZipFile, name: str, text: bytes) -> None:
    entry = dated_entry(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text, compresslevel=6)


def add_file(archive: zipfile.ZipFile, name: str, file: Any) -> None:
    entry = dated_entry(name)
    with file.open() as source:
        entry.file_size = file.size
        with archive.open(entry, "w") as target:
            shutil.copyfileobj(source, target)
