"""Render every SVG beside this file to the raster files the site loads.

Run it with a Python that has Pillow, after any drawing changes: python render.py
"""

import io
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
PICTURE_WIDTH = 1800
SHARE_WIDTH = 1200
ICONS = HERE.parents[2] / "site/clinic/static/clinic"
# The mark in a round-cornered square, and in a whole one that phones cut to their own shape.
ICON_WIDTHS = {"favicon": (512,), "icon-maskable": (180, 192, 512)}


def rasterise(svg: Path, width: int) -> Image.Image:
    """Draw one SVG at the given width."""
    command = ["rsvg-convert", "--width", str(width), str(svg)]
    drawn = subprocess.run(command, check=True, capture_output=True)
    return Image.open(io.BytesIO(drawn.stdout))


def render(svg: Path) -> list[Path]:
    """Write the raster files of one SVG and return their paths."""
    if svg.stem in ICON_WIDTHS:
        targets = {ICONS / f"{svg.stem}-{width}.png": width for width in ICON_WIDTHS[svg.stem]}
        for target, width in targets.items():
            rasterise(svg, width).save(target, optimize=True)
        return list(targets)
    if svg.stem == "share":
        # PNG: not every site that shows link previews reads WebP.
        target = svg.with_suffix(".png")
        rasterise(svg, SHARE_WIDTH).convert("RGB").save(target, optimize=True)
        return [target]
    # Lossless WebP: for flat tones it is smaller than PNG, and it keeps the lines clean.
    target = svg.with_suffix(".webp")
    rasterise(svg, PICTURE_WIDTH).convert("RGB").save(target, lossless=True, method=6)
    return [target]


def main() -> None:
    """Render all drawings and report their sizes."""
    if shutil.which("rsvg-convert") is None:
        sys.exit("This script needs the program rsvg-convert (Debian package librsvg2-bin).")
    for svg in sorted(HERE.glob("*.svg")):
        for target in render(svg):
            print(f"{target.name}  {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
