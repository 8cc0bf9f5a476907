"""Photos into galleries."""

from collections.abc import Iterable
from typing import Any

from media.models import ClinicImage, GalleryPage, GalleryPhoto


def add_to_gallery(gallery: GalleryPage, photos: Iterable[ClinicImage], user: Any) -> list[ClinicImage]:
    """Append photos to the gallery's draft, in order, and return those that were not in it before."""
    draft = gallery.get_latest_revision_as_object()
    rows = list(draft.photos.all())
    present = {row.image_id for row in rows}
    added = [photo for photo in photos if photo.pk not in present]
    rows += [GalleryPhoto.showing(photo) for photo in added]
    for place, row in enumerate(rows):
        row.sort_order = place
    if added:
        draft.photos.set(rows)
        draft.save_revision(user=user, clean=False, log_action=True)
    return added
