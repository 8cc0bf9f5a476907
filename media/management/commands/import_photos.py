import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from media.archive import Archive, UnreadableArchive, bring_in
from media.management.commands.export_photos import find_collection


class Command(BaseCommand):
    help = "Add the photos of a zip to the library; those that it has already are left as they are."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="A zip that export_photos or the admin wrote.")
        parser.add_argument("--collection", default="Root", help="The name of the collection they go to.")

    def handle(self, *args: Any, **options: Any) -> None:
        collection = find_collection(options["collection"])
        numbers: Counter[str] = Counter()
        refused = []
        try:
            with options["file"].open("rb") as file:
                archive = Archive(file)
                for outcome in bring_in(archive, collection):
                    numbers[outcome.status] += 1
                    if outcome.status == "refused":
                        refused.append(outcome)
                    self.stdout.write(f"\r{numbers.total()} of {len(archive)}", ending="")
        except OSError as error:
            raise CommandError(f"The zip could not be read: {error}") from error
        except UnreadableArchive as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"\r{numbers['added']} photos were added; {numbers['there']} were there already.")
        for outcome in refused:
            self.stderr.write(f"{outcome.name}: {outcome.reason}")
