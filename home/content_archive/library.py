"""Brings in what lies in collections: photos, documents, and the consents for photos."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.log_actions import log
from wagtail.models import Collection

from clinic.publishing import locked
from home.content_archive.checking import sentence
from home.content_archive.files import Incoming
from home.content_archive.format import ArchiveProblem
from home.content_archive.identities import Identities
from home.content_archive.outcome import Outcome
from home.content_archive.privacy import restrict
from home.content_archive.translation import Inward, Outward
from home.content_archive.values import fill, tags_in, written
from media.models import ClinicImage, Consent


class LibraryImport:
    """Brings in collections first, then consents, documents and photos."""

    def __init__(self, identities: Identities, outcome: Outcome, personal_data: bool) -> None:
        self.personal_data = personal_data
        self.identities = identities
        self.inward, self.outward = Inward(identities), Outward(identities)
        self.outcome = outcome

    def collections(self, rows: list[dict[str, Any]]) -> None:
        """Add the collections that are not here yet; each row comes after that of the collection above it."""
        found: dict[Any, Collection] = {}
        for row in rows:
            name = row.get("name")
            if not isinstance(name, str) or not name.strip() or not isinstance(row.get("id"), str):
                raise ArchiveProblem(_("A collection in the archive has no name. Export again."))
            if row.get("parent") is None:
                collection = Collection.get_first_root_node()
            elif row["parent"] in found:
                above = Collection.objects.get(pk=found[row["parent"]].pk)
                collection = above.get_children().filter(name=name[:255]).first()
                if collection is None:
                    collection = above.add_child(name=name[:255])
                    self.outcome.added["collections"] += 1
            else:
                raise ArchiveProblem(_("The collection above “%(name)s” is not in the archive.") % {"name": name[:100]})
            found[row["id"]] = collection
            self.identities.add(Collection, row["id"], collection.pk)
            restrict(
                collection, _("The collection “%(name)s”") % {"name": name[:100]}, row.get("privacy"), self.outcome
            )

    def consent(self, incoming: Incoming) -> None:
        """Add a consent; one that is here already stays as it is, since it says what a client signed here."""
        record = incoming.record
        if incoming.number:
            there = Consent.objects.get(pk=incoming.number)
            if {"id": there.reference} | written(there, self.outward) | {"file": record["file"]} != record:
                self.outcome.tell(
                    _("The consent %(reference)s differs from the one here, which stays.") % {"reference": there}
                )
            return
        consent = Consent(form=incoming.file["form"])
        self._fill(consent, record)
        try:
            consent.full_clean()
        except ValidationError as error:
            raise _unfit(record, error) from error
        consent.save()
        self.identities.add(Consent, consent.reference, consent.pk)
        self._count(consent, "consents", is_new=True)

    def document(self, incoming: Incoming) -> None:
        self._bring_in(_row(get_document_model(), incoming), incoming, "documents", file_fields=["file"])

    def photo(self, incoming: Incoming) -> None:
        """Add or change a photo. One that shows a client here goes on saying so, whatever the archive says."""
        photo = _row(ClinicImage, incoming)
        shows_client = photo.shown == ClinicImage.Shown.CLIENT
        if shows_client and incoming.record.get("shown") != photo.shown:
            self.outcome.tell(
                _("“%(photo)s” shows a client here, and not in the archive. It stays so.") % {"photo": photo}
            )
            incoming.record["shown"] = photo.shown
        former = photo.file.name if photo.pk and incoming.file else ""
        photo.uuid = UUID(incoming.record["id"])
        self._bring_in(photo, incoming, "photos", file_fields=["file", "width", "height"])
        if former:
            photo.renditions.all().delete()
            transaction.on_commit(partial(photo.file.storage.delete, former))
        references = incoming.record.get("consents")
        if self.personal_data and isinstance(references, list) and not photo.consents.exists():
            numbers = [self.identities.number_of(Consent, reference) for reference in references]
            photo.consents.set([number for number in numbers if number])

    def _bring_in(self, thing: Any, incoming: Incoming, kind: str, file_fields: list[str]) -> None:
        """Save a photo or document where anything about it differs."""
        is_new = thing.pk is None
        record, model = incoming.record, type(thing)
        before = None if is_new else written(thing, self.outward)
        is_known = not is_new and self.identities.id_of(model, thing.pk) == record["id"]
        for name, value in incoming.file.items():
            setattr(thing, name, value)
        self._fill(thing, record)
        thing.collection_id = thing.collection_id or Collection.get_first_root_node().pk
        try:
            tags = tags_in(record)
            thing.full_clean(exclude=file_fields)
        except ValidationError as error:
            raise _unfit(record, error) from error
        if is_known and not incoming.file and before == written(thing, self.outward) | {"tags": tags}:
            return
        thing.save()
        thing.tags.set(tags)
        keep_times(thing, record)
        self.identities.add(model, record["id"], thing.pk)
        self._count(thing, kind, is_new)

    def _fill(self, thing: Any, record: dict[str, Any]) -> None:
        try:
            fill(thing, record, self.inward)
        except ValidationError as error:
            raise _unfit(record, error) from error
        self.outcome.tell_of_missing(f"“{str(record.get('title') or record['id'])[:100]}”", self.inward.missing)

    def _count(self, thing: Any, kind: str, is_new: bool) -> None:
        log(thing, "wagtail.create" if is_new else "wagtail.edit")
        (self.outcome.added if is_new else self.outcome.changed)[kind] += 1


def _row(model: Any, incoming: Incoming) -> Any:
    """Return the row that something is here, locked, or a new one; its file was looked at before."""
    row = locked(model, incoming.number) if incoming.number else None
    if row is None and not incoming.file:
        raise ArchiveProblem(_("Somebody deleted photos or documents meanwhile. Bring the archive in again."))
    return row or model()


def keep_times(thing: Any, record: dict[str, Any]) -> None:
    """Put back the moments that saving a new row sets to now, such as when it was added."""
    for field in type(thing)._meta.concrete_fields:
        if getattr(field, "auto_now_add", False) and isinstance(record.get(field.name), str):
            value = field.to_python(record[field.name])
            setattr(thing, field.attname, value)
            type(thing)._base_manager.filter(pk=thing.pk).update(**{field.attname: value})


def _unfit(record: dict[str, Any], error: ValidationError) -> ArchiveProblem:
    name = str(record.get("title") or record.get("id"))[:100]
    return ArchiveProblem(
        _("“%(name)s” in the archive is not as it should be: %(reason)s") % {"name": name, "reason": sentence(error)}
    )
