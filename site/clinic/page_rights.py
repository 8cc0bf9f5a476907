"""Which pages are open to somebody, and of which types."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, QuerySet
from wagtail.models import Page, get_page_models
from wagtail.permissions import policy_registry


def pages_open_to(user: Any, right: str) -> QuerySet[Page]:
    """Return the pages of which `user` has this right, such as "change"; aliases of others among them."""
    pages: QuerySet[Page] = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, right)
    return pages


def kinds_open_to(user: Any, right: str) -> set[type[Page]]:
    """Return the types of page of which `user` has this right on at least one that is no alias.

    One query, kept on `user` as Wagtail keeps rights: the menu beside every screen of the admin depends on it.
    """
    known: dict[str, set[type[Page]]] | None = getattr(user, "_kinds_open", None)
    if known is None:
        known = user._kinds_open = {}
    if right not in known:
        pages = pages_open_to(user, right).filter(alias_of__isnull=True)
        types = ContentType.objects.get_for_models(*get_page_models(), for_concrete_models=False)
        found = Page.objects.order_by().values_list(*(Exists(pages.filter(content_type=one)) for one in types.values()))
        known[right] = {kind for kind, is_open in zip(types, found[:1][0], strict=True) if is_open}
    return known[right]
