"""What the public may see, as conditions that cost no query of their own."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
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
