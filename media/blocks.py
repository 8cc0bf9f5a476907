"""The blocks that show photos, and the body of pages that may use them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import IntegerBlock, PageChooserBlock, StreamValue, StructBlock, StructValue
from wagtail.images.blocks import ImageBlock

from clinic.blocks import ProseBlock
from clinic.visibility import is_public
from media.models import ClinicImage, ClinicRendition, GalleryPhoto
from media.models.photo import is_showable


class PhotoBlock(ImageBlock):
    """A photo between paragraphs, with the alt text that fits this place."""

    def normalize(self, value: Any) -> Any:
        """Take over the words of the library for a photo that comes without any for this place."""
        value = super().normalize(value)
        if value and value.contextual_alt_text is None:
            value.contextual_alt_text = value.description
            value.decorative = value.default_decorative
        return value

    class Meta:
        icon = "image"
        label = _("Photo")
        template = "media/blocks/photo_block.html"


class GalleryValue(StructValue):
    """A chosen gallery; `photos` are its first ones and `total` says of how many, once `shown_blocks` found them."""

    photos: Sequence[Any] = ()
    total = 0


class GalleryBlock(StructBlock):
    """The first photos of a gallery, and the way to all of them."""

    gallery = PageChooserBlock("media.GalleryPage", label=_("Gallery"))
    most = IntegerBlock(
        default=6,
        min_value=1,
        max_value=24,
        label=_("How many photos at most"),
        help_text=_("The first ones of the gallery, in its order."),
    )

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "media/blocks/gallery_block.html"
        value_class = GalleryValue
        # No preview: it would need a gallery, and shows nothing without one.


class IllustratedProseBlock(ProseBlock):
    """The body of a plain page: prose, with photos where they help."""

    photo = PhotoBlock()
    gallery = GalleryBlock()


def shown_blocks(body: StreamValue, everything: bool = False) -> list[Any]:
    """Return the blocks of a body without photos that visitors must not see, with all ready sizes loaded.

    One query for the sizes, which also tells whether consents hold, so that a client's photo shows only once a size of
    it is ready; and one where there are galleries. `everything`, for previews, leaves out no photo of the body itself.
    """
    # A photo or gallery that was deleted leaves an empty block behind.
    photos = [block.value for block in body if block.block_type == "photo" and block.value]
    galleries = [block.value for block in body if block.block_type == "gallery" and block.value["gallery"]]
    _fill(galleries)
    sizes = ClinicRendition.objects.all() if everything else ClinicRendition.objects.filter(is_showable("image__"))
    prefetch_related_objects(
        [*photos, *(row.image for value in galleries for row in value.photos)], Prefetch("renditions", sizes)
    )
    shown = (
        photos
        if everything
        else [photo for photo in photos if photo.shown in ClinicImage.NEEDS_NO_CONSENT or photo.renditions.all()]
    )
    return [
        block
        for block in body
        if (block.block_type != "photo" or block.value in shown)
        and (block.block_type != "gallery" or block.value.photos)
    ]


def _fill(galleries: list[GalleryValue]) -> None:
    """Give each gallery that everyone may read the photos it shows; one query however many there are."""
    rows = GalleryPhoto.objects.filter(is_showable("image__"), is_public("page__")).select_related("image")
    found: dict[int, dict[int, GalleryPhoto]] = {}  # by gallery and photo, in order
    for row in rows.filter(page__in=[value["gallery"].pk for value in galleries]):
        found.setdefault(row.page_id, {})[row.image_id] = row
    for value in galleries:
        photos = list(found.get(value["gallery"].pk, {}).values())
        value.total, value.photos = len(photos), photos[: value["most"]]
