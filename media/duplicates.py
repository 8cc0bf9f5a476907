"""Photos that were in the library already, byte for byte or to the eye."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from media.look import ALIKE
from media.models import ClinicImage

MOST_NAMED = 3


@dataclass
class Twin:
    """An older photo that another one equals (`exact`) or looks like, and the titles of the live pages that show it."""

    photo: ClinicImage
    exact: bool
    pages: list[str]


def find_twins(photos: Iterable[ClinicImage], user: Any) -> dict[int, list[Twin]]:
    """Return, by the primary key of a photo, the older photos it repeats that `user` may work with, nearest first.

    At most MOST_NAMED for each. Four queries, however many photos there are.
    """
    policy = policy_registry.get_by_type(ClinicImage)
    library = policy.instances_user_has_any_permission_for(user, ["choose", "change"])
    # Each look is read as a number once: a sheet of 200 is compared with thousands.
    known = [
        (pk, int(look or "0", 16), file_hash)
        for pk, look, file_hash in library.values_list("pk", "look", "file_hash").order_by("pk")
    ]
    found = {photo.pk: _nearest(photo, known) for photo in photos}
    others = {pk for near in found.values() for _, pk in near}
    in_library = ClinicImage.objects.in_bulk(others)
    pages = _pages_showing(others)
    return {
        pk: [Twin(in_library[other], distance < 0, pages[other]) for distance, other in near if other in in_library]
        for pk, near in found.items()
        if near
    }


def _nearest(photo: ClinicImage, known: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Return (bits of difference, primary key) of the older photos most like this one; -1 bits for the same file."""
    look = int(photo.look or "0", 16)
    near = []
    for pk, other, file_hash in known:
        if pk >= photo.pk:
            break
        if file_hash == photo.file_hash and file_hash:
            near.append((-1, pk))
        elif look and other and (distance := (look ^ other).bit_count()) <= ALIKE:
            near.append((distance, pk))
    return sorted(near)[:MOST_NAMED]


def _pages_showing(photo_pks: Iterable[int]) -> dict[int, list[str]]:
    page_type, photo_type = ContentType.objects.get_for_models(Page, ClinicImage).values()
    uses = ReferenceIndex.objects.filter(
        base_content_type=page_type, to_content_type=photo_type, to_object_id__in=[str(pk) for pk in photo_pks]
    )
    pairs = set(uses.values_list("to_object_id", "object_id"))
    titles = dict(Page.objects.live().filter(pk__in={page for _, page in pairs}).values_list("pk", "title"))
    pages = defaultdict(list)
    for photo, page in pairs:
        if int(page) in titles:
            pages[int(photo)].append(titles[int(page)])
    return pages
