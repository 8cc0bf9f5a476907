"""What a photo goes through before it is kept: decoded, turned upright, freed of metadata, bounded.

Camera files carry GPS positions, names and serial numbers, and hostile files carry worse, so no uploaded byte is
kept as it came: the picture is decoded and written anew.
"""

import io
import re
from contextlib import suppress
from pathlib import PurePath
from typing import Any

import pillow_heif
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from media.look import dominant_colour, look
from media.own_form import is_own_form
from media.webp import decode_still

MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 25_000_000  # what each format decodes in the memory we give it
MAX_JPEG_PIXELS = 50_000_000  # of one scan: those can be decoded at half their size
MAX_ANIMATED_PIXELS = 12_000_000  # of an animated WebP, which takes four copies of its first picture
MAX_SCANS = 40  # a progressive JPEG has about ten; each one costs a pass over the whole picture
MAX_EDGE = 4096  # px; twice what the widest screen shows
MAX_TRANSPARENT_EDGE = 2048  # px; transparency takes longest to write, and graphics need fewer pixels than photos
MAX_PROFILE = 4 * 1024 * 1024  # bytes; the largest profiles of printers have 3 MB
LARGEST_PNG = 4_000_000  # px; PNG barely compresses photos, so larger ones become WebP
READABLE_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
# Each way of writing: extension and Pillow's options.
WRITTEN_FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": (".jpg", {"quality": 90, "optimize": True, "progressive": True}),
    "PNG": (".png", {"compress_level": 3}),
    "WEBP": (".webp", {"quality": 92, "method": 0, "alpha_quality": 80}),
}
EXTENSIONS = {written: extension for written, (extension, _options) in WRITTEN_FORMATS.items()}

pillow_heif.register_heif_opener()


class RefusedImage(ValidationError):
    """A file that is not kept; the message tells a person why and what to do."""


class TakenInFile(ContentFile):
    """A picture that has been through `take_in`, with what is known of it by its pixels."""

    def __init__(self, content: bytes, name: str, picture: Image.Image) -> None:
        super().__init__(content, name)
        opaque = _in_mode(picture, "RGB")
        self.look = look(opaque)
        self.dominant_colour = dominant_colour(opaque)


def take_in(file: File, from_library: bool = False) -> TakenInFile:
    """Return the picture in `file` written anew: upright, sRGB, without metadata, at most MAX_EDGE px.

    A file that comes `from_library`, and so has been taken in before, is kept byte by byte where it is built as ours
    are. Raises RefusedImage when it is no picture we keep, too large, or damaged.
    """
    inner = getattr(file, "file", None)  # a model's field wraps the file it was given
    for candidate in (file, inner):
        if isinstance(candidate, TakenInFile):
            return candidate
    if file.size > MAX_BYTES:
        raise RefusedImage(
            _("This file is %(size)s; photos can be up to %(limit)s. Save a smaller copy and add that."),
            params={"size": filesizeformat(file.size), "limit": filesizeformat(MAX_BYTES)},
        )
    picture, source_format = _decode(file)
    if from_library and (content := _as_it_came(file)):
        return TakenInFile(content, _clean_stem(file.name) + EXTENSIONS[source_format], picture)
    written_format = _written_format(picture, source_format)
    extension, options = WRITTEN_FORMATS[written_format]
    if written_format == "JPEG":
        picture = _in_mode(picture, "RGB")
    out = io.BytesIO()
    picture.save(out, written_format, **options)
    return TakenInFile(out.getvalue(), _clean_stem(file.name) + extension, picture)


def _as_it_came(file: File) -> bytes:
    """Return the bytes of a file that `take_in` may have written; empty where it cannot have."""
    file.seek(0)
    content: bytes = file.read()
    width, height = Image.open(io.BytesIO(content), formats=READABLE_FORMATS).size
    return content if max(width, height) <= MAX_EDGE and is_own_form(content) else b""


def _clean_stem(name: str | None) -> str:
    stem = PurePath((name or "").replace("\\", "/")).stem
    return re.sub(r"[^\w .()-]", "", stem).strip(" .")[:80] or "photo"


def _decode(file: File) -> tuple[Image.Image, str]:
    try:
        file.seek(0)
        opened = Image.open(file, formats=READABLE_FORMATS)
        source_format = opened.format or ""
        _prepare(opened, file)
        picture = _pixels(opened, file)
        del opened  # and with it the decoder, whose memory is needed for what follows
        picture = _shrink(picture)
        picture = _to_srgb(_upright(picture))
    except UnidentifiedImageError as error:
        raise RefusedImage(
            _("This file is not a photo we can read. Add a JPEG, PNG, WebP, AVIF or HEIC file.")
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(MAX_PIXELS) from error
    except RefusedImage:
        raise
    except Exception as error:  # a decoder may raise anything over a damaged file
        raise _damaged() from error
    # Made from the pixels alone: nothing of the file's metadata stays attached to it.
    return Image.Image()._new(picture.im), source_format


def _pixels(opened: Image.Image, file: File) -> Image.Image:
    """Return the decoded picture, with the camera data and colour profile that say how to show it."""
    if opened.format == "WEBP":
        file.seek(0)
        still = decode_still(file.read(), opened.size, opened.mode)
        if still:
            still.info = opened.info
            return still
        if opened.width * opened.height > MAX_ANIMATED_PIXELS:
            raise _too_many_pixels(MAX_ANIMATED_PIXELS)
    opened.load()
    return opened._new(opened.im)


def _prepare(opened: Image.Image, file: File) -> None:
    """Refuse a picture that takes too much memory or time; have a JPEG that takes much decoded at half its size."""
    pixels = opened.width * opened.height
    limit, scans = MAX_PIXELS, 0
    if opened.format in ("JPEG", "MPO"):
        scans = _scans(file)
        if scans > MAX_SCANS:
            raise _damaged()
        if scans == 1:
            limit = MAX_JPEG_PIXELS
    if pixels > limit:
        raise _too_many_pixels(limit)
    # Several scans are all kept in memory until the last has come.
    if pixels > MAX_PIXELS or (scans > 1 and pixels > MAX_PIXELS / 2):
        factor = max(2, max(opened.size) / MAX_EDGE)
        opened.draft(opened.mode, (int(opened.width / factor), int(opened.height / factor)))


def _scans(file: File) -> int:
    """Return the number of scans in the first picture of a JPEG file."""
    file.seek(0)
    data = file.read()
    scans, position = 0, 2
    while marker := re.compile(rb"\xff([^\x00\xff\xd0-\xd8])").search(data, position):
        if marker[1] == b"\xd9":
            break
        scans += marker[1] == b"\xda"
        position = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2])
    return scans


def _shrink(picture: Image.Image) -> Image.Image:
    """Return the picture, at most MAX_EDGE px; first of all steps, so that the others need less memory."""
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")  # else all but black would turn white
    if picture.has_transparency_data:
        if picture.mode != "RGBA":
            picture = picture.convert("RGBA")
        if max(picture.size) > MAX_TRANSPARENT_EDGE:
            picture = picture.convert("RGBa")
            picture.thumbnail((MAX_TRANSPARENT_EDGE, MAX_TRANSPARENT_EDGE), Image.Resampling.LANCZOS)
            picture = picture.convert("RGBA")
        return picture
    if picture.mode not in ("RGB", "L", "CMYK"):
        picture = picture.convert("RGB")
    picture.thumbnail((MAX_EDGE, MAX_EDGE), Image.Resampling.LANCZOS)
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    with suppress(Exception):  # broken camera data raises anything, and is no reason to refuse the photo
        ImageOps.exif_transpose(picture, in_place=True)
    return picture


def _to_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile and len(profile) <= MAX_PROFILE:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
            return converted or _in_mode(picture, mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile changes colours a little; it is no reason to refuse the photo
    return _in_mode(picture, mode)


def _in_mode(picture: Image.Image, mode: str) -> Image.Image:
    """Return the picture in another mode; unlike `convert`, without a copy where it is in that mode already."""
    return picture if picture.mode == mode else picture.convert(mode)


def _written_format(picture: Image.Image, source_format: str) -> str:
    if source_format == "PNG" and picture.width * picture.height <= LARGEST_PNG:
        return "PNG"
    return "WEBP" if source_format in ("PNG", "WEBP", "AVIF") or picture.mode == "RGBA" else "JPEG"


def _too_many_pixels(limit: int) -> RefusedImage:
    return RefusedImage(
        _("This photo has more than %(limit)d megapixels. Save a smaller copy and add that."),
        params={"limit": limit // 1_000_000},
    )


def _damaged() -> RefusedImage:
    return RefusedImage(_("This photo is damaged and cannot be read. Save it again and add the new copy."))
