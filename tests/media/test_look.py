"""Like pictures have like looks, and a photo knows its main colour."""

import io
import random

import pytest
from PIL import Image, ImageEnhance

from media.look import ALIKE, difference, dominant_colour, look
from media.models import ClinicImage
from tests.builders import make_image


def scene(seed: int) -> Image.Image:
    """Return a picture with light and shade in large shapes, as photos have."""
    shades = random.Random(seed).randbytes(7 * 5 * 3)
    return Image.frombytes("RGB", (7, 5), shades).resize((600, 400), Image.Resampling.BICUBIC)


def saved(picture: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(out)


@pytest.mark.parametrize(
    "change",
    [
        lambda picture: saved(picture, 40),
        lambda picture: picture.resize((200, 133)),
        lambda picture: ImageEnhance.Brightness(picture).enhance(1.15),
        lambda picture: ImageEnhance.Color(picture).enhance(0.6),
        lambda picture: picture.crop((6, 4, 594, 396)),
    ],
)
def test_a_picture_that_was_worked_on_looks_alike(change):
    assert max(difference(look(scene(seed)), look(change(scene(seed)))) for seed in range(6)) <= ALIKE


def test_other_pictures_look_otherwise():
    looks = [look(scene(seed)) for seed in range(6)]
    assert min(difference(one, other) for one in looks for other in looks if one != other) > ALIKE


def test_a_picture_of_one_colour_looks_like_nothing():
    assert look(Image.new("RGB", (50, 50), "tan")) == ""


def test_finds_the_main_colour():
    picture = Image.new("RGB", (100, 100), "#204060")
    picture.paste("#f0e0d0", (0, 0, 100, 30))
    assert dominant_colour(picture) == "#204060"


def test_a_photo_knows_its_main_colour(db):
    image = make_image(color="#c08040")
    red, green, blue = (int(ClinicImage.objects.get(pk=image.pk).dominant_colour[at : at + 2], 16) for at in (1, 3, 5))
    assert max(abs(red - 0xC0), abs(green - 0x80), abs(blue - 0x40)) < 4
