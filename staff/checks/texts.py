"""Walks through all that is written on a page, in any field, row or block."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.db import models
from django.utils.html import strip_tags
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import COMMENTS_RELATION_NAME, Page

from clinic.fields import NameListField
from media.models import PhotoRow
from staff.checks.findings import Place
from staff.checks.words import as_read

# What editors write into the fields that every page has.
PAGE_FIELDS = {"title", "slug", "seo_title", "search_description"}
NEVER_SHOWN = {"misspellings"}
ENDS_OF_LINES = re.compile(r"</(?:p|li|h\d|div|blockquote)>|<(?:br|hr)\s*/?>")


@dataclass(frozen=True)
class Leaf:
    """One value of a page, at its place; `holder` is the field, block or row that it belongs to.

    A photo's value is a mapping of its `image`, `alt_text` and `decorative`, in rows and blocks alike.
    """

    place: Place
    holder: Any
    value: Any

    @property
    def is_photo(self) -> bool:
        return isinstance(self.value, dict)

    @property
    def is_html(self) -> bool:
        return isinstance(self.holder, (RichTextField, blocks.RichTextBlock))

    @property
    def text(self) -> str:
        """The words that people read here; empty where the value is none of words."""
        if not isinstance(self.value, str):
            return ""
        return as_read(unescape(strip_tags(ENDS_OF_LINES.sub("\n", self.value))) if self.is_html else self.value)


def page_rows(page: Page) -> Iterator[tuple[Place, Any]]:
    """Yield each row of the page's lists with its place, numbered as the editor's form does."""
    for relation in get_all_child_relations(page):
        accessor = relation.get_accessor_name()
        if accessor != COMMENTS_RELATION_NAME:
            place = Place.of_field(accessor, capfirst(relation.related_model._meta.verbose_name))
            for number, row in enumerate(getattr(page, accessor).all()):
                in_form = getattr(row, "number_in_form", number)
                yield Place((accessor, in_form), f"{accessor}.{in_form}", f"{place.label} {number + 1}"), row


def page_leaves(page: Page, rows: Iterable[tuple[Place, Any]]) -> Iterator[Leaf]:
    """Yield every value that an editor gave a page, in fields, blocks and its `rows`, without a query.

    Rows of photos give the words that are shown, which may be the library's: their photos should be loaded.
    """
    for field in page._meta.get_fields():
        if field.concrete and (field.model is not Page or field.name in PAGE_FIELDS):
            yield from _field_leaves(page, field, Place.of_field(field.name, capfirst(str(field.verbose_name))))
    for place, row in rows:
        if isinstance(row, PhotoRow):
            yield from _photo_leaves(row, place)
        else:
            for field in row._meta.concrete_fields:
                yield from _field_leaves(row, field, place.within(field.name, capfirst(str(field.verbose_name))))


def _field_leaves(holder: models.Model, field: Any, place: Place) -> Iterator[Leaf]:
    value = getattr(holder, field.attname)
    if not field.editable or field.choices or field.name in NEVER_SHOWN:
        return
    if isinstance(field, StreamField):
        # In the form for storing, as reading the values would ask the database for each photo and page.
        yield from _block_leaves(field.stream_block, value.get_prep_value(), place)
    elif isinstance(field, NameListField):
        yield Leaf(place, field, "\n".join(value))
    elif isinstance(field, (models.CharField, models.TextField)):
        yield Leaf(place, field, value or "")


def _block_leaves(block: Any, value: Any, place: Place) -> Iterator[Leaf]:
    if isinstance(block, blocks.StreamBlock):
        for number, child in enumerate(value or []):
            if kind := block.child_blocks.get(child["type"]):
                yield from _block_leaves(
                    kind, child["value"], place.within(number, f"{number + 1}. {kind.label}", child.get("id", ""))
                )
    elif isinstance(block, blocks.ListBlock):
        for number, child in enumerate(value or []):
            is_old = not (isinstance(child, dict) and child.get("type") == "item")  # kept without an id
            within = place.within(number, f"{number + 1}.", "" if is_old else child.get("id", ""))
            yield from _block_leaves(block.child_block, child if is_old else child["value"], within)
    elif isinstance(block, ImageBlock):
        value = value if isinstance(value, dict) else {"image": value}
        yield Leaf(place, block, value)
        words = block.child_blocks["alt_text"]
        yield Leaf(place.within("alt_text", str(words.label)), words, value.get("alt_text") or "")
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _block_leaves(child, (value or {}).get(name), place.within(name, str(child.label)))
    elif isinstance(
        block,
        (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, blocks.PageChooserBlock, DocumentChooserBlock),
    ):
        yield Leaf(place, block, value)


def _photo_leaves(row: PhotoRow, place: Place) -> Iterator[Leaf]:
    if getattr(row, "image", None) is None:
        return  # not chosen yet, or deleted since the draft was saved
    yield Leaf(place, row, {"image": row.image_id, "alt_text": row.alt_text, "decorative": row.decorative})
    for name, words in (("alt_text", row.shown_alt), ("caption", row.shown_caption)):
        field = row._meta.get_field(name)
        yield Leaf(place.within(name, capfirst(str(field.verbose_name))), field, words)
