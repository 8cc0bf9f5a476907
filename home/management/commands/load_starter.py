from typing import Any

from django.core.management.base import BaseCommand

from home.starter.loader import load_starter


class Command(BaseCommand):
    help = "Add the starter pages that the site lacks. Pages that exist are never changed."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_starter(report=self.stdout.write)
        self.stdout.write(f"{added} pages added." if added else "Nothing to add: every starter page is there.")
