"""What a picture looks like, in a few bytes: a hash that like pictures share, and its main colour."""

from PIL import Image

ALIKE = 12  # of 128 bits; what saving anew, shrinking and light retouching change
GRID = 8


def look(picture: Image.Image) -> str:
    """Return the difference hash of an RGB picture, 128 bits as 32 hexadecimal digits; empty for one of one colour.

    Each bit says whether a cell of a coarse grey grid is brighter than its neighbour, to the right in the first half
    and below in the second. Source: Neal Krawetz, "Kind of Like That", 2013.
    """
    grey = picture.resize((GRID + 1, GRID + 1), Image.Resampling.BOX).convert("L")
    cells = grey.tobytes()
    rows = [cells[start : start + GRID + 1] for start in range(0, len(cells), GRID + 1)]
    bits = [rows[y][x] < rows[y][x + 1] for y in range(GRID) for x in range(GRID)]
    bits += [rows[y][x] < rows[y + 1][x] for y in range(GRID) for x in range(GRID)]
    number = sum(bit << position for position, bit in enumerate(bits))
    return f"{number:032x}" if number else ""


def difference(one: str, other: str) -> int:
    """Return in how many of 128 bits two looks differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def dominant_colour(picture: Image.Image) -> str:
    """Return the colour that covers most of an RGB picture, such as `#c8a27c`."""
    few = picture.resize((48, 48), Image.Resampling.BOX).quantize(6)
    counts = few.histogram()
    start = counts.index(max(counts)) * 3
    return "#{:02x}{:02x}{:02x}".format(*(few.getpalette() or [])[start : start + 3])
