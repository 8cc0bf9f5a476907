"""The pages that the rows of a page point to."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, TextField, Value
from django.db.models.functions import Coalesce
from wagtail.models import Page

from clinic.visibility import is_public

SUMMARIES = ("conditionpage__summary", "techniquepage__summary", "servicepage__summary")


@dataclass(frozen=True)
class ListedPage:
    """A public page in a list, which carries its summary, with what the list says of it."""

    page: Page
    note: str


def listed_pages(page: Page, **fields: str) -> dict[str, list[ListedPage]]:
    """Return the public pages that a page's rows point to, in order, by the name of the relation.

    `fields` names the field that points to the page for each relation, whose rows may have a `note`. Two queries for
    all that is in the database; one for a draft, whose rows are in memory.
    """
    rows = {name: getattr(page, name).all() for name in fields}
    listed = (
        _stored(rows, fields)
        if all(isinstance(found, QuerySet) for found in rows.values())
        else _in_memory(rows, fields)
    )
    public = Page.objects.filter(is_public()).annotate(summary=Coalesce(*SUMMARIES, Value("", TextField())))
    pages = public.in_bulk({page_id for _name, page_id, _note in listed})
    return {
        name: [ListedPage(pages[page_id], note) for of, page_id, note in listed if of == name and page_id in pages]
        for name in fields
    }


def _stored(rows: dict[str, Any], fields: dict[str, str]) -> list[tuple[str, int, str]]:
    queries = []
    for name, field in fields.items():
        note = "note" if _has_note(rows[name].model) else Value("")
        kind = Value(name, CharField())
        queries.append(rows[name].order_by().values_list(kind, "sort_order", "pk", f"{field}_id", note))
    first, *others = queries
    found = sorted(first.union(*others, all=True), key=lambda row: (row[1] or 0, row[2]))
    return [(name, page_id, note) for name, _order, _pk, page_id, note in found]


def _in_memory(rows: dict[str, Any], fields: dict[str, str]) -> list[tuple[str, int, str]]:
    return [
        (name, getattr(row, f"{field}_id"), getattr(row, "note", ""))
        for name, field in fields.items()
        for row in rows[name]
    ]


def _has_note(model: Any) -> bool:
    return any(field.name == "note" for field in model._meta.get_fields())
