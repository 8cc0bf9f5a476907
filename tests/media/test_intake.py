"""No picture is kept as it came."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from media import intake
from media.intake import RefusedImage, take_in
from tests.builders import picture_bytes


def taken(data: bytes, name: str = "photo.jpg") -> Image.Image:
    return Image.open(io.BytesIO(take_in(ContentFile(data, name)).read()))


def with_exif(format: str = "JPEG", orientation: int = 6) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Canary Camera"
    exif.get_ifd(0x8825)[2] = (51.0, 28.0, 40.0)
    return picture_bytes(format, exif=exif)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_drops_every_kind_of_metadata(format):
    data = with_exif(format)
    assert b"Canary" in data
    cleaned = take_in(ContentFile(data, f"photo.{format.lower()}")).read()
    assert b"Canary" not in cleaned
    picture = Image.open(io.BytesIO(cleaned))
    assert not picture.getexif()
    assert "icc_profile" not in picture.info


def test_drops_comments_and_text_chunks():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "canary")
    assert b"canary" not in take_in(ContentFile(picture_bytes("PNG", pnginfo=info), "a.png")).read()
    assert b"canary" not in take_in(ContentFile(picture_bytes("JPEG", comment=b"canary"), "a.jpg")).read()


def test_turns_the_picture_upright():
    assert taken(with_exif(orientation=6)).size == (60, 90)


def test_keeps_transparency():
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    assert taken(out.getvalue(), "a.png").getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("format", "written", "extension"),
    [
        ("JPEG", "JPEG", ".jpg"),
        ("PNG", "PNG", ".png"),
        ("WEBP", "WEBP", ".webp"),
        ("AVIF", "WEBP", ".webp"),
        ("HEIF", "JPEG", ".jpg"),
    ],
)
def test_writes_each_format_in_one_that_browsers_show(format, written, extension):
    file = take_in(ContentFile(picture_bytes(format), "Garden view.upload"))
    assert file.name == f"Garden view{extension}"
    assert Image.open(file).format == written


def test_shrinks_very_large_pictures():
    assert max(taken(picture_bytes(size=(5000, 100))).size) == intake.MAX_EDGE


def test_writes_large_png_photos_in_a_format_that_bounds_their_bytes():
    assert taken(picture_bytes("PNG", size=(2500, 2000)), "a.png").format == "WEBP"


def test_converts_other_colour_profiles_to_srgb():
    from PIL import ImageCms

    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    assert taken(picture_bytes(icc_profile=lab)).size == (90, 60)
    assert taken(picture_bytes(icc_profile=b"broken profile")).size == (90, 60)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red, green, blue = taken(picture_bytes("PNG", color="#c08040", icc_profile=srgb), "a.png").getpixel((5, 5))
    assert (red, green, blue) == (0xC0, 0x80, 0x40)


def test_takes_cmyk_and_grey_pictures():
    for mode in ("CMYK", "L"):
        out = io.BytesIO()
        Image.new(mode, (9, 6)).save(out, "JPEG")
        assert taken(out.getvalue()).mode == "RGB"


def test_keeps_the_greys_of_sixteen_bit_pictures():
    out = io.BytesIO()
    Image.new("I;16", (4, 4), 0x8000).save(out, "PNG")
    assert taken(out.getvalue(), "a.png").getpixel((0, 0)) == (128, 128, 128)


def test_does_not_take_in_the_same_file_twice():
    file = take_in(ContentFile(picture_bytes(), "a.jpg"))
    assert take_in(file) is file


def test_refuses_files_over_the_limit(monkeypatch):
    monkeypatch.setattr(intake, "MAX_BYTES", 100)
    with pytest.raises(RefusedImage, match="Save a smaller copy"):
        take_in(ContentFile(picture_bytes(), "photo.jpg"))
