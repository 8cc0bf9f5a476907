"""Files made to harm: each is refused with a sentence or kept harmless, in bounded memory and time."""

import errno
import io
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.urls import reverse
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from media import intake
from media.intake import RefusedImage, take_in
from media.models import ClinicImage
from media.webp import decode_still
from tests.builders import make_image, picture_bytes, stored_files

MEGABYTES = 300
SECONDS = 3


def noisy(format: str, size: tuple[int, int] = (400, 300), mode: str = "RGB", **options) -> bytes:
    """Return a picture with as much detail as a photo."""
    detail = Image.effect_noise((size[0] // 8, size[1] // 8), 90).resize(size)
    picture = Image.merge(mode, [detail] * len(mode))
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def half(format: str) -> bytes:
    data = noisy(format)
    return data[: len(data) // 2]


def animated(format: str, frames: int) -> bytes:
    pictures = [Image.new("RGB", (16, 16), (number % 256, number // 256, 0)) for number in range(frames)]
    out = io.BytesIO()
    pictures[0].save(out, format, save_all=True, append_images=pictures[1:])
    return out.getvalue()


def many_scans(count: int) -> bytes:
    data = noisy("JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * count + b"\xff\xd9"


def png(*chunks: tuple[bytes, bytes], size: tuple[int, int] = (1, 1)) -> bytes:
    header = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", zlib.compress(b"\0\0\0\0")), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body


def oriented(value: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = value
    return picture_bytes(exif=exif)


def cmyk_profile() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[:16] + b"CMYK" + profile[20:]


def text_chunk() -> PngInfo:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta xmlns:x='adobe:ns:meta/'>" * 1000)
    return info


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
BOMB = zlib.compress(b"A" * 80_000_000)
HOSTILE = {
    "empty": b"",
    "text": b"this is not a picture",
    "svg": SVG,
    "html": b"<!doctype html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7\n",
    "gif": picture_bytes("GIF"),
    "gif that is a script": b"GIF89a/*" + picture_bytes("GIF")[8:] + b"*/=1;alert(1)",
    "jpeg 2000": picture_bytes("JPEG2000"),
    "tiff": picture_bytes("TIFF"),
    "bmp": picture_bytes("BMP"),
    "ico": picture_bytes("ICO"),
    "psd": b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 1, 1, 8, 3) + bytes(20),
    "truncated jpeg": picture_bytes(size=(400, 300))[:-200],
    "truncated png": picture_bytes("PNG", size=(400, 300))[:60],
    **{f"half a {format}": half(format) for format in ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")},
    "text bomb": png((b"zTXt", b"Comment\0\0" + BOMB)),
    "international text bomb": png((b"iTXt", b"Comment\0\1\0\0\0" + BOMB)),
    "profile bomb": png((b"iCCP", b"icc\0\0" + BOMB)),
    "pixel bomb": png(size=(60_000, 60_000)),
    "many pixels": png(size=(11_000, 11_000)),
    "scan bomb": many_scans(3000),
}
HARMLESS = {
    "png": noisy("PNG"),
    "two pictures of a phone": animated("MPO", 2),
    "progressive jpeg": noisy("JPEG", progressive=True),
    "jpeg and zip": picture_bytes() + b"PK\3\4canary",
    "jpeg and html": picture_bytes(comment=b"<script>canary</script>") + b"<script>canary</script>",
    "animated png": animated("PNG", 2000),
    "animated webp": animated("WEBP", 2000),
    "avif sequence": animated("AVIF", 60),
    "huge colour profile": picture_bytes(icc_profile=b"canary" * 1_400_000),
    "profile of other colours": picture_bytes(icc_profile=cmyk_profile()),
    "broken camera data": picture_bytes(exif=b"Exif\0\0II*\0\xff\xff\xff\x7fcanary"),
    "broken camera offsets": picture_bytes(exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\xff\xff\xff\xff\xf0\xff"),
    "orientation 4711": oriented(4711),
    "orientation in words": picture_bytes(exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\x04\0\0\0abc\0\0\0\0\0"),
    "much text": picture_bytes("PNG", pnginfo=text_chunk()),
}
LARGE = {
    "50 megapixels JPEG": ("JPEG", (8160, 6120), {}),
    "24 megapixels progressive JPEG": ("JPEG", (6000, 4100), {"progressive": True, "subsampling": 0}),
    "24 megapixels PNG": ("PNG", (6000, 4100), {"compress_level": 1}),
    "24 megapixels transparent PNG": ("PNG", (6000, 4100), {"mode": "RGBA", "compress_level": 1}),
    "24 megapixels WebP": ("WEBP", (6000, 4100), {"method": 0}),
    "24 megapixels lossless WebP": ("WEBP", (6000, 4100), {"lossless": True, "quality": 0, "method": 0}),
    "24 megapixels transparent WebP": ("WEBP", (6000, 4100), {"mode": "RGBA", "method": 0, "quality": 30}),
    "24 megapixels AVIF": ("AVIF", (6000, 4100), {"speed": 10}),
    "24 megapixels HEIC": ("HEIF", (6000, 4100), {"enc_params": {"preset": "ultrafast"}}),
}
NAMES = [
    "../../../etc/passwd.jpg",
    "..\\..\\boot.jpg",
    "nul\0byte.jpg",
    "a" * 300 + ".jpg",
    "photo\u202egpj.exe",
    "CON.jpg",
    "photo.jpg. . .",
    "....jpg",
    ".htaccess",
    "\u202e",
    '<img src=x onerror="alert(1)">.jpg',
]
# In a process of its own: what take_in said of each file, the seconds it took, and the most memory the process had.
MEASURE = """
import sys, time
from django.conf import settings
settings.configure(USE_I18N=False)
from django.core.files.base import File
from media.intake import RefusedImage, take_in
for path in sys.argv[1:]:
    wall, processor = time.perf_counter(), time.process_time()
    try:
        take_in(File(open(path, "rb"), name="photo.jpg"))
        outcome = "kept"
    except RefusedImage:
        outcome = "refused"
    seconds = min(time.perf_counter() - wall, time.process_time() - processor)  # a busy machine is not the file's fault
    # Not getrusage, whose figure begins with that of the process which started this one.
    kilobytes = open("/proc/self/status").read().split("VmHWM:")[1].split()[0]
    print(outcome, seconds, int(kilobytes) // 1024)
"""


def measure(*paths: Path) -> list[tuple[str, float, int]]:
    """Return outcome, seconds and megabytes for each file."""
    root = str(Path(__file__).parents[2])
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, *paths],
        capture_output=True, text=True, check=True, cwd=root, env=os.environ | {"PYTHONPATH": root},
    )  # fmt: skip
    lines = [line.split() for line in run.stdout.splitlines()]
    return [(outcome, float(seconds), int(megabytes)) for outcome, seconds, megabytes in lines]


def add(client, upload, **data):
    return client.post(
        reverse("wagtailimages:add"), {"title": "Photo", "collection": "1", "file": upload, **data}, follow=True
    )


def add_as_one_of_many(client, upload, title: str = "Photo"):
    return client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": title, "collection": "1", "files[]": upload},
        headers={"x-requested-with": "XMLHttpRequest"},
    )


@pytest.mark.parametrize("kind", HOSTILE)
def test_refuses_hostile_files_with_a_sentence(kind):
    for name in ("photo.jpg", "photo.png"):
        with pytest.raises(RefusedImage) as refusal:
            take_in(ContentFile(HOSTILE[kind], name))
        assert refusal.value.messages[0].endswith(".")
        assert " " in refusal.value.messages[0]


@pytest.mark.parametrize("kind", HOSTILE)
def test_tells_who_uploads_many_why_one_is_refused(staff_client, kind):
    response = add_as_one_of_many(staff_client, SimpleUploadedFile("photo.jpg", HOSTILE[kind]))
    assert response.status_code == 200
    assert response.json()["success"] is False
    assert response.json()["error_message"].endswith(".")
    assert not ClinicImage.objects.exists()
    assert stored_files() == []


@pytest.mark.parametrize("kind", HARMLESS)
def test_keeps_only_the_picture_of_odd_files(staff_client, kind):
    for send in (add, add_as_one_of_many):
        assert send(staff_client, SimpleUploadedFile("photo.jpg", HARMLESS[kind])).status_code == 200
    for photo in ClinicImage.objects.all():
        data = photo.file.read()
        assert b"canary" not in data
        assert len(data) < 150_000
        assert getattr(Image.open(io.BytesIO(data)), "n_frames", 1) == 1
    assert ClinicImage.objects.count() == 2


def test_names_a_picture_by_what_it_is():
    assert take_in(ContentFile(noisy("PNG"), "photo.jpg")).name == "photo.png"


@pytest.mark.parametrize("name", NAMES)
def test_takes_no_harm_from_names(staff_client, name):
    for send in (add, add_as_one_of_many):
        send(staff_client, SimpleUploadedFile(name, picture_bytes()))
    photos = ClinicImage.objects.all()
    assert len(photos) == len([file for file in stored_files() if ".max-" not in file and ".format-" not in file])
    for path in [photo.file.name for photo in photos] + [take_in(ContentFile(picture_bytes(), name)).name]:
        assert Path(path).suffix == ".jpg"
        assert len(path) < 100
        assert ".." not in path
        assert not set(path) & set("\0\u202e\\<>\"'")
    for photo in photos:
        assert Path(photo.file.path).parent == Path(settings.MEDIA_ROOT) / "original_images"


def test_asks_again_for_a_file_without_a_name(staff_client):
    upload = SimpleUploadedFile("x.jpg", picture_bytes())
    upload._name = ".."  # Django takes this for no name
    assert add(staff_client, upload).status_code == 200
    assert stored_files() == []


def test_refuses_too_many_bytes_before_it_looks_at_them(staff_client, monkeypatch):
    monkeypatch.setattr(intake, "_decode", None)
    response = add(staff_client, SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff" + bytes(100 * 1024 * 1024)))
    assert "Save a smaller copy" in response.content.decode()
    assert stored_files() == []


def test_the_whole_corpus_takes_bounded_memory_and_time(tmp_path):
    corpus = HOSTILE | HARMLESS
    paths = [tmp_path / str(number) for number in range(len(corpus))]
    for path, data in zip(paths, corpus.values(), strict=True):
        path.write_bytes(data)
    for kind, (outcome, seconds, megabytes) in zip(corpus, measure(*paths), strict=True):
        assert outcome == ("kept" if kind in HARMLESS else "refused"), kind
        assert seconds < SECONDS, kind
        assert megabytes < MEGABYTES, kind


@pytest.mark.parametrize("kind", LARGE)
def test_keeps_large_photos_in_bounded_memory_and_time(tmp_path, kind):
    format, size, options = LARGE[kind]
    path = tmp_path / "photo"
    path.write_bytes(noisy(format, size, **options))
    ((outcome, seconds, megabytes),) = measure(path)
    print(kind, path.stat().st_size, outcome, round(seconds, 2), megabytes)  # noqa: T201
    assert outcome == "kept"
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_refuses_large_animations_in_bounded_memory(tmp_path):
    path = tmp_path / "photo"
    pictures = [Image.new("RGB", (6000, 4100), colour) for colour in ("tan", "teal")]
    pictures[0].save(path, "WEBP", save_all=True, append_images=pictures[1:], method=0)
    ((outcome, seconds, megabytes),) = measure(path)
    assert outcome == "refused"
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_keeps_the_first_picture_of_an_animated_webp():
    picture = Image.open(take_in(ContentFile(animated("WEBP", 3), "photo.webp")))
    assert (picture.n_frames, picture.size) == (1, (16, 16))
    assert max(picture.convert("RGB").getpixel((8, 8))) < 3


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 90}])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_decodes_a_still_webp_as_pillow_does(mode, options):
    data = noisy("WEBP", mode=mode, **options)
    pillows = Image.open(io.BytesIO(data))
    ours = decode_still(data, pillows.size, pillows.mode)
    assert ours.mode == mode
    assert ours.tobytes() == pillows.tobytes()


def test_takes_in_a_webp_where_libwebp_cannot_be_reached(monkeypatch):
    monkeypatch.setattr("media.webp._DECODE_INTO", {})
    assert take_in(ContentFile(noisy("WEBP"), "photo.webp")).name == "photo.webp"


@pytest.fixture
def full_disk(monkeypatch):
    """Let each file end after 100 bytes, as on a full disk."""

    def chunks(self, chunk_size=None):
        yield self.file.getvalue()[:100]
        raise OSError(errno.ENOSPC, "No space left on device")

    def fill() -> None:
        monkeypatch.setattr(intake.TakenInFile, "chunks", chunks)

    return fill


@pytest.mark.parametrize("send", [add, add_as_one_of_many])
def test_a_full_disk_is_told_in_the_form(staff_client, full_disk, send):
    full_disk()
    response = send(staff_client, SimpleUploadedFile("photo.jpg", picture_bytes()))
    assert response.status_code == 200
    assert "There is no room to store this photo" in response.content.decode()
    assert not ClinicImage.objects.exists()
    assert stored_files() == []


def test_a_full_disk_takes_nothing_from_the_photo_to_be_replaced(staff_client, full_disk):
    photo = make_image(title="Before")
    address = reverse("wagtailimages:edit", args=[photo.pk])
    staff_client.get(address)
    before, files = photo.file.open().read(), sorted(stored_files())
    full_disk()
    upload = SimpleUploadedFile("new.jpg", picture_bytes(size=(30, 30)))
    response = staff_client.post(address, {"title": "After", "collection": "1", "file": upload})
    assert response.status_code == 200
    html = response.content.decode()
    assert "There is no room to store this photo" in html
    assert 'value="After"' in html
    kept = ClinicImage.objects.get()
    assert (kept.title, kept.width, kept.file.read()) == ("Before", 90, before)
    assert sorted(stored_files()) == files


def test_a_mistake_beside_a_new_file_leaves_the_photo_as_it_was(staff_client):
    photo = make_image()
    upload = SimpleUploadedFile("new.jpg", picture_bytes(size=(30, 30)))
    address = reverse("wagtailimages:edit", args=[photo.pk])
    response = staff_client.post(address, {"title": "", "collection": "1", "file": upload})
    assert response.status_code == 200
    assert "w-field__errors" in response.content.decode()
    assert ClinicImage.objects.get().file.name == photo.file.name
    assert not [name for name in stored_files() if name.startswith("new")]


def test_a_photo_saved_by_code_leaves_no_part_of_itself_on_a_full_disk(db, full_disk):
    full_disk()
    with pytest.raises(OSError, match="No space left"):
        make_image()
    assert not ClinicImage.objects.exists()
    assert stored_files() == []


def test_a_row_that_cannot_be_saved_leaves_no_file(staff_client, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(ClinicImage, "save", fail)
    with pytest.raises(OperationalError):
        add(staff_client, SimpleUploadedFile("photo.jpg", picture_bytes()))
    assert stored_files() == []
