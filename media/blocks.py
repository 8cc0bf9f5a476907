"""The blocks that show photos, and the body of pages that may use them."""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue
from wagtail.images.blocks import ImageBlock

from clinic.blocks import ProseBlock


class PhotoBlock(ImageBlock):
    """A photo between paragraphs, with the alt text that fits this place."""

    class Meta:
        icon = "image"
        label = _("Photo")
        template = "media/blocks/photo_block.html"


class IllustratedProseBlock(ProseBlock):
    """The body of a plain page: prose, with photos where they help."""

    photo = PhotoBlock()


def load_photos(body: StreamValue) -> None:
    """Load the ready sizes of all photos in `body` with one query for the photos and one for the sizes."""
    # A photo that was deleted from the library leaves an empty block behind.
    photos = [block.value for block in body if block.block_type == "photo" and block.value]
    prefetch_related_objects(photos, "renditions")
