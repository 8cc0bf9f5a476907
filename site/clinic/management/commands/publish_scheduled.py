from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clinic.schedule import Due, find_due, publish_due


class Command(BaseCommand):
    help = (
        "Publish what is due to go live and take off the site what has expired, in place of Wagtail’s command of this "
        "name. The clock does so too, every quarter of a minute."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", "--dryrun", action="store_true", help="Say what is due, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            for due in find_due(timezone.now()):
                self.stdout.write(f"Due to {in_words(due)}")
            return
        outcomes = publish_due(retry=True)
        for outcome in outcomes:
            if outcome.problem:
                self.stderr.write(f"Could not {in_words(outcome.due)}: {outcome.problem}")
            else:
                self.stdout.write(f"Done: {in_words(outcome.due)}")
        if failed := sum(1 for outcome in outcomes if outcome.problem):
            raise CommandError(f"{failed} of {len(outcomes)} could not be done, and stay scheduled.")


def in_words(due: Due) -> str:
    return f"{due.action.label} at {timezone.localtime(due.at):%Y-%m-%d %H:%M %Z}: “{due.title}”"
