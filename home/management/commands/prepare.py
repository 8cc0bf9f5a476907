import hashlib
import secrets
import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from home.models import HomePage
from home.starter.loader import load_starter
from media.models import ClinicImage
from media.tasks import make_renditions


class Command(BaseCommand):
    help = "Make everything that the site needs to start: database, starter content, administrator, static files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, help="Refuse to begin where something listens on this port already.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["port"]:
            self.refuse_used(options["port"])
        call_command("migrate", verbosity=0, interactive=False)
        if not HomePage.objects.exists():
            self.stdout.write("Loading the starter content …")
            load_starter()
        # A preset that changed since the last start has sizes to be made; the worker makes them.
        for image in ClinicImage.objects.lacking_sizes():
            make_renditions.enqueue(image.pk)
        if not settings.DEBUG:
            self.collect_static()
        self.make_administrator()

    def refuse_used(self, port: int) -> None:
        """Say so where the port is in use: two servers could share it, and each would answer some of the requests."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port left a moment ago is free
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(
                    f"Something listens on port {port} already. Is the site running? Stop it first, or choose another "
                    f"port: make run PORT={port + 1}"
                ) from error

    def collect_static(self) -> None:
        """Collect and compress static files, which takes seconds, only when any of them changed.

        Files of former versions stay, for pages that somebody still has open.
        """
        digest = hashlib.sha256()
        for finder in get_finders():
            for path, storage in finder.list([]):
                digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
        stamp = settings.VAR_DIR / "static.sha256"
        if not stamp.exists() or stamp.read_text() != digest.hexdigest():
            self.stdout.write("Collecting static files …")
            call_command("collectstatic", verbosity=0, interactive=False)
            stamp.write_text(digest.hexdigest())

    def make_administrator(self) -> None:
        """Make the first administrator and print the password; does nothing once there is any account."""
        accounts = get_user_model().objects
        if accounts.exists():
            return
        password = secrets.token_urlsafe(12)
        accounts.create_superuser("admin", password=password)
        self.stdout.write(
            "\nThe first administrator can sign in at /admin/ now."
            f"\n  user name  admin\n  password   {password}"
            "\nThis password is shown only this once. Change it under Account.\n"
        )
