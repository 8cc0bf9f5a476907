from typing import Any

from django.core.management.base import BaseCommand

from media.roles import set_up_marketers


class Command(BaseCommand):
    help = "Give the groups of staff again what their roles need, such as a new list of galleries."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"“{set_up_marketers()}” can look after photos, consents and galleries.")
