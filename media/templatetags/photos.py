"""The one way a photo gets onto a page."""

from typing import Any

from django import template
from django.template import Context

from media.models import ClinicImage, ClinicRendition
from media.presets import FORMATS, PRESETS, is_for_visitors, nearest_shape

register = template.Library()


@register.filter
def shape(image: ClinicImage) -> str:
    """Return the class that gives a photo in a grid its shape."""
    return nearest_shape(image.width, image.height)


@register.simple_tag(takes_context=True)
def share_picture(context: Context | dict[str, Any]) -> ClinicRendition | None:
    """Return the picture for links to the page: its cover, or else the clinic's share image, where one is ready."""
    spec = PRESETS["share"].fallback_spec
    cover = context.get("cover")
    if cover and cover.may_be_shared:
        return next((size for size in cover.image.renditions.all() if size.filter_spec == spec), None)
    picture: ClinicRendition | None = context["settings"]["home"]["ClinicSettings"].share_picture
    return picture


@register.inclusion_tag("media/photo.html")
def photo(image: ClinicImage, preset: str, eager: bool = False, alt: str | None = None) -> dict[str, Any]:
    """Show a photo in the sizes of `preset` that are ready; makes none.

    Where the sizes of this preset are not ready yet, the ready size nearest to it stands in. `eager` is for the first
    photo of a page, which the reader sees at once. `alt` stands in for the photo's own text; an empty one marks it as
    decorative here.
    """
    wanted = PRESETS[preset]
    by_spec = {size.filter_spec: size for size in image.renditions.all() if is_for_visitors(size.filter_spec)}
    sources = []
    for image_format, media_type in FORMATS.items():
        ready = [by_spec[spec] for spec in wanted.specs(image_format) if spec in by_spec]
        # A photo narrower than a preset's widths has several equal sizes.
        widths = {rendition.width: rendition.url for rendition in ready}
        if widths:
            sources.append((media_type, ", ".join(f"{url} {width}w" for width, url in widths.items())))
    fallback = by_spec.get(wanted.fallback_spec) or min(
        by_spec.values(), key=lambda size: abs(size.width - wanted.fallback_width), default=None
    )
    if alt is None:
        alt = "" if image.decorative else image.contextual_alt_text or image.default_alt_text
    return {
        "image": image,
        "alt": alt,
        "eager": eager,
        "fallback": fallback,
        "sources": sources,
        "sizes": wanted.sizes.format(width=image.width, height=image.height),
    }
