import argparse
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.content_archive.format import ArchiveProblem
from home.content_archive.progress import ProgressBar
from home.content_archive.writing import ArchiveWriter


class Command(BaseCommand):
    help = "Write the content of the whole site, with its photos, to one archive; docs/moving-content.md says what."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The archive to write, such as site.zip; one there is replaced.")
        parser.add_argument("--quiet", action="store_true", help="Say nothing but what went wrong.")
        parser.add_argument(
            "--with-personal-data",
            action="store_true",
            help="Also write the consents of clients and their signed forms. Keep such an archive as you keep those.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        part = options["file"].with_name(f"{options['file'].name}.part")
        bar = ProgressBar(self.stdout, options["quiet"])
        try:
            with open(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "wb+") as out:
                writer = ArchiveWriter(out, options["with_personal_data"], bar)
                writer.write()
            os.replace(part, options["file"])
        except ArchiveProblem as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"The archive could not be written: {error}") from error
        finally:
            bar.clear()
            part.unlink(missing_ok=True)
        for name in writer.lost:
            self.stderr.write(f"“{name}” was left out: its file is not in the storage.")
        if not options["quiet"]:
            counts = ", ".join(f"{number} {what}" for what, number in sorted(writer.counts.items()))
            size = options["file"].stat().st_size / 1024**2
            self.stdout.write(f"{options['file']}: {counts or 'no content'}; {size:.1f} MB.")
