"""Photos without alt text, and photos that visitors must not see."""

from collections.abc import Iterator

from wagtail.models import Page

from media.uses import no_words
from staff.checks.findings import Finding, Kind
from staff.checks.surroundings import Surroundings


def photos(page: Page, surroundings: Surroundings) -> Iterator[Finding]:
    """Find what `media.uses.photo_problems` stops, with its place."""
    for leaf in surroundings.leaves(page):
        photo = surroundings.photos.get(leaf.value["image"]) if leaf.is_photo else None
        if photo is None:
            continue  # no photo, or one deleted from the library, of which the page shows nothing
        if not leaf.value.get("alt_text") and not leaf.value.get("decorative"):
            yield Finding(Kind.PHOTO, no_words(photo), leaf.place.within("alt_text", ""), blocking=True)
        if not photo.showable:
            yield Finding(Kind.PHOTO, photo.hindrance(), leaf.place.within("image", ""), blocking=True)
