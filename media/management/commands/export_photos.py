import argparse
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Collection

from media.archive import MAX_PHOTOS, write_archive
from media.models import ClinicImage


def find_collection(name: str) -> Collection:
    """Return the collection of this name; raises CommandError, which names those there are."""
    found = list(Collection.objects.filter(name=name))
    if len(found) == 1:
        return found[0]
    names = ", ".join(Collection.objects.order_by("path").values_list("name", flat=True))
    raise CommandError(f"There {'is no' if not found else 'is more than one'} collection “{name}”. There are: {names}")


class Command(BaseCommand):
    help = "Write the photos of a collection, and of those below it, with what is known of them, into a zip."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("collection", help="The name of the collection; “Root” holds all others.")
        parser.add_argument("file", type=Path, help="The zip to write; one of this name is replaced.")

    def handle(self, *args: Any, **options: Any) -> None:
        collections = find_collection(options["collection"]).get_descendants(inclusive=True)
        photos = list(ClinicImage.objects.filter(collection__in=collections))
        if len(photos) > MAX_PHOTOS:
            raise CommandError(f"A zip holds up to {MAX_PHOTOS} photos; these are {len(photos)}.")
        part = options["file"].with_suffix(".part")
        lost = []
        try:
            with part.open("wb+") as out:
                for number, (photo, written) in enumerate(write_archive(photos, out), start=1):
                    if not written:
                        lost.append(photo)
                    self.stdout.write(f"\r{number} of {len(photos)}", ending="")
            os.replace(part, options["file"])
        except OSError as error:
            raise CommandError(f"The zip could not be written: {error}") from error
        finally:
            part.unlink(missing_ok=True)
        self.stdout.write(f"\r{len(photos) - len(lost)} photos are in {options['file']}.")
        for photo in lost:
            self.stderr.write(f"The file of “{photo}” (photo {photo.pk}) is missing; it was left out.")
