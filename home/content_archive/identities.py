"""What a row is known by on every site, in the place of its number on this one."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Collection, Page, Site

from home.content_archive.format import ArchiveProblem
from media.models import ClinicImage

DEFAULT_SITE = "default"
ROOT_COLLECTION = "Root"
BETWEEN_NAMES = " › "  # of collections


class Identities:
    """The ids of all rows that others may point to, read once for each model."""

    def __init__(self) -> None:
        self._ids: dict[type[models.Model], dict[Any, str]] = {}
        self._numbers: dict[type[models.Model], dict[str, Any]] = {}

    def id_of(self, model: type[models.Model], number: Any) -> str | None:
        """Return the id of a row, or None where there is no such row."""
        return self._read(model)[0].get(number)

    def number_of(self, model: type[models.Model], id: Any) -> Any:
        """Return the number that the row has on this site, or None where it has no such row."""
        return self._read(model)[1].get(id) if isinstance(id, str) else None

    def add(self, model: type[models.Model], id: str, number: Any) -> None:
        """Note a row that was just made, or that goes by another id from now on."""
        ids, numbers = self._read(model)
        numbers.pop(ids.get(number, ""), None)
        ids[number], numbers[id] = id, number

    def _read(self, model: type[models.Model]) -> tuple[dict[Any, str], dict[str, Any]]:
        model = base_of(model)
        if model not in self._ids:
            self._ids[model] = dict(_known(model))
            self._numbers[model] = {id: number for number, id in self._ids[model].items()}
        return self._ids[model], self._numbers[model]


def base_of(model: type[models.Model]) -> type[models.Model]:
    """Return the model whose rows have the ids: a page of any type is known as a page."""
    return Page if issubclass(model, Page) else model


def _known(model: Any) -> Iterator[tuple[Any, str]]:
    """Yield the number and the id of each row."""
    if model is Page:
        for number, key in Page.objects.filter(depth__gt=1).values_list("pk", "translation_key"):
            yield number, str(key)
    elif model is ClinicImage:
        for number, key in ClinicImage.objects.values_list("pk", "uuid"):
            yield number, str(key)
    elif model is get_document_model():
        yield from _documents()
    elif model is Collection:
        yield from _collections()
    elif model is Site:
        for site in Site.objects.all():
            yield site.pk, DEFAULT_SITE if site.is_default_site else f"{site.hostname}:{site.port}"
    else:
        name = unique_field(model).name
        for number, value in model._default_manager.values_list("pk", name):
            yield number, str(value)


def unique_field(model: type[models.Model]) -> models.Field:
    """Return the field that tells rows of a model apart on every site, such as a slug.

    Raises LookupError where the model has none: then it needs one, or a rule of its own in this module.
    """
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key and not field.is_relation:
            return field
    raise LookupError(f"Nothing tells rows of {model._meta.label} apart on every site.")


def _documents() -> Iterator[tuple[Any, str]]:
    """A document is known by its content; where several have the same, also by their order."""
    seen: Counter[str] = Counter()
    for document in get_document_model()._default_manager.order_by("pk"):
        digest = digest_of(document)
        seen[digest] += 1
        yield document.pk, digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def digest_of(document: AbstractDocument) -> str:
    """Return the SHA-1 of a document's file."""
    if not document.file_hash:
        try:
            document._set_file_hash()
        except OSError:
            return f"lost-{document.pk}"
    return str(document.file_hash)


def _collections() -> Iterator[tuple[Any, str]]:
    names: dict[str, str] = {}  # by path in the tree
    seen: dict[str, Collection] = {}
    for collection in Collection.objects.order_by("path"):
        above = names.get(collection.path[: -Collection.steplen], "")
        own = ROOT_COLLECTION if collection.is_root() else collection.name
        names[collection.path] = f"{above}{BETWEEN_NAMES}{own}" if above else own
        if names[collection.path] in seen:
            raise ArchiveProblem(
                _("Two collections are called “%(name)s”. Give one of them another name.")
                % {"name": names[collection.path]}
            )
        seen[names[collection.path]] = collection
        yield collection.pk, names[collection.path]
