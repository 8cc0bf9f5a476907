"""What was taken in once comes in from another library byte by byte."""

import io
import struct
import zlib
from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from media.intake import MAX_EDGE, RefusedImage, take_in
from media.own_form import is_own_form
from tests.media.test_hostile_files import HOSTILE
from tests.media.test_intake import with_exif


def picture(format: str, mode: str = "RGB", size: tuple[int, int] = (230, 150), **options) -> bytes:
    image = Image.effect_noise(size, 60).convert("RGB")
    if mode == "RGBA":
        image.putalpha(Image.linear_gradient("L").resize(size))
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def brought(content: bytes, name: str = "photo.bin") -> bytes:
    return take_in(ContentFile(content, name), from_library=True).read()


KINDS = {
    "JPEG": picture("JPEG"),
    "PNG": picture("PNG"),
    "PNG, transparent": picture("PNG", "RGBA"),
    "WebP": picture("WEBP"),
    "WebP, transparent": picture("WEBP", "RGBA"),
    "AVIF": picture("AVIF"),
    "large": picture("JPEG", size=(4300, 3900)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_keeps_byte_by_byte_what_was_taken_in(kind):
    stored = take_in(ContentFile(KINDS[kind], "photo.bin")).read()
    assert is_own_form(stored)
    again = take_in(ContentFile(stored, "photo.bin"), from_library=True)
    assert again.read() == stored
    assert again.name == take_in(ContentFile(KINDS[kind], "photo.bin")).name


def test_uploads_are_written_anew_all_the_same():
    stored = take_in(ContentFile(KINDS["JPEG"], "photo.jpg")).read()
    assert take_in(ContentFile(stored, "photo.jpg")).read() != stored


def spoilt() -> dict[str, bytes]:
    jpeg, png, webp = (take_in(ContentFile(KINDS[kind], "p")).read() for kind in ("JPEG", "PNG", "WebP"))
    chunk = b"tEXtComment\0Anna K., 12 Elm Street"
    text = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    extra = b"EXIF" + struct.pack("<I", 4) + b"Anna"
    return {
        "JPEG with camera data": with_exif(),
        "JPEG with a comment": jpeg[:2] + b"\xff\xfe\x00\x06Anna" + jpeg[2:],
        "JPEG with something after it": jpeg + b"PK\x03\x04",
        "PNG with a text": png[:33] + text + png[33:],
        "PNG with something after it": png + b"Anna",
        "WebP with camera data": webp[:4] + struct.pack("<I", len(webp) + len(extra) - 8) + webp[8:] + extra,
        "WebP with something after it": webp + b"Anna",
        "too large": picture("JPEG", size=(MAX_EDGE + 1, 20), progressive=True),
    }


@pytest.mark.parametrize("kind", spoilt())
def test_writes_anew_what_carries_more_than_a_picture(kind):
    content = spoilt()[kind]
    written = brought(content)
    assert written != content
    assert b"Anna" not in written
    assert is_own_form(written)


@pytest.mark.parametrize("cut", [2, 12, 100, -2])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WebP"])
def test_no_part_of_a_file_is_in_our_form(kind, cut):
    stored = take_in(ContentFile(KINDS[kind], "p")).read()
    assert not is_own_form(stored[:cut])


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_or_written_anew(name):
    with suppress(RefusedImage):
        assert is_own_form(brought(HOSTILE[name]))
