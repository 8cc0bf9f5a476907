"""Makes the sizes of a photo, all of them from one decoding."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from wagtail.images.image_operations import ImageTransform
from wagtail.images.models import IMAGE_FORMAT_EXTENSIONS, Filter
from willow.plugins.pillow import PillowImage

from clinic.changes import Changed, tell

if TYPE_CHECKING:
    from media.models import ClinicImage, ClinicRendition

logger = logging.getLogger(__name__)


class WritingFilter(Filter):
    """Wagtail's filter for a picture that is cropped and resized already, so that it only writes it."""

    def __init__(self, spec: str, picture: PillowImage) -> None:
        super().__init__(spec)
        self.picture = picture

    @contextmanager
    def get_willow_image(self, image: "ClinicImage", source: Any = None) -> Iterator[PillowImage]:
        yield self.picture

    def get_transform(self, image: "ClinicImage", size: Any = None) -> ImageTransform:
        return ImageTransform(self.picture.get_size())


class Made(ContentFile):
    """The file of one size, before it is stored."""

    def __init__(self, content: bytes, extension: str, filter: Filter, size: tuple[int, int]) -> None:
        super().__init__(content)
        self.extension, self.filter, self.pixels = extension, filter, size


def make_sizes(image: "ClinicImage", specs: Iterable[str]) -> int:
    """Make the sizes `specs` of a photo where they are missing, and drop those cut for a former focal point.

    Returns how many of them the photo has now: none where its file is missing or damaged, of which staff see a sentence
    in `problem`. A size that cannot be made is logged and left out. Raises OSError when one cannot be stored; then no
    size of this call is kept.
    """
    filters = [Filter(spec) for spec in specs]
    ready = image.find_existing_renditions(*filters)
    missing = [filter for filter in filters if filter not in ready]
    picture = _decode(image) if missing else None
    damaged = bool(missing) and picture is None
    problem = _("The file of this photo is missing or damaged. Replace it with a new copy.") if damaged else ""
    if image.problem != problem:
        type(image).objects.filter(pk=image.pk).update(problem=problem)
    if damaged:
        return 0
    stored: list[ClinicRendition] = []
    try:
        for made in _make(image, picture, missing):
            stored.append(_store(image, made))
        kept = _keep(image, filters, stored)
    except BaseException:
        _delete_files(stored)
        raise
    _delete_files([size for size in stored if size.file.name not in {row.file.name for row in kept}])
    return len(kept)


def _decode(image: "ClinicImage") -> Image.Image | None:
    """Return the upright picture; None where its file is missing or damaged."""
    try:
        with image.file.storage.open(image.file.name) as file:
            data = file.read()
    except FileNotFoundError:
        return None
    try:
        picture = Image.open(BytesIO(data))
        picture.load()
    except (OSError, ValueError, SyntaxError):
        return None
    ImageOps.exif_transpose(picture, in_place=True)
    return picture


def _make(image: "ClinicImage", picture: Image.Image | None, filters: list[Filter]) -> Iterator[Made]:
    """Yield the file of each size; those of the same pixels are cropped and resized once, and written once a format."""
    if picture is None:
        return
    groups: dict[tuple[Any, ...], list[Filter]] = {}
    for filter in filters:
        try:
            transform = filter.get_transform(image, picture.size)
        except ValueError:  # a strip so narrow that nothing is left of the crop
            logger.exception("The size %s of photo %s could not be made", filter.spec, image.pk)
        else:
            groups.setdefault((tuple(transform.get_rect().round()), transform.size), []).append(filter)

    for (area, size), alike in groups.items():
        whole = PillowImage(picture)
        cut = whole if area == (0, 0, *picture.size) else whole.crop(area)
        resized = cut.resize(size)
        resized.format_name = str(picture.format).lower()
        written: dict[str, tuple[bytes, str]] = {}
        for filter in alike:
            way = filter.spec.partition("|")[2]
            try:
                if way not in written:
                    file = WritingFilter(filter.spec, resized).run(image, BytesIO())
                    written[way] = file.f.getvalue(), IMAGE_FORMAT_EXTENSIONS[file.format_name]
            except Exception:
                logger.exception("The size %s of photo %s could not be made", filter.spec, image.pk)
            else:
                yield Made(*written[way], filter, size)


def _store(image: "ClinicImage", made: Made) -> "ClinicRendition":
    """Store the file of a size and return its row, not saved yet; leave no part of the file when that fails."""
    model = image.renditions.model
    field = model._meta.get_field("file")
    # A name no other file has, so that the part to remove after a failure is known to be this file's.
    stem = f"{PurePath(image.file.name).stem[:40]}.{made.filter.spec.replace('|', '.')}_{get_random_string(7)}"
    name = field.generate_filename(model(), stem + made.extension)
    try:
        field.storage.save(name, made)
    except BaseException:
        field.storage.delete(name)
        raise
    # Given together, so that nothing opens the file again to find its width and height.
    return model(
        image=image,
        file=name,
        width=made.pixels[0],
        height=made.pixels[1],
        filter_spec=made.filter.spec,
        focal_point_key=made.filter.get_cache_key(image),
    )


def _keep(image: "ClinicImage", filters: list[Filter], stored: list["ClinicRendition"]) -> list["ClinicRendition"]:
    """Save the rows and return those that the photo has now of these sizes.

    Another worker may have made some of them, and the photo may have got another file or focal point meanwhile, or be
    gone: then its sizes are made anew by the task that this ordered, and these are not kept.
    """
    keys = {filter.spec: filter.get_cache_key(image) for filter in filters}
    with transaction.atomic():
        now = type(image).objects.select_for_update().filter(pk=image.pk).first()
        if now is None or now.sizes_depend_on != image.sizes_depend_on:
            return []
        image.renditions.bulk_create(stored, ignore_conflicts=True)
        tell(Changed.PHOTOS, image)
        rows = list(image.renditions.filter(filter_spec__in=keys))
        for row in rows:
            if row.focal_point_key != keys[row.filter_spec]:
                row.delete()
    return [row for row in rows if row.focal_point_key == keys[row.filter_spec]]


def _delete_files(sizes: list["ClinicRendition"]) -> None:
    for size in sizes:
        size.file.storage.delete(size.file.name)
