"""Which photos the public sees, compared with what others were told."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Subquery
from wagtail.contrib.settings.registry import registry
from wagtail.models import Page, ReferenceIndex

from media.models import ClinicImage, ClinicRendition
from media.models.photo import is_showable
from media.presets import ALL_SPECS
from staff.webhooks.events import EventType, Happening
from staff.webhooks.models import KnownPhoto
from staff.webhooks.pages import PageChanges

# The look is that of the newest size, which is made anew with another file or focal point.
SHOWN = ("newest_size", "description", "is_decorative", "caption", "credit", "licence", "location")


def photos_in_use(pages: Iterable[int]) -> dict[int, set[int]]:
    """Return which of these pages show each photo; none for one that only the settings show."""
    types = ContentType.objects.get_for_models(Page, ClinicImage, *registry)
    settings = {types[model] for model in registry}
    shown: dict[int, set[int]] = {}
    public = set(pages)
    for reference in ReferenceIndex.objects.filter(
        to_content_type=types[ClinicImage], base_content_type__in=[types[Page], *settings]
    ).values_list("base_content_type", "object_id", "to_object_id"):
        kind, holder, photo = reference[0], int(reference[1]), int(reference[2])
        if kind != types[Page].pk:
            shown.setdefault(photo, set())
        elif holder in public:
            shown.setdefault(photo, set()).add(holder)
    return shown


def compare_photos(pages: PageChanges) -> Iterator[Happening]:
    """Yield an event for each photo that is withdrawn from public pages or looks different there, and remember them.

    What comes or goes with a page's publication is told with that. A photo without the sizes for visitors is not on a
    page yet: it counts once they are made.
    """
    published = {page.number for page in pages.published}
    used = photos_in_use(pages.now)
    known = {photo.photo_number: photo for photo in KnownPhoto.objects.all()}
    photos = {photo.pk: photo for photo in _looked_at({*used, *known})}
    for number in sorted({*used, *known}):
        row = known.get(number) or KnownPhoto(photo_number=number, shown=False)
        before = (row.shown, row.version, row.page_numbers)
        photo = photos.get(number)
        if photo is None or not photo.showable:
            if row.shown:
                yield _event(EventType.PHOTO_WITHDRAWN, number, row.page_numbers, pages)
            row.shown = False
        elif number in used and photo.newest_size:
            is_new = row.pk is None
            told = used[number] - published if is_new else used[number]
            if (told or not is_new) and not (row.shown and row.version == _version(photo)):
                yield _event(EventType.PHOTO_CHANGED, number, told, pages)
            row.shown, row.version = True, _version(photo)
        if photo is None or number not in used:
            KnownPhoto.objects.filter(pk=row.pk).delete()
            continue
        row.page_numbers = sorted(used[number])
        if row.pk is None or before != (row.shown, row.version, row.page_numbers):
            row.save()


def _looked_at(numbers: set[int]) -> Any:
    sizes = ClinicRendition.objects.filter(image=OuterRef("pk"), filter_spec__in=ALL_SPECS).order_by("-pk")
    return ClinicImage.objects.filter(pk__in=numbers).annotate(
        newest_size=Subquery(sizes.values("file")[:1]), showable=ExpressionWrapper(is_showable(), BooleanField())
    )


def _version(photo: ClinicImage) -> str:
    return sha256(repr([str(getattr(photo, name)) for name in SHOWN]).encode()).hexdigest()


def _event(type_: EventType, number: int, page_numbers: Iterable[int], pages: PageChanges) -> Happening:
    on = [{"id": page, "path": pages.now[page].path} for page in sorted(page_numbers) if page in pages.now]
    return Happening(type_, f"photo:{number}", {"id": number, "pages": on})
