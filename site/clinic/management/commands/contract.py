"""Writes the contract of the read API into docs/openapi.json."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clinic.api.contract import COMMITTED, breaking_changes, built


class Command(BaseCommand):
    help = "Write the contract of the read API into docs/openapi.json, unless it breaks clients without a new version."

    def handle(self, *args: Any, **options: Any) -> None:
        new = built()
        if COMMITTED.exists():
            old = json.loads(COMMITTED.read_text())
            broken = breaking_changes(old, new)
            if broken and major(new) <= major(old):
                raise CommandError(
                    "\n".join(
                        [
                            "This would break clients:",
                            *broken,
                            "Keep what they use, or raise the first number of VERSION in clinic/api/routes.py.",
                        ]
                    )
                )
        COMMITTED.write_text(f"{json.dumps(new, indent=2, ensure_ascii=False)}\n")
        self.stdout.write(f"The contract is written: {COMMITTED}")


def major(document: dict[str, Any]) -> int:
    return int(document["info"]["version"].partition(".")[0])
