"""Telling whether a picture's file is built as `media.intake` writes it: pixels, and nothing else beside them.

Such a file can be kept byte by byte when it moves from one library to another. Writing it anew would lose a little of
the picture each time. Only how the file is built is looked at here; that its pixels can be read is found out elsewhere.
"""

import zlib
from collections.abc import Iterator

SOI, EOI, SOS, APP0, DQT, SOF2, DHT = b"\xd8", b"\xd9", b"\xda", b"\xe0", b"\xdb", b"\xc2", b"\xc4"
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PNG_CHANNELS = {b"\x08\x02\0\0\0": 3, b"\x08\x06\0\0\0": 4}  # of eight bits, not interlaced
WEBP_CHUNKS = ([b"VP8 "], [b"VP8X", b"ALPH", b"VP8 "])


def is_own_form(content: bytes) -> bool:
    """Return whether the file has no room for anything but a picture, whichever of our formats it is in."""
    try:
        return _is_bare_jpeg(content) or _is_bare_png(content) or _is_bare_webp(content)
    except (IndexError, ValueError):
        return False


def _is_bare_jpeg(content: bytes) -> bool:
    """Return whether a progressive JPEG has tables and scans, a head without thumbnail, and nothing after its end."""
    if not content.startswith(b"\xff" + SOI):
        return False
    position = 2
    while content[position] == 0xFF:
        marker, position = content[position + 1 : position + 2], position + 2
        if marker == EOI:
            return position == len(content)
        length = int.from_bytes(content[position : position + 2])
        segment = content[position + 2 : position + length]
        if marker == APP0:
            if len(segment) != 14 or not segment.startswith(b"JFIF\0") or segment[12:] != b"\0\0":
                return False
        elif marker == SOF2:
            if segment[5] != 3:  # colours
                return False
        elif marker not in (DQT, DHT, SOS):
            return False
        position += length
        if marker == SOS:
            position = _end_of_scan(content, position)
    return False


def _end_of_scan(content: bytes, position: int) -> int:
    """Return where the next marker stands: 0xFF, unless a zero after it says that it belongs to the pixels."""
    while (position := content.index(b"\xff", position)) and content[position + 1] == 0:
        position += 2
    return position


def _is_bare_png(content: bytes) -> bool:
    """Return whether a PNG has a head, one stream with just its pixels, and nothing else."""
    if not content.startswith(PNG_HEAD):
        return False
    width, height = (int.from_bytes(content[start : start + 4]) for start in (16, 20))
    channels = PNG_CHANNELS.get(content[24:29], 0)
    names, packed = [], []
    position = len(PNG_HEAD)
    while position < len(content):
        length = int.from_bytes(content[position : position + 4])
        chunk = content[position + 4 : position + 8 + length]
        if zlib.crc32(chunk) != int.from_bytes(content[position + 8 + length : position + 12 + length]):
            return False
        names.append(chunk[:4])
        packed.append(chunk[4:])
        position += 12 + length
    in_order = names[:1] == [b"IHDR"] and names[-1:] == [b"IEND"] and set(names[1:-1]) == {b"IDAT"}
    return in_order and position == len(content) and _unpacks(b"".join(packed[1:-1]), height * (1 + width * channels))


def _unpacks(packed: bytes, size: int) -> bool:
    """Return whether bytes unpack to just `size`, without unpacking what goes beyond."""
    unpacking = zlib.decompressobj()
    try:
        return len(unpacking.decompress(packed, size + 1)) == size and unpacking.eof and not unpacking.unused_data
    except zlib.error:
        return False


def _is_bare_webp(content: bytes) -> bool:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or int.from_bytes(content[4:8], "little") != len(content) - 8:
        return False
    return list(_webp_chunks(content)) in WEBP_CHUNKS


def _webp_chunks(content: bytes) -> Iterator[bytes]:
    position = 12
    while position < len(content):
        length = int.from_bytes(content[position + 4 : position + 8], "little")
        yield content[position : position + 4]
        position += 8 + length + length % 2
    if position != len(content):
        raise ValueError("The last part is cut off.")
