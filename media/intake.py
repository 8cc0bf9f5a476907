"""What a photo goes through before it is kept: decoded, turned upright, freed of metadata, bounded.

Camera files carry GPS positions, names and serial numbers, and hostile files carry worse, so no uploaded byte is
kept as it came: the picture is decoded and written anew.
"""

import io
import zlib
from pathlib import PurePath
from struct import error as StructError
from typing import Any

import pillow_heif
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_EDGE = 4096  # px; twice what the widest screen shows
LARGEST_PNG = 4_000_000  # px; PNG barely compresses photos, so larger ones become WebP
READABLE_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
# Each way of writing: extension and Pillow's options.
WRITTEN_FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": (".jpg", {"quality": 90, "optimize": True, "progressive": True}),
    "PNG": (".png", {"optimize": False}),
    "WEBP": (".webp", {"quality": 92, "method": 4}),
}
DAMAGE = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, MemoryError, zlib.error)

pillow_heif.register_heif_opener()


class RefusedImage(ValidationError):
    """A file that is not kept; the message tells a person why and what to do."""


class TakenInFile(ContentFile):
    """A picture that has been through `take_in`."""


def take_in(file: File) -> TakenInFile:
    """Return the picture in `file` written anew: upright, sRGB, without metadata, at most MAX_EDGE px.

    Raises RefusedImage when it is no picture we keep, too large, or damaged.
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
    file.seek(0)
    picture, source_format = _decode(io.BytesIO(file.read()))
    written_format = _written_format(picture, source_format)
    extension, options = WRITTEN_FORMATS[written_format]
    if written_format == "JPEG":
        picture = picture.convert("RGB")
    out = io.BytesIO()
    picture.save(out, written_format, **options)
    return TakenInFile(out.getvalue(), name=f"{PurePath(file.name or 'photo').stem or 'photo'}{extension}")


def _decode(source: io.BytesIO) -> tuple[Image.Image, str]:
    try:
        with Image.open(source, formats=READABLE_FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise _too_many_pixels()
            source_format = opened.format or ""
            opened.load()
            picture = ImageOps.exif_transpose(opened)
            picture = _to_srgb(picture)
            picture.thumbnail((MAX_EDGE, MAX_EDGE), Image.Resampling.LANCZOS)
    except UnidentifiedImageError as error:
        raise RefusedImage(
            _("This file is not a photo we can read. Add a JPEG, PNG, WebP, AVIF or HEIC file.")
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except RefusedImage:
        raise
    except (*DAMAGE, StructError) as error:
        raise RefusedImage(
            _("This photo is damaged and cannot be read. Save it again and add the new copy.")
        ) from error
    # A copy made from the pixels alone: nothing of the file's metadata stays attached to it.
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    return clean, source_format


def _to_srgb(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256).convert("L")  # else all but black would turn white
    has_alpha = picture.has_transparency_data
    profile = picture.info.get("icc_profile")
    mode = "RGBA" if has_alpha else "RGB"
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
            return converted or picture.convert(mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile changes colours a little; it is no reason to refuse the photo
    return picture.convert(mode)


def _written_format(picture: Image.Image, source_format: str) -> str:
    if source_format == "PNG" and picture.width * picture.height <= LARGEST_PNG:
        return "PNG"
    return "WEBP" if source_format in ("PNG", "WEBP", "AVIF") or picture.mode == "RGBA" else "JPEG"


def _too_many_pixels() -> RefusedImage:
    return RefusedImage(
        _("This photo has more than %(limit)d megapixels. Save a smaller copy and add that."),
        params={"limit": MAX_PIXELS // 1_000_000},
    )
