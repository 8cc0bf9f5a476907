"""The sizes of photos: made ahead, shown as far as they are ready, and missed by nobody."""

import errno
import io
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import transaction
from django.template import Context, Template
from django.urls import reverse

from media import presets
from media.models import ClinicImage
from media.presets import ALL_SPECS, PRESETS, Preset
from media.tasks import make_renditions, make_sizes
from tests.builders import make_image, make_service


def shown(image: ClinicImage, preset: str = "card", options: str = "") -> str:
    template = Template("{% load photos %}{% photo image preset " + options + " %}")
    return template.render(Context({"image": image, "preset": preset}))


def run() -> tuple[str, str]:
    out, errors = io.StringIO(), io.StringIO()
    call_command("renditions", stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


@pytest.fixture
def photo(db) -> ClinicImage:
    image = make_image(ready=False, size=(1800, 1200), description="A quiet room")
    make_renditions.call(image.pk)
    return image


@pytest.mark.parametrize("preset", [name for name, preset in PRESETS.items() if preset.crops])
def test_offers_every_preset_in_avif_before_webp_with_a_jpeg_for_the_rest(photo, preset):
    html = shown(photo, preset)
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    assert ".jpg" in html.partition("<img")[2]
    assert f'sizes="{PRESETS[preset].sizes.format(width=1800, height=1200)}"' in html


def test_says_how_large_the_photo_will_stand(photo):
    html = shown(photo)
    assert 'width="420"' in html
    assert 'height="280"' in html
    assert "420w" in html
    assert "840w" in html


def test_loads_the_first_photo_of_a_page_at_once_and_others_later(photo):
    assert 'fetchpriority="high"' in shown(photo, "hero", "eager=True")
    assert 'loading="lazy"' not in shown(photo, "hero", "eager=True")
    assert 'loading="lazy"' in shown(photo)


def test_never_offers_a_size_larger_than_the_photo_twice(photo):
    assert shown(photo, "hero").count(" 1800w") == 2


def test_shows_the_largest_ready_size_while_others_are_made(db):
    image = make_image(ready=False, size=(900, 600))
    make_sizes(image, ["width-640|format-webp"])
    html = shown(image)
    assert "640" in html
    assert "photo-pending" not in html


def test_makes_a_size_that_a_preset_gained(photo, monkeypatch):
    gained = (*ALL_SPECS, "width-300|format-webp")
    monkeypatch.setattr("media.tasks.ALL_SPECS", gained)
    monkeypatch.setattr("media.models.photo.ALL_SPECS", gained)
    assert list(ClinicImage.objects.lacking_sizes()) == [photo]
    assert make_renditions.call(photo.pk) == len(gained)
    assert not ClinicImage.objects.lacking_sizes().exists()


def test_the_command_makes_what_is_missing_and_shows_how_far_it_is(db):
    for _ in range(2):
        make_image(ready=False)
    out, errors = run()
    assert "] 1 of 2" in out
    assert f"[{'█' * 30}] 2 of 2" in out
    assert errors == ""
    assert not ClinicImage.objects.lacking_sizes().exists()
    assert run()[0] == "Every photo has all its sizes.\n"


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_photo_whose_file_is_lost_leaves_its_page_standing_and_is_listed(home, client, staff_client, harm):
    image = make_image("Hands", ready=False, description="Two hands")
    file = Path(image.file.path)
    if harm == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:100])
    assert make_renditions.call(image.pk) == 0
    html = client.get(make_service(home, photos=(image,)).url).content.decode()
    assert "photo-pending" in html
    assert 'aria-label="Two hands"' in html
    listing = staff_client.get(reverse("wagtailimages:index"), {"attention": "damaged"}).content.decode()
    assert "Hands" in listing
    assert "File missing or damaged: 1" in listing
    assert not ClinicImage.objects.lacking_sizes().exists()


def test_shows_the_ready_size_nearest_to_the_one_that_is_missing(db):
    image = make_image(ready=False, size=(2000, 1400))
    make_sizes(image, ["width-1600|format-webp", "width-640|format-webp"])
    assert "640" in shown(image, "card").partition("<img")[2]


def test_never_shows_visitors_a_size_made_for_the_admin(db):
    image = make_image(ready=False, size=(900, 600))
    make_sizes(image, ["original", "max-165x165"])
    assert "photo-pending" in shown(image)


def test_orders_sizes_only_when_they_would_change(photo, monkeypatch, django_capture_on_commit_callbacks):
    ordered = []
    monkeypatch.setattr("media.models.photo.make_renditions", SimpleNamespace(enqueue=ordered.append))
    with django_capture_on_commit_callbacks(execute=True):
        again = ClinicImage.objects.get()
        again.caption = "Other words"
        again.save()
    assert ordered == []
    with django_capture_on_commit_callbacks(execute=True):
        again.focal_point_x, again.focal_point_y, again.focal_point_width, again.focal_point_height = 90, 90, 20, 20
        again.save()
    assert ordered == [again.pk]


def test_a_full_disk_is_not_blamed_on_the_photo(db, monkeypatch):
    image = make_image(ready=False)

    def no_room(*arguments, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full_disk:
        full_disk.setattr("django.core.files.storage.FileSystemStorage._save", no_room)
        with pytest.raises(OSError, match="No space"), transaction.atomic():
            make_renditions.call(image.pk)
    assert list(ClinicImage.objects.lacking_sizes()) == [image]
    assert make_renditions.call(image.pk) == len(ALL_SPECS)


def test_a_photo_that_was_mended_leaves_the_list(db, staff_client):
    image = make_image("Hands", ready=False)
    ClinicImage.objects.update(problem="The file is damaged.")
    make_renditions.call(image.pk)
    listing = staff_client.get(reverse("wagtailimages:index"), {"attention": "damaged"}).content.decode()
    assert "Hands" not in listing


def test_the_command_names_photos_it_cannot_read(db):
    image = make_image("Hands", ready=False)
    Path(image.file.path).unlink()
    assert f"“Hands” (photo {image.pk})" in run()[1]


def test_a_single_photo_takes_no_more_room_than_the_window_has(photo):
    assert 'sizes="(min-aspect-ratio: 1800/1200) calc(85vh * 1800 / 1200), 100vw"' in shown(photo, "single")


@pytest.mark.parametrize(
    ("size", "shape"), [((4000, 3000), "4-3"), ((3000, 4500), "2-3"), ((9000, 900), "4-1"), ((10, 4000), "9-16")]
)
def test_a_grid_cuts_off_as_little_of_a_photo_as_its_shapes_allow(size, shape):
    assert presets.nearest_shape(*size) == f"shape-{shape}"


def test_every_shape_has_its_rule_in_the_stylesheet():
    css = Path(finders.find("clinic/clinic.css")).read_text()
    for across, down in presets.SHAPES:
        rule = re.search(rf"\.shape-{across}-{down} {{ --shape: ([\d.]+); }}", css)
        assert rule, f"{across}:{down}"
        assert float(rule[1]) == pytest.approx(across / down, abs=0.0001)


def test_presets_name_their_sizes():
    preset = Preset(crops=("width-1", "width-2"), sizes="1px", fallback="width-2")
    assert preset.specs("webp") == ("width-1|format-webp", "width-2|format-webp")
    assert preset.fallback_spec == "width-2|format-jpeg"
    assert len(ALL_SPECS) == len(set(ALL_SPECS))
    assert set(presets.FIRST_SPECS) < set(ALL_SPECS)
