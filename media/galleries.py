"""Photos put into galleries from outside the page editor."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from clinic.page_rights import pages_open_to
from media.models import ClinicImage, GalleryIndexPage, GalleryPage, GalleryPhoto


class CannotAdd(ValidationError):
    """Nothing was added; the message tells a person why and what to do."""


@dataclass
class Addition:
    """What became of photos that were to be in a gallery."""

    gallery: GalleryPage
    added: list[ClinicImage]
    there_already: list[ClinicImage]


def galleries_for(user: Any) -> QuerySet[GalleryPage]:
    """Return the galleries whose editor is open to `user`, by title."""
    return GalleryPage.objects.filter(pk__in=pages_open_to(user, "change").values("pk")).order_by("title")


def new_gallery_parent(user: Any) -> GalleryIndexPage | None:
    """Return the list of galleries below which `user` may add one."""
    indexes = GalleryIndexPage.objects.order_by("path")
    return next((page for page in indexes if page.permissions_for_user(user).can_add_subpage()), None)


@transaction.atomic
def make_gallery(title: str, user: Any) -> GalleryPage:
    """Add an empty draft; raises CannotAdd when it may not be."""
    parent = new_gallery_parent(user)
    if parent is None:
        raise CannotAdd(_("You may not add galleries. Ask whoever looks after the site, or choose one that is there."))
    if not title.strip():
        raise CannotAdd(_("Give the new gallery a title."))
    gallery = GalleryPage(title=title.strip(), live=False, owner=user)
    try:
        parent.add_child(instance=gallery)
    except ValidationError as error:
        raise CannotAdd(" ".join(error.messages)) from error
    log(gallery, "wagtail.create", user=user)
    return gallery


@transaction.atomic
def add_to_gallery(gallery: GalleryPage, photos: Iterable[ClinicImage], user: Any) -> Addition:
    """Add photos at the end of a gallery's latest draft, in the order given, leaving out those that it holds.

    Nothing is published. Raises CannotAdd where the gallery is locked or `user` may not edit it.
    """
    # As it is now, and locked until the revision is saved, so that two who add at once both succeed.
    gallery = GalleryPage.objects.select_for_update().get(pk=gallery.pk)
    permissions = gallery.permissions_for_user(user)
    if not permissions.can_edit():
        raise CannotAdd(_("You may not edit “%(gallery)s”. Choose another gallery.") % {"gallery": gallery})
    if permissions.page_locked():
        raise CannotAdd(
            _("“%(gallery)s” is locked. Unlock it in its editor, or choose another gallery.") % {"gallery": gallery}
        )
    draft = gallery.get_latest_revision_as_object()
    rows = list(draft.photos.all())
    there = {row.image_id for row in rows}
    addition = Addition(draft, [], [])
    for photo in photos:
        (addition.there_already if photo.pk in there else addition.added).append(photo)
        there.add(photo.pk)
    if addition.added:
        new = [GalleryPhoto.showing(photo) for photo in addition.added]
        draft.photos.set(rows + new)
        for place, row in enumerate(rows + new):
            row.sort_order = place
        draft.save_revision(user=user, log_action=True)
    return addition
