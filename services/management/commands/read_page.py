from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from services.drafting import CannotDraft, Match, Plan, make_drafts, make_plan
from services.reader.source import MAX_BYTES, UnreadablePage, read_source


class Command(BaseCommand):
    help = "Turn the text of an old page into a draft of a service, with the conditions and techniques it names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a .txt, .html or .md file of at most 1 MB")
        parser.add_argument(
            "--refuse", action="append", default=[], metavar="KEY", help="refuse the proposal with this key; repeatable"
        )
        parser.add_argument("--show", action="store_true", help="only show what was understood; save nothing")
        target = parser.add_mutually_exclusive_group()
        target.add_argument("--update", action="store_true", help="update the draft of the service it is about")
        target.add_argument("--new", action="store_true", help="make a new page although the service has one")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb") as file:
                source = read_source(file.read(MAX_BYTES + 1), options["file"].name)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be opened: {error.strerror}.") from error
        except UnreadablePage as problem:
            raise CommandError(str(problem)) from problem
        plan = make_plan(source, options["refuse"])
        self.describe(plan, options["refuse"])
        if options["show"]:
            return
        if plan.existing and not (options["update"] or options["new"]):
            raise CommandError(
                f"The site has a page about this already: “{plan.existing}”. Nothing was changed. "
                "Run the command again with --update to change its draft, or with --new for another page."
            )
        if options["update"] and plan.existing is None:
            raise CommandError("The site has no page about this yet. Run the command again without --update.")
        try:
            service = make_drafts(plan, update=plan.existing if options["update"] else None)
        except CannotDraft as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"\nSaved as a draft: {service.get_admin_display_title()} (page {service.pk}).")

    def describe(self, plan: Plan, refused: list[str]) -> None:
        reading = plan.reading
        self.section("Title", [reading.title])
        self.section("Other names", reading.aliases)
        self.section("Summary", [reading.summary])
        self.section("Pressure", [] if reading.pressure is None else [f"at most {reading.pressure} of 10"])
        self.section("Conditions", map(self.matched, plan.conditions))
        self.section("Techniques", map(self.matched, plan.techniques))
        self.section("Session", reading.steps)
        self.section("Captions", reading.captions)
        self.section(
            "Related services", [f"{match.name} → {match.page or 'not on this site'}" for match in plan.related]
        )
        proposals = [(mend.key, f"“{mend.before}” → “{mend.after}”. {mend.reason}") for mend in reading.mends]
        proposals += [
            (match.key, f"“{match.name}” → the page “{match.found}” that there is.") for match in plan.choices
        ]
        self.section(
            "Proposals", [f"{key}  {'refused ' if key in refused else 'accepted'}  {text}" for key, text in proposals]
        )
        self.section("Not placed", plan.not_placed)

    def matched(self, match: Match) -> str:
        return f"{match.name} → {match.page}" if match.page else f"{match.name} (new draft)"

    def section(self, heading: str, lines: Any) -> None:
        lines = list(filter(None, lines))
        if lines:
            self.stdout.write(f"\n{heading}")
            for line in lines:
                self.stdout.write(f"  {line}")
