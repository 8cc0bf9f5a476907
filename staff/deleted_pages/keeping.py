"""Takes down, before a page is deleted, every row that goes with it."""

from collections.abc import Iterable
from typing import Any

from django.core import serializers
from django.db import models, router, transaction
from django.db.models.deletion import Collector
from django.utils.text import capfirst
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, TaskState, WorkflowState

from services.models import AliasRedirect
from staff.deleted_pages.models import DeletedPage
from staff.preview_links.models import PreviewLink

# Reviews and links to drafts end with the page; publishing makes redirects of other names anew.
LEFT_OUT = (WorkflowState, TaskState, PreviewLink, AliasRedirect)
SEARCH = "wagtailsearch"  # its index is made anew


class AllRows(Collector):
    """Finds what Django would delete; unlike Django's own, it looks at every row instead of deleting some unseen."""

    def can_fast_delete(self, *args: Any, **kwargs: Any) -> bool:
        return False


@transaction.atomic
def keep(page: Page, user: Any) -> DeletedPage:
    """Keep what is needed to bring back a page, and all below it, that is about to be deleted."""
    pages = page.get_descendants(inclusive=True).order_by("path")
    found = AllRows(using=router.db_for_write(Page), origin=page)
    found.collect(list(pages))
    parent = page.get_parent()
    following = page.get_next_sibling()
    specific = page.specific
    return DeletedPage.objects.create(
        page_number=page.pk,
        parent_number=parent.pk,
        next_number=following and following.pk,
        title=specific.get_admin_display_title()[:255],
        slug=page.slug,
        kind=capfirst(specific._meta.verbose_name),
        model_name=specific._meta.label,
        place=" › ".join(above.title for above in parent.get_ancestors(inclusive=True) if not above.is_root()),
        pages_below=len(pages) - 1,
        deleted_by=user,
        rows=serializers.serialize("json", _kept_rows(found)),
        pointers=list(_pointers(found)),
    )


def _kept_rows(found: Any) -> Iterable[models.Model]:
    of_names = {alias.redirect_id for alias in found.data.get(AliasRedirect, ())}
    for model, rows in found.data.items():
        if issubclass(model, LEFT_OUT) or model._meta.app_label == SEARCH:
            continue
        yield from (row for row in rows if not (model is Redirect and row.pk in of_names))


def _pointers(found: Any) -> Iterable[dict[str, Any]]:
    """Yield the fields of rows that stay which the deletion empties, such as the home page's gallery."""
    for (field, _value), groups in found.field_updates.items():
        for row in (row for group in groups for row in group):
            if row not in found.data.get(type(row), ()):
                value = getattr(row, field.attname)
                yield {"model": field.model._meta.label, "pk": row.pk, "field": field.attname, "value": value}
