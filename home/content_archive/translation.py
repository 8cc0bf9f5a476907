"""What points to other rows, and text, on its way out of a site and into another.

Outward, numbers of rows become ids; inward, ids become the numbers that the rows have on this site.
"""

from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.models import Page

from home.content_archive.identities import Identities
from home.content_archive.rich_text import GONE, cleaned, map_ids
from media.models import ClinicImage

POINTED_TO: dict[str, type[models.Model]] = {"page": Page, "document": get_document_model(), "image": ClinicImage}
KINDS: list[tuple[type[forms.Field], type]] = [(forms.BooleanField, bool), (forms.IntegerField, int)]  # else text


class Unfit(ValidationError):
    """Data that is not of the kind its place asks for."""


class Translation(Protocol):
    """What changes on the way: what points to other rows, and text."""

    def row(self, model: type[models.Model], value: Any) -> Any: ...
    def html(self, text: Any) -> str: ...
    def plain(self, block: blocks.Block, value: Any) -> Any: ...


class Outward:
    """Numbers become ids. What points to a row that is gone points nowhere."""

    def __init__(self, identities: Identities) -> None:
        self.identities = identities

    def row(self, model: type[models.Model], value: Any) -> str | None:
        return self.identities.id_of(model, value)

    def html(self, text: Any) -> str:
        def id_of(kind: str, number: str) -> str:
            return (self.identities.id_of(POINTED_TO[kind], int(number)) if number.isdecimal() else None) or GONE

        return map_ids(text or "", id_of)

    def plain(self, block: blocks.Block, value: Any) -> Any:
        return value


class Inward:
    """Ids become numbers. `missing` collects the ids of rows that this site does not have."""

    def __init__(self, identities: Identities) -> None:
        self.identities = identities
        self.missing: set[str] = set()

    def row(self, model: type[models.Model], value: Any) -> Any:
        number = None if value is None else self.identities.number_of(model, value)
        if number is None and value is not None:
            self.missing.add(str(value)[:100])
        return number

    def html(self, text: Any) -> str:
        if not isinstance(text, str):
            raise Unfit(_("This must be text."))

        def number_of(kind: str, id: str) -> str:
            return str(self.row(POINTED_TO[kind], id) or GONE) if id != GONE else GONE

        return map_ids(cleaned(storable(text)), number_of)

    def plain(self, block: blocks.Block, value: Any) -> Any:
        """Return a value without anything in it, such as a number, which must be of its block's kind."""
        field = getattr(block, "field", None)
        kind = next((kind for form_field, kind in KINDS if isinstance(field, form_field)), str)
        if value is not None and type(value) is not kind:
            raise Unfit(_("A part of the text is not built as it should be."))
        return storable(value) if isinstance(value, str) else value


def translated(block: blocks.Block, value: Any, translation: Translation) -> Any:
    """Return a block's stored value with all that it points to, however deep, translated."""
    if isinstance(block, blocks.BaseStreamBlock):
        return [
            item | {"value": translated(block.child_blocks[item["type"]], item.get("value"), translation)}
            for item in _items(value, ("type", "value", "id"))
            if item["type"] in block.child_blocks
        ]
    if isinstance(block, blocks.ListBlock):
        return [
            item | {"value": translated(block.child_block, item.get("value"), translation)}
            for item in _items(value, ("type", "value", "id"))
        ]
    if isinstance(block, blocks.BaseStructBlock):
        if not isinstance(value, dict):
            raise Unfit(_("A part of the text is not built as it should be."))
        return {
            name: translated(child, value[name], translation)
            for name, child in block.child_blocks.items()
            if name in value
        }
    if isinstance(block, blocks.ChooserBlock):
        return translation.row(block.target_model, value)
    if isinstance(block, blocks.RichTextBlock):
        return translation.html(value)
    return translation.plain(block, value)


def _items(value: Any, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the entries of a stream or list, with just these keys in this order."""
    if not isinstance(value, list) or not all(
        isinstance(item, dict) and isinstance(item.get("type"), str) and isinstance(item.get("id"), str)
        for item in value
    ):
        raise Unfit(_("A part of the text is not built as it should be."))
    return [{name: item.get(name) for name in names} for item in value]


def storable(text: str) -> str:
    """Return text without what no database takes."""
    return text.encode(errors="replace").decode().replace("\0", "")
