import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from home.content_archive.bringing_in import ArchiveImport
from home.content_archive.format import ArchiveProblem, ArchiveReader
from home.content_archive.outcome import printable
from home.content_archive.progress import ProgressBar


class Command(BaseCommand):
    help = "Bring the content of an archive into this site: add what is new, change what differs, delete nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="An archive that export_content wrote.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would come of it.")
        parser.add_argument("--quiet", action="store_true", help="Say nothing but what is not as the archive has it.")
        parser.add_argument(
            "--with-personal-data", action="store_true", help="Also bring in consents, where the archive has them."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bar = ProgressBar(self.stdout, options["quiet"])
        try:
            with options["file"].open("rb") as file:
                content = ArchiveImport(
                    ArchiveReader(file), options["with_personal_data"], options["dry_run"], progress=bar
                )
                outcome = content.run()
        except ArchiveProblem as error:
            raise CommandError(f"{printable(str(error))} Nothing was changed.") from error
        except DatabaseError as error:
            raise CommandError(f"The database did not take it: {error}. Nothing was changed.") from error
        except OSError as error:
            raise CommandError(f"The archive could not be read, or its files not stored: {error}") from error
        finally:
            bar.clear()
        for sentence in outcome.left:
            self.stderr.write(sentence)
        if not options["quiet"]:
            prefix = "This would happen. " if options["dry_run"] else ""
            added, changed = _said(outcome.added), _said(outcome.changed)
            self.stdout.write(f"{prefix}Added: {added or 'nothing'}. Changed: {changed or 'nothing'}.")


def _said(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {what}" for what, number in sorted(counts.items()))
