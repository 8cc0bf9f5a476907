from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from staff.roles import ROLES, keep_roles


class Command(BaseCommand):
    help = "Give the roles of staff again what they lack of the table in staff/roles.py, and say what that was."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        changes = keep_roles()
        for change in changes or ["Every role has what it needs."]:
            self.stdout.write(change)
        self.stdout.write("")
        for role in ROLES:
            self.stdout.write(f"{role.name} {role.purpose}.")
