"""Measure how long photos take from the camera's file to all their sizes, beside what bare Pillow takes for the same.

    python tests/bench/images.py [PHOTOS]

Makes PHOTOS files as a camera writes them (40 unless told otherwise), and takes them in by turns with the site's own
code and with the fewest lines of Pillow that do the same work, each turn in a process of its own. A ratio compares two
runs on the same machine at the same time; the seconds alone say little about another machine.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageChops, ImageOps

from tests.processes import ROOT, environment_on

SIZE = (4000, 3000)
ROUNDS = 4
AIM = 1.3


def camera_photo(path: Path, number: int) -> None:
    """Write a JPEG of 12 megapixels with detail of every size, a little noise, and what a camera notes beside it."""
    chance = random.Random(number)
    width, height = SIZE
    layers = []
    for _ in range(3):
        layer = Image.new("L", SIZE, 128)
        for cells, share in ((4, 0.9), (16, 0.6), (64, 0.35), (256, 0.25), (1024, 0.12), (4000, 0.05)):
            grid = (cells, cells * height // width)
            noise = Image.frombytes("L", grid, chance.randbytes(grid[0] * grid[1]))
            layer = Image.blend(layer, noise.resize(SIZE, Image.Resampling.BICUBIC), share)
        layers.append(layer)
    # The channels of a photo go together far more than apart.
    light, *rest = layers
    picture = Image.merge("RGB", [light, *(ImageChops.blend(light, layer, 0.3) for layer in rest)])
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Camera", 1
    exif.get_ifd(0x8825)[2] = (48.0, 12.0, 30.0)
    picture.save(path, "JPEG", quality=92, exif=exif)


def by_the_site(photos: list[Path]) -> None:
    """Take the photos in and make their sizes as the site and its worker do."""
    import django

    django.setup()
    from django.core.files import File

    from media.models import ClinicImage
    from media.presets import ALL_SPECS
    from media.tasks import make_other_renditions, make_renditions

    images = []
    with measured() as lap:
        for path in photos:
            with path.open("rb") as file:
                image = ClinicImage(title=path.stem, file=File(file, name=path.name))
                image.save()
            images.append(image)
        # In the order in which the worker takes them from its queue.
        for image in images:
            make_renditions.call(image.pk)
        lap["shown"] = time.perf_counter()
        for image in images:
            make_other_renditions.call(image.pk)
    assert all(image.renditions.count() == len(ALL_SPECS) for image in images)


def by_bare_pillow(photos: list[Path]) -> None:
    """Do the same with Pillow alone: decode once, write the kept file and every size."""
    from media.intake import MAX_EDGE, WRITTEN_FORMATS
    from media.presets import ALL_SPECS

    qualities = {"avif": 60, "webp": 80, "jpeg": 80}
    extra = {"jpeg": {"progressive": True, "optimize": True}}
    with tempfile.TemporaryDirectory() as folder, measured():
        for path in photos:
            picture = ImageOps.exif_transpose(Image.open(path))
            picture.thumbnail((MAX_EDGE, MAX_EDGE), Image.Resampling.LANCZOS)
            picture.info.clear()
            picture.save(Path(folder, path.name), "JPEG", **WRITTEN_FORMATS["JPEG"][1])
            ready: dict[str, Image.Image] = {}
            for spec in ALL_SPECS:
                operation, image_format = spec.split("|format-")
                if operation not in ready:
                    ready[operation] = resized(picture, operation)
                out = Path(folder, f"{path.stem}.{operation}.{image_format}")
                ready[operation].save(out, image_format, quality=qualities[image_format], **extra.get(image_format, {}))


def resized(picture: Image.Image, operation: str) -> Image.Image:
    kind, _, size = operation.partition("-")
    if kind == "fill":
        width, height = map(int, size.split("x"))
        return ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS)
    scale = int(size) / (picture.width if kind == "width" else picture.height)
    return picture.resize((int(picture.width * scale), int(picture.height * scale)), Image.Resampling.LANCZOS)


@contextmanager
def measured() -> Iterator[dict[str, float]]:
    """Print the seconds and the most memory that the work inside takes; it may note when photos could be shown."""
    wall, processor, lap = time.perf_counter(), time.process_time(), {}
    yield lap
    end, processor = time.perf_counter(), time.process_time() - processor
    kilobytes = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
    shown = lap.get("shown", end) - wall
    print(json.dumps({"wall": end - wall, "shown": shown, "processor": processor, "megabytes": int(kilobytes) // 1024}))


WAYS = {"site": by_the_site, "pillow": by_bare_pillow}


def run(way: str, photos: list[Path], environment: dict[str, str]) -> dict[str, float]:
    command = [sys.executable, __file__, way, *map(str, photos)]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="clinic-bench-") as folder:
        photos = [Path(folder, f"IMG_{number:04}.jpg") for number in range(1, count + 1)]
        for number, path in enumerate(photos):
            camera_photo(path, number)
        environment = environment_on(Path(folder, "var"))
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True
        )
        figures: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
        step = -(-count // ROUNDS)
        for start in range(0, count, step):
            for way in WAYS:
                figures[way].append(run(way, photos[start : start + step], environment))
    report(count, *figures.values())


def report(count: int, site: list[dict[str, float]], pillow: list[dict[str, float]]) -> None:
    def row(label: str, key: str, combine: Callable = sum, share: int = 1, digits: int = 1) -> None:
        ours, theirs = (combine(run[key] for run in runs) / share for runs in (site, pillow))
        print(f"{label:32}{ours:10.{digits}f}{theirs:14.{digits}f}{ours / theirs:8.2f}")

    print(f"{count} photos of {SIZE[0] * SIZE[1] // 1_000_000} megapixels, {os.cpu_count()} cores")
    print(f"{'':32}{'site':>10}{'bare Pillow':>14}{'ratio':>8}")
    row("seconds", "wall")
    row("seconds a photo", "wall", share=count, digits=2)
    row("processor seconds", "processor")
    row("processor seconds a photo", "processor", share=count, digits=2)
    row("peak memory, MB", "megabytes", max, digits=0)
    print(f"Every photo could be shown after {sum(run['shown'] for run in site):.1f} seconds of the site's.")
    print(f"The aim is a ratio of at most {AIM}.")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        WAYS[sys.argv[1]]([Path(name) for name in sys.argv[2:]])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
