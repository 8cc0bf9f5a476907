"""Photos in a bucket: made there, handed out by the site alone, and gone from there when they go.

Runs against a real S3 server on this machine.
"""

import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media.models import ClinicImage
from media.presets import ALL_SPECS, FIRST_SPECS
from media.sizes import make_sizes
from media.tasks import make_renditions
from tests.builders import make_gallery, make_image, picture_bytes

KEY = {"AWS_ACCESS_KEY_ID": "testkey", "AWS_SECRET_ACCESS_KEY": "testsecret", "S3_BUCKET": "clinic"}
PRINT_STORAGES = "import json; from clinic.settings.local import STORAGES; print(json.dumps(STORAGES, default=str))"


def free_ports(count: int) -> list[int]:
    """Return ports that are free, and so are those 10,000 above, which the server takes too."""

    def is_free(port: int) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) != 0

    chosen: list[int] = []
    while len(chosen) < count:
        port = random.randrange(15_000, 22_000)
        if port not in chosen and is_free(port) and is_free(port + 10_000):
            chosen.append(port)
    return chosen


@pytest.fixture(scope="module")
def s3_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run an S3 server with the empty bucket `clinic`."""
    s3, master, volume, filer, admin = free_ports(5)
    folder = tmp_path_factory.mktemp("s3")
    options = {
        "dir": folder, "ip": "127.0.0.1", "ip.bind": "127.0.0.1", "webdav": "false", "admin.ui": "false",
        "s3.port": s3, "master.port": master, "volume.port": volume, "filer.port": filer, "admin.port": admin,
        "s3.port.iceberg": 0, "s3.port.lance": 0,
    }  # fmt: skip
    command = [Path(sys.executable).with_name("weed"), "mini", *(f"-{name}={value}" for name, value in options.items())]
    log = (folder / "log").open("wb")
    server = subprocess.Popen(
        command, cwd=folder, env={"PATH": os.environ["PATH"], "HOME": str(folder), **KEY}, stdout=log, stderr=log
    )
    address = f"http://127.0.0.1:{s3}"
    try:
        for _ in range(120):
            assert server.poll() is None, (folder / "log").read_text()[-2000:]
            try:
                client(address).head_bucket(Bucket="clinic")
                break
            except (BotoCoreError, ClientError):
                time.sleep(0.5)
        else:
            raise AssertionError("The S3 server did not start within a minute.")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def client(address: str):
    return boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id=KEY["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEY["AWS_SECRET_ACCESS_KEY"],
        region_name="us-east-1",
        config=Config(connect_timeout=2, read_timeout=5, retries={"max_attempts": 1}),
    )


@pytest.fixture
def bucket(s3_address, settings, tmp_path) -> Iterator[str]:
    """Let the site keep its files in the bucket, by the settings that the environment makes."""
    environment = {
        "PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "S3_ENDPOINT_URL": s3_address, "AWS_REGION": "us-east-1",
        "PYTHONPATH": os.pathsep.join(sys.path), **KEY,
    }  # fmt: skip
    made = subprocess.run(
        [sys.executable, "-c", PRINT_STORAGES], env=environment, capture_output=True, text=True, check=True
    )
    settings.STORAGES = json.loads(made.stdout) | {"staticfiles": settings.STORAGES["staticfiles"]}
    yield s3_address
    for name in objects(s3_address):
        client(s3_address).delete_object(Bucket="clinic", Key=name)


def objects(address: str) -> set[str]:
    return {item["Key"] for item in client(address).list_objects_v2(Bucket="clinic").get("Contents", [])}


def in_bucket(*images: ClinicImage) -> set[str]:
    files = [file for image in images for file in (image.file, *(size.file for size in image.renditions.all()))]
    return {f"media/{file.name}" for file in files}


def status(address: str) -> int:
    try:
        return urllib.request.urlopen(address).status  # noqa: S310
    except urllib.error.HTTPError as error:
        return error.code


def test_a_photo_and_its_sizes_lie_in_the_bucket(db, bucket, tmp_path):
    photo = make_image(ready=False, size=(900, 600))
    make_renditions.call(photo.pk)
    assert photo.renditions.count() == len(ALL_SPECS)
    assert objects(bucket) == in_bucket(photo)
    assert len(objects(bucket)) == len(ALL_SPECS) + 1
    assert not list(tmp_path.rglob("*.webp"))


def test_visitors_get_sizes_from_the_site_while_a_published_page_shows_them(home, client, staff_client, bucket):
    photo = make_image()
    size = photo.renditions.earliest("pk")
    assert size.url.startswith("/media/images/")
    assert client.get(size.url).status_code == 404
    page = make_gallery(home, photos=(photo,))
    assert client.get(size.url).getvalue() == size.file.read()
    assert f'src="{size.url.rpartition(".")[0][:20]}' in client.get(page.url).content.decode()
    page.unpublish()
    assert client.get(size.url).status_code == 404
    assert photo.file.url.startswith("/media/original_images/")
    assert client.get(photo.file.url).status_code == 404
    assert staff_client.get(photo.file.url).status_code == 200


def test_the_bucket_itself_answers_nobody(home, bucket):
    make_gallery(home, photos=(make_image(),))
    assert len(objects(bucket)) == len(FIRST_SPECS) + 1
    for name in objects(bucket):
        assert status(f"{bucket}/clinic/{name}") == 403
    assert status(f"{bucket}/clinic") == 403


def test_replacing_and_deleting_a_photo_removes_its_files(staff_client, bucket, django_capture_on_commit_callbacks):
    photo = make_image()
    before = objects(bucket)
    upload = SimpleUploadedFile("new.jpg", picture_bytes(size=(60, 60)))
    address = reverse("wagtailimages:edit", args=[photo.pk])
    with django_capture_on_commit_callbacks(execute=True):
        staff_client.post(address, {"title": "New", "collection": "1", "shown": "nobody", "file": upload})
    assert not before & objects(bucket)
    assert objects(bucket) == in_bucket(ClinicImage.objects.get())
    with django_capture_on_commit_callbacks(execute=True):
        staff_client.post(reverse("wagtailimages:delete", args=[photo.pk]))
    assert not ClinicImage.objects.exists()
    assert objects(bucket) == set()


def test_the_screens_for_photos_work(staff_client, bucket):
    photo = make_image()
    for name, arguments in (("index", []), ("edit", [photo.pk]), ("add", []), ("image_usage", [photo.pk])):
        assert staff_client.get(reverse(f"wagtailimages:{name}", args=arguments)).status_code == 200


def test_a_file_that_is_lost_is_not_found_and_listed(home, client, bucket):
    photo = make_image()
    make_gallery(home, photos=(photo,))
    size = photo.renditions.earliest("pk")
    size.file.storage.delete(size.file.name)
    assert client.get(size.url).status_code == 404
    photo.file.storage.delete(photo.file.name)
    assert make_sizes(photo, ALL_SPECS) == 0
    assert "missing" in ClinicImage.objects.get().problem


def test_private_files_lie_apart_and_have_no_address(db, bucket):
    from django.core.files.storage import storages

    private = storages["private"]
    name = private.save("consents/form.pdf", ContentFile(b"%PDF-1.7 signed"))
    assert objects(bucket) == {"private/consents/form.pdf"}
    assert private.open(name).read() == b"%PDF-1.7 signed"
    with pytest.raises(ValueError, match="not accessible"):
        private.url(name)
    assert status(f"{bucket}/clinic/private/{name}") == 403
