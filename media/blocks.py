"""The blocks that show photos, and the body of pages that may use them."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue
from wagtail.images.blocks import ImageBlock

from clinic.blocks import ProseBlock
from media.models import ClinicImage


class PhotoBlock(ImageBlock):
    """A photo between paragraphs, with the alt text that fits this place."""

    def normalize(self, value: Any) -> Any:
        """Take over the words of the library for a photo that comes without any for this place."""
        value = super().normalize(value)
        if value and value.contextual_alt_text is None:
            value.contextual_alt_text = value.description
            value.decorative = value.is_decorative and not value.description
        return value

    class Meta:
        icon = "image"
        label = _("Photo")
        template = "media/blocks/photo_block.html"


class IllustratedProseBlock(ProseBlock):
    """The body of a plain page: prose, with photos where they help."""

    photo = PhotoBlock()


def shown_blocks(body: StreamValue, everything: bool = False) -> list[Any]:
    """Return the blocks of a body without photos that visitors must not see, with all ready sizes loaded.

    Three queries where there are photos. `everything`, for previews, leaves none out.
    """
    # A photo that was deleted from the library leaves an empty block behind.
    photos = [block.value for block in body if block.block_type == "photo" and block.value]
    if not photos:
        return list(body)
    prefetch_related_objects(photos, "renditions")
    library = ClinicImage.objects.filter(pk__in=[photo.pk for photo in photos])
    shown = set((library if everything else library.showable()).values_list("pk", flat=True))
    return [block for block in body if block.block_type != "photo" or (block.value and block.value.pk in shown)]
