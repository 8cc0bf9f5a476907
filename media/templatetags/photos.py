"""The one way a photo gets onto a page."""

from typing import Any

from django import template

from media.models import ClinicImage
from media.presets import PRESETS

register = template.Library()


@register.inclusion_tag("media/photo.html")
def photo(image: ClinicImage, preset: str, eager: bool = False, alt: str | None = None) -> dict[str, Any]:
    """Show a photo in the sizes of `preset` that are ready; makes none.

    `eager` is for the first photo of a page, which the reader sees at once. `alt` stands in for the photo's own
    text; an empty one marks it as decorative here.
    """
    by_spec = {rendition.filter_spec: rendition for rendition in image.renditions.all()}
    made = [by_spec[spec] for spec in PRESETS[preset].filters if spec in by_spec]
    # A photo narrower than a preset's widths has several equal sizes.
    ready = list({rendition.width: rendition for rendition in made}.values())
    if alt is None:
        alt = "" if image.decorative else image.contextual_alt_text or image.default_alt_text
    return {
        "image": image,
        "alt": alt,
        "eager": eager,
        "largest": ready[-1] if ready else None,
        "srcset": ", ".join(f"{rendition.url} {rendition.width}w" for rendition in ready),
        "sizes": PRESETS[preset].sizes,
    }
