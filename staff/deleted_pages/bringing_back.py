"""Puts the rows of a deleted page back, below whatever page is chosen."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.search import index

from staff.deleted_pages.models import DeletedPage


class CannotBringBack(Exception):
    """Nothing was brought back; the message says why, and what to do."""


def possible_parents(deleted: DeletedPage, user: Any) -> list[Page]:
    """Return the pages below which `user` may put a deleted page, its old place first."""
    model: Any = apps.get_model(deleted.model_name)
    types = [parent._meta.label for parent in model.allowed_parent_page_models()]
    pages = Page.objects.type(tuple(apps.get_model(label) for label in types)).order_by("path")
    allowed = [page for page in pages if not hindrance(deleted, page, user)]
    return sorted(allowed, key=lambda page: page.pk != deleted.parent_number)


def hindrance(deleted: DeletedPage, parent: Page, user: Any) -> str:
    """Say why `user` cannot put the page below `parent`; empty where it is possible."""
    model: Any = apps.get_model(deleted.model_name)
    if not parent.permissions_for_user(user).can_add_subpage():
        return _("You may not add pages below “%(page)s”.") % {"page": parent.title}
    if not model.can_create_at(parent):
        return _("“%(page)s” cannot hold another page of this type.") % {"page": parent.title}
    return ""


@transaction.atomic
def bring_back(deleted: DeletedPage, parent: Page, user: Any) -> Page:
    """Make the page and all below it anew, as drafts with their old numbers; raises CannotBringBack.

    With the numbers, links and choices of other pages lead to them again. What cannot be had any more, such as a photo
    that was deleted since, stays out.
    """
    # The row is taken first, so that of two who bring it back at once, one is told.
    if not DeletedPage.objects.kept().select_for_update().filter(pk=deleted.pk).exists():
        raise CannotBringBack(_("Somebody has brought “%(page)s” back already.") % {"page": deleted})
    parent = Page.objects.select_for_update().get(pk=parent.pk)
    if problem := hindrance(deleted, parent, user):
        raise CannotBringBack(problem)
    rows = [row.object for row in serializers.deserialize("json", deleted.rows, ignorenonexistent=True)]
    _place(deleted, parent, rows)
    _save(deleted, rows)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + 1)
    _point_again(deleted)
    pages = [row.pk for row in rows if type(row) is Page]
    for page in Page.objects.filter(pk__in=pages).specific():
        ReferenceIndex.create_or_update_for_object(page)
        index.insert_or_update_object(page)
    page = Page.objects.get(pk=deleted.page_number).specific
    _move_to_its_old_neighbour(page, deleted)
    log(page, "staff.bring_back", user=user, data={"parent": parent.title})
    deleted.delete()
    return Page.objects.get(pk=page.pk).specific


def _place(deleted: DeletedPage, parent: Page, rows: list[Any]) -> None:
    """Change the rows so that they stand last below `parent`, are drafts, and have an address that is free."""
    pages = [row for row in rows if type(row) is Page]
    root = next(page for page in pages if page.pk == deleted.page_number)
    old_path, old_address = root.path, root.url_path
    last = parent.get_last_child()
    path = last._inc_path() if last else Page._get_path(parent.path, parent.depth + 1, 1)
    slug = _free_slug(root.slug, parent)
    address = f"{parent.url_path}{slug}/"
    deeper = parent.depth + 1 - root.depth
    root.slug = slug
    for page in pages:
        page.path = path + page.path.removeprefix(old_path)
        page.url_path = address + page.url_path.removeprefix(old_address)
        page.depth += deeper
        page.has_unpublished_changes = True
        page.live = False
        page.live_revision = None
    for row in rows:
        if isinstance(row, Revision):
            row.approved_go_live_at = None
            if row.pk == root.latest_revision_id:
                row.content["slug"] = slug


def _free_slug(slug: str, parent: Page) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True))
    number = 1
    free = slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _save(deleted: DeletedPage, rows: list[Any]) -> None:
    """Save rows as they are, without those that belong to something that is gone or has changed since."""
    coming = {(parent, row.pk) for row in rows for parent in (type(row), *row._meta.get_parent_list())}
    for row in rows:
        if not (_mend(row, coming) and _still_fits(row, coming, deleted)):
            continue
        try:
            with transaction.atomic():
                row.save_base(raw=True)
        except IntegrityError:
            if isinstance(row, Page):
                raise  # everything else, such as a redirect whose address was given away, can do without


def _foreign_keys(row: models.Model) -> Iterable[models.ForeignKey]:
    return (field for field in row._meta.concrete_fields if isinstance(field, models.ForeignKey))


def _mend(row: models.Model, coming: set[tuple[type[models.Model], Any]]) -> bool:
    """Empty what points to something that is gone, and return whether the row can do without it."""
    for field in _foreign_keys(row):
        target, value = field.related_model, getattr(row, field.attname)
        if value is None or (target, value) in coming or target._base_manager.filter(pk=value).exists():
            continue
        if not field.null:
            return False
        setattr(row, field.attname, None)
    return True


def _still_fits(row: models.Model, coming: set[tuple[type[models.Model], Any]], deleted: DeletedPage) -> bool:
    """Return False for a row of another page, such as a line in its list, where that was published since without it."""
    owners = [field for field in _foreign_keys(row) if isinstance(field, ParentalKey)]
    return all(
        (field.related_model, getattr(row, field.attname)) in coming or _unchanged(getattr(row, field.name), deleted)
        for field in owners
    )


def _unchanged(owner: models.Model, deleted: DeletedPage) -> bool:
    return not isinstance(owner, Page) or not owner.last_published_at or owner.last_published_at <= deleted.deleted_at


def _point_again(deleted: DeletedPage) -> None:
    """Fill the fields that the deletion emptied, where nobody has filled or published them since."""
    for pointer in deleted.pointers:
        field = pointer["field"]
        model = apps.get_model(pointer["model"])
        row = model._base_manager.filter(pk=pointer["pk"], **{field: None}).first()
        if row and _unchanged(row, deleted):
            setattr(row, field, pointer["value"])
            model._base_manager.filter(pk=row.pk).update(**{field: pointer["value"]})
            ReferenceIndex.create_or_update_for_object(row)


def _move_to_its_old_neighbour(page: Page, deleted: DeletedPage) -> None:
    following = Page.objects.filter(pk=deleted.next_number).first()
    if following and following.is_sibling_of(page):
        page.move(following, pos="left")
