"""Photos that were in the library already, byte for byte or to the eye."""

import time

from django.contrib.auth import get_user_model
from wagtail.models import Collection

from media.duplicates import find_twins
from media.models import ClinicImage
from tests.builders import make_gallery, make_image

LOOK = "0123456789abcdef0123456789abcdef"
ALIKE_LOOK = "0123456789abcdef0123456789abcde0"  # four bits away
OTHER_LOOK = "f" * 32


def make_photo(title: str, look: str = LOOK, file_hash: str = "", **fields) -> ClinicImage:
    """Add a photo whose look and hash are given, whatever its file shows."""
    photo = make_image(title, ready=False, **fields)
    ClinicImage.objects.filter(pk=photo.pk).update(look=look, file_hash=file_hash or f"hash of {photo.pk}")
    return ClinicImage.objects.get(pk=photo.pk)


def test_finds_the_same_file_before_those_that_look_alike(owner):
    alike, same, other = (
        make_photo("Alike", ALIKE_LOOK),
        make_photo("Same", file_hash="f00"),
        make_photo("O", OTHER_LOOK),
    )
    new = make_photo("New", file_hash="f00")
    found = find_twins([new], owner)
    assert [(twin.photo.title, twin.exact) for twin in found[new.pk]] == [("Same", True), ("Alike", False)]
    assert other.pk not in found
    assert alike.pk != same.pk


def test_points_at_the_older_photo_only(owner):
    old, new = make_photo("Old"), make_photo("New")
    assert list(find_twins([old, new], owner)) == [new.pk]


def test_photos_of_one_colour_are_not_alike(owner):
    make_photo("Tan", look="")
    assert find_twins([make_photo("Brown", look="")], owner) == {}


def test_says_which_public_pages_show_the_other(owner, home):
    old = make_photo("Old")
    make_gallery(home, "Our rooms", photos=(old,))
    make_gallery(home, "Not yet", photos=(old,), live=False)
    new = make_photo("New")
    assert find_twins([new], owner)[new.pk][0].pages == ["Our rooms"]


def test_looks_only_where_the_user_may(db):
    hidden = Collection.get_first_root_node().add_child(name="Hidden")
    make_photo("Old", collection=hidden)
    stranger = get_user_model().objects.create_user("stranger")
    assert find_twins([make_photo("New")], stranger) == {}


def test_compares_a_sheet_with_thousands_in_a_few_queries(owner, django_assert_max_num_queries):
    photo = make_photo("First", look=OTHER_LOOK)
    ClinicImage.objects.bulk_create(
        ClinicImage(title=str(n), file=photo.file.name, width=9, height=6, look=f"{n * 7919:032x}", file_hash=str(n))
        for n in range(5000)
    )
    new = [make_photo(f"New {n}", look=OTHER_LOOK) for n in range(3)]
    find_twins(new, owner)
    start = time.perf_counter()
    with django_assert_max_num_queries(4):
        found = find_twins(new, owner)
    spent = time.perf_counter() - start
    assert spent < 0.5  # a tenth of it on an idle machine
    assert set(found) == {photo.pk for photo in new}
