"""Every way a photo is used on a page, and the sizes made ahead for it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    """A use of a photo: `filters` are Wagtail filter specs, smallest first; `sizes` is the HTML attribute."""

    filters: tuple[str, ...]
    sizes: str


_WIDTHS = ("width-640|format-webp", "width-1080|format-webp", "width-1600|format-webp")

PRESETS = {
    "hero": Preset(filters=(*_WIDTHS, "width-2400|format-webp"), sizes="100vw"),
    "wide": Preset(filters=_WIDTHS, sizes="(min-width: 72rem) 66rem, 100vw"),
    "grid": Preset(
        filters=("height-480|format-webp", "height-960|format-webp"), sizes="(min-width: 48rem) 45vw, 100vw"
    ),
    "card": Preset(
        filters=("fill-420x280|format-webp", "fill-840x560|format-webp"),
        sizes="(min-width: 60rem) 22rem, (min-width: 40rem) 45vw, 100vw",
    ),
    "share": Preset(filters=("fill-1200x630|format-jpeg",), sizes="1200px"),
}

ALL_FILTERS = tuple(dict.fromkeys(spec for preset in PRESETS.values() for spec in preset.filters))
