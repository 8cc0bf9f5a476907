"""Every way a photo is used on a page, and the sizes made ahead for it."""

from dataclasses import dataclass
from math import log

# Tried by the browser in this order; each size is made in both.
FORMATS = {"avif": "image/avif", "webp": "image/webp"}


@dataclass(frozen=True)
class Preset:
    """A use of a photo.

    `crops` are Wagtail's resize operations, smallest first. `sizes` is the HTML attribute: how wide the photo stands on
    the page, which may depend on the photo's {width} and {height}. `fallback` is the one JPEG for programs that read
    neither AVIF nor WebP.
    """

    crops: tuple[str, ...]
    sizes: str
    fallback: str

    def specs(self, image_format: str) -> tuple[str, ...]:
        """Return the filter specs of all widths in one format."""
        return tuple(f"{crop}|format-{image_format}" for crop in self.crops)

    @property
    def fallback_spec(self) -> str:
        return f"{self.fallback}|format-jpeg"

    @property
    def fallback_width(self) -> int:
        """Return about how wide the fallback is, in px, from its spec."""
        kind, _, size = self.fallback.partition("-")
        return int(size) * 3 // 2 if kind == "height" else int(size.partition("x")[0])


_WIDTHS = ("width-640", "width-1080", "width-1600")

PRESETS = {
    "hero": Preset(crops=(*_WIDTHS, "width-2400"), sizes="100vw", fallback="width-1080"),
    "wide": Preset(crops=_WIDTHS, sizes="(min-width: 72rem) 66rem, 100vw", fallback="width-1080"),
    # As large as the window allows, in the sizes of a hero: the only photo on its page, or in the lightbox.
    "single": Preset(
        crops=(*_WIDTHS, "width-2400"),
        sizes="(min-aspect-ratio: {width}/{height}) calc(85vh * {width} / {height}), 100vw",
        fallback="width-1080",
    ),
    "grid": Preset(
        crops=("height-480", "height-960"),
        sizes="(min-width: 48rem) calc(22rem * {width} / {height}), 100vw",
        fallback="height-480",
    ),
    "card": Preset(
        crops=("fill-420x280", "fill-840x560"),
        sizes="(min-width: 60rem) 22rem, (min-width: 40rem) 45vw, 100vw",
        fallback="fill-420x280",
    ),
    # For link previews on other sites, which read JPEG only.
    "share": Preset(crops=(), sizes="", fallback="fill-1200x630"),
}

# The shapes that photos of a grid are shown in, as width and height: those of cameras, and wider ones. Each has a rule
# in the stylesheet.
SHAPES = ((9, 16), (2, 3), (3, 4), (4, 5), (1, 1), (5, 4), (4, 3), (3, 2), (16, 9), (2, 1), (5, 2), (3, 1), (4, 1))


def nearest_shape(width: int, height: int) -> str:
    """Return the name of the shape in which least of a photo is cut off, such as `shape-3-2`."""
    across, down = min(SHAPES, key=lambda shape: abs(log(shape[0] / shape[1] * height / width)))
    return f"shape-{across}-{down}"


def _all_specs(*formats: str) -> tuple[str, ...]:
    specs = [spec for preset in PRESETS.values() for name in formats for spec in preset.specs(name)]
    return tuple(dict.fromkeys(specs))


# What a page needs to show a photo at all, and everything. AVIF takes the most time and comes last.
FIRST_SPECS = (*_all_specs("webp"), *dict.fromkeys(preset.fallback_spec for preset in PRESETS.values()))
ALL_SPECS = (*FIRST_SPECS, *_all_specs("avif"))


def is_for_visitors(spec: str) -> bool:
    """Return whether a size was made for public pages, by these presets or former ones.

    All of those name their format; the sizes that Wagtail's admin makes for itself, the original among them, do not.
    """
    return "|format-" in spec and not spec.startswith("original")
