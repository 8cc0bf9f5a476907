"""Every place of a page in memory where people write words: fields, rows of lists, and blocks in bodies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page
from wagtail.rich_text import RichText

from clinic.fields import NameListField
from media.blocks import PhotoBlock
from media.uses import PhotoUse

# Addresses and what Wagtail keeps; currencies have a screen of their own.
LEFT_ALONE = {"path", "slug", "url_path", "draft_title", "currency"}
NOT_WORDS = (models.SlugField, models.URLField, models.EmailField)


@dataclass(frozen=True)
class Place:
    """One text of a page; `write` puts another in its stead."""

    label: str
    text: str
    write: Callable[[str], None]
    is_html: bool = False
    most_letters: int | None = None
    may_be_empty: bool = True


def text_places(page: Page) -> Iterator[Place]:
    """Yield the texts of a page, always in the same order."""
    yield from _in_fields(page)
    for relation in get_all_child_relations(page):
        accessor = relation.get_accessor_name()
        if accessor != COMMENTS_RELATION_NAME:
            for row in getattr(page, accessor).all():
                yield from _in_fields(row, f"{capfirst(relation.related_model._meta.verbose_name)}: ")


def _in_fields(holder: models.Model, before: str = "") -> Iterator[Place]:
    for field in holder._meta.concrete_fields:
        if not field.editable or field.name in LEFT_ALONE or isinstance(field, NOT_WORDS) or field.choices:
            continue
        label = before + capfirst(str(field.verbose_name))
        value = getattr(holder, field.attname)
        if isinstance(field, StreamField):
            for child in value:
                yield from _in_block(child.block, child.value, _attribute(child, "value"), label)
        elif isinstance(field, NameListField):
            for position, name in enumerate(value):
                yield Place(label, name, _item(value, position), most_letters=field.name_max_length)
        elif isinstance(field, models.CharField | models.TextField) and value:
            yield Place(
                label,
                value,
                _attribute(holder, field.attname),
                is_html=isinstance(field, RichTextField),
                most_letters=field.max_length,
                may_be_empty=field.blank,
            )


def _in_block(block: Any, value: Any, write: Callable[[Any], None], label: str) -> Iterator[Place]:
    if isinstance(block, PhotoBlock):
        if value:
            yield Place(label, PhotoUse(value).alt_text, _attribute(PhotoUse(value), "alt_text"))
    elif isinstance(block, blocks.StructBlock):
        for name, inner in block.child_blocks.items():
            yield from _in_block(inner, value[name], _item(value, name), label)
    elif isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _in_block(child.block, child.value, _attribute(child, "value"), label)
    elif isinstance(block, blocks.ListBlock):
        for child in value.bound_blocks:
            yield from _in_block(child.block, child.value, _attribute(child, "value"), label)
    elif isinstance(block, blocks.RichTextBlock):
        yield Place(label, value.source, lambda text: write(RichText(text)), is_html=True)
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        most = block.field.max_length
        yield Place(label, value or "", write, most_letters=most, may_be_empty=not block.required)


def _attribute(holder: Any, name: str) -> Callable[[Any], None]:
    return lambda value: setattr(holder, name, value)


def _item(holder: Any, key: Any) -> Callable[[Any], None]:
    return lambda value: holder.__setitem__(key, value)
