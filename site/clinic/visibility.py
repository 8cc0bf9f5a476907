"""What the public may see, as conditions that cost no query of their own."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from wagtail.models import PageViewRestriction


def is_unrestricted(prefix: str = "") -> Q:
    """Return a condition that holds for pages with no view restriction on them or above them.

    `prefix` is the lookup path to the page, such as `condition__` on rows that point to conditions.
    """
    restrictions = (
        PageViewRestriction.objects.alias(outer_path=ExpressionWrapper(OuterRef(f"{prefix}path"), CharField()))
        .filter(outer_path__startswith=F("page__path"))
        .order_by()
    )
    return ~Q(Exists(restrictions))


def is_public(prefix: str = "") -> Q:
    """Return a condition that holds for live pages that everyone may read; `prefix` as in `is_unrestricted`."""
    return Q(**{f"{prefix}live": True}) & is_unrestricted(prefix)


def public_rows(manager: Any, field: str) -> list[Any]:
    """Return a page's child rows whose `field` points to a public page, in order and with that page loaded.

    One query for what is in the database; two for a draft, whose rows are in memory.
    """
    rows = manager.all()
    if isinstance(rows, QuerySet):
        return list(rows.select_related(field).filter(is_public(f"{field}__")))
    target = rows.model._meta.get_field(field).related_model
    public = target.objects.filter(is_public()).in_bulk([getattr(row, f"{field}_id") for row in rows])
    shown = [row for row in rows if getattr(row, f"{field}_id") in public]
    for row in shown:
        setattr(row, field, public[getattr(row, f"{field}_id")])
    return shown
