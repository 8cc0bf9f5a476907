"""The sizes of photos: made ahead, shown as far as they are ready, and missed by nobody."""

import errno
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.template import Context, Template
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from PIL import Image
from wagtail.images.models import Filter
from wagtail.images.rect import Rect

from media import presets, sizes
from media.models import ClinicImage
from media.presets import ALL_SPECS, FIRST_SPECS, PRESETS, Preset
from media.sizes import make_sizes
from media.tasks import make_renditions
from tests.builders import make_image, make_service


def shown(image: ClinicImage, preset: str = "card", options: str = "") -> str:
    template = Template("{% load photos %}{% photo image preset " + options + " %}")
    return template.render(Context({"image": image, "preset": preset}))


def run() -> tuple[str, str]:
    out, errors = io.StringIO(), io.StringIO()
    call_command("renditions", stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def scene(format: str) -> bytes:
    """Return a picture on which every other crop looks different."""
    out = io.BytesIO()
    across = Image.linear_gradient("L").resize((1300, 900))
    Image.merge("RGB", (across, across.rotate(180), Image.radial_gradient("L").resize((1300, 900)))).save(out, format)
    return out.getvalue()


def stored_sizes() -> set[str]:
    folder = Path(settings.MEDIA_ROOT, "images")
    return {f"images/{name}" for name in os.listdir(folder)} if folder.exists() else set()


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
    make_renditions.call(photo.pk)
    assert photo.renditions.count() == len(gained)
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
    assert make_renditions.call(image.pk) == len(FIRST_SPECS)
    assert image.renditions.count() == len(ALL_SPECS)


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
    assert set(FIRST_SPECS) < set(ALL_SPECS)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("focal_point", [None, (300, 100, 60, 60)])
def test_sizes_have_the_very_pixels_that_wagtail_gives_them(db, format, focal_point):
    image = make_image(ready=False)
    image.file = ContentFile(scene(format), "scene.x")
    if focal_point:
        image.set_focal_point(Rect.from_point(*focal_point))
    image.save()
    assert make_sizes(image, ALL_SPECS) == len(ALL_SPECS)
    for size in image.renditions.all():
        wagtails = image.generate_rendition_file(Filter(size.filter_spec))
        wagtails.seek(0)
        assert size.file.read() == wagtails.read(), size.filter_spec
        assert (size.width, size.height) == Image.open(size.file).size
        assert Path(size.file.name).suffix == Path(wagtails.name).suffix


def test_decodes_the_photo_once_for_all_sizes(photo, monkeypatch):
    photo.renditions.all().delete()
    opened = []
    read = Image.open
    monkeypatch.setattr(Image, "open", lambda *args, **options: opened.append(1) or read(*args, **options))
    make_sizes(photo, ALL_SPECS)
    assert opened == [1]


def test_writes_sizes_of_the_same_pixels_once(db, monkeypatch):
    image = make_image(ready=False, size=(200, 150))
    written = []
    run = sizes.WritingFilter.run
    monkeypatch.setattr(sizes.WritingFilter, "run", lambda self, *args: written.append(1) or run(self, *args))
    assert make_sizes(image, ["width-640|format-webp", "width-1080|format-webp"]) == 2
    assert written == [1]
    one, other = image.renditions.all()
    assert one.file.name != other.file.name
    assert one.file.read() == other.file.read()


def test_makes_sizes_in_few_queries(db, django_assert_max_num_queries):
    image = make_image(ready=False)
    with django_assert_max_num_queries(7):  # one of which writes down that others are to be told
        make_sizes(image, ALL_SPECS)


def test_drops_sizes_cut_for_a_former_focal_point_with_their_files(db, django_capture_on_commit_callbacks):
    image = make_image(size=(900, 600))
    before = {size.filter_spec: size.file.name for size in image.renditions.all()}
    image.set_focal_point(Rect.from_point(100, 100, 50, 50))
    with django_capture_on_commit_callbacks(execute=True):
        image.save()
    after = {size.filter_spec: size.file.name for size in image.renditions.all()}
    assert set(after) == set(ALL_SPECS)
    for spec, name in before.items():
        assert (after[spec] != name) == spec.startswith("fill")
    assert stored_sizes() == set(after.values())


def meanwhile(monkeypatch, happens) -> None:
    """Let something happen after the sizes are made and before their rows are saved."""
    keep = sizes._keep

    def late(*args):
        monkeypatch.setattr(sizes, "_keep", keep)
        happens()
        return keep(*args)

    monkeypatch.setattr(sizes, "_keep", late)


def test_two_workers_that_make_the_same_sizes_leave_one_of_each(db, monkeypatch):
    image = make_image(ready=False)
    meanwhile(monkeypatch, lambda: make_sizes(ClinicImage.objects.get(), FIRST_SPECS))
    assert make_sizes(image, FIRST_SPECS) == len(FIRST_SPECS)
    assert image.renditions.count() == len(FIRST_SPECS)
    assert stored_sizes() == {size.file.name for size in image.renditions.all()}


def test_sizes_of_a_photo_that_got_another_focal_point_meanwhile_are_not_kept(db, monkeypatch):
    image = make_image(ready=False)
    meanwhile(monkeypatch, lambda: ClinicImage.objects.update(focal_point_x=5))
    assert make_sizes(image, FIRST_SPECS) == 0
    assert not image.renditions.exists()
    assert stored_sizes() == set()


def test_sizes_of_a_photo_that_was_deleted_meanwhile_are_not_kept(db, monkeypatch):
    image = make_image(ready=False)
    meanwhile(monkeypatch, lambda: ClinicImage.objects.all().delete())
    assert make_sizes(image, FIRST_SPECS) == 0
    assert stored_sizes() == set()


def test_a_size_that_cannot_be_made_leaves_the_others(db, monkeypatch, caplog):
    image = make_image(ready=False)
    run = sizes.WritingFilter.run

    def fail(self, *args):
        if "avif" in self.spec:
            raise ValueError("no such encoder")
        return run(self, *args)

    monkeypatch.setattr(sizes.WritingFilter, "run", fail)
    assert make_sizes(image, ALL_SPECS) == len(FIRST_SPECS)
    assert "no such encoder" in caplog.text
    assert ClinicImage.objects.get().problem == ""
    assert list(ClinicImage.objects.lacking_sizes()) == [image]


@pytest.mark.parametrize("size", [(1, 3000), (3000, 1)])
def test_a_strip_of_a_photo_gets_the_sizes_that_it_is_wide_enough_for(db, size):
    image = make_image(ready=False, size=size)
    assert 0 < make_sizes(image, ALL_SPECS) <= len(ALL_SPECS)
    assert ClinicImage.objects.get().problem == ""


@pytest.mark.parametrize("after", [0, 3])
def test_a_full_disk_leaves_no_size_behind(db, monkeypatch, after):
    image = make_image(ready=False)
    save = FileSystemStorage._save
    stored = []

    def half(self, name, content):
        stored.append(save(self, name, content))
        if len(stored) > after:
            raise OSError(errno.ENOSPC, "No space left on device")
        return stored[-1]

    monkeypatch.setattr(FileSystemStorage, "_save", half)
    with pytest.raises(OSError, match="No space"):
        make_sizes(image, FIRST_SPECS)
    assert stored_sizes() == set()
    assert not image.renditions.exists()


def test_a_full_database_leaves_no_size_behind(db, monkeypatch):
    image = make_image(ready=False)

    def full(*args, **options):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(QuerySet, "bulk_create", full)
    with pytest.raises(OperationalError):
        make_sizes(image, FIRST_SPECS)
    assert stored_sizes() == set()


def test_all_photos_get_the_sizes_that_show_them_before_any_gets_avif(db, settings, django_capture_on_commit_callbacks):
    settings.TASKS = settings.TASKS | {"worker": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        images = [make_image(ready=False) for _ in range(3)]
    order = []
    while task := DBTaskResult.objects.ready().first():
        order.append((task.task_path.rpartition(".")[2], *task.args_kwargs["args"]))
        task.task.call(*task.args_kwargs["args"])
        task.delete()
    names = ("make_renditions", "make_other_renditions")
    assert [task for task in order if task[0] in names] == [(name, image.pk) for name in names for image in images]
    assert not ClinicImage.objects.lacking_sizes().exists()


@pytest.mark.parametrize("way", ["command", "worker"])
def test_sizes_of_former_presets_go_when_the_new_ones_are_ready(
    db, monkeypatch, way, django_capture_on_commit_callbacks
):
    image = make_image(ready=False, size=(900, 600))
    former = ["width-333|format-webp", "width-333|format-avif"]
    make_sizes(image, [*former, "original", "max-165x165"])
    with monkeypatch.context() as failing:
        failing.setattr("media.tasks.ALL_SPECS", FIRST_SPECS)
        make_renditions.call(image.pk)
    assert image.renditions.filter(filter_spec__in=former).count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        if way == "command":
            assert "Dropped 2 sizes of former presets." in run()[0]
        else:
            make_renditions.call(image.pk)
    specs = {size.filter_spec for size in image.renditions.all()}
    assert specs == {*ALL_SPECS, "original", "max-165x165"}
    assert stored_sizes() == {size.file.name for size in image.renditions.all()}


def test_the_benchmark_runs(tmp_path):
    done = subprocess.run(
        [sys.executable, "tests/bench/images.py", "1"], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == 0, done.stderr
    assert "ratio" in done.stdout
