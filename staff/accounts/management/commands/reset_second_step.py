from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from staff.accounts.second_step import reset_second_step


class Command(BaseCommand):
    help = (
        "Take away the second step of somebody who has lost it, and sign them out everywhere. They sign in with the "
        "password alone then, and set up a new one. For people whom no colleague can help on the page Users."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="The user name.")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"There is no account with the user name “{options['name']}”.")
        if reset_second_step(user):
            self.stdout.write(f"The second step of {user} is gone. The next sign-in asks for the password only.")
        else:
            self.stdout.write(f"{user} had no second step. All sign-ins of this account have ended.")
