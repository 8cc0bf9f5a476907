import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from home.models import HomePage
from home.starter.loader import load_starter
from media.models import ClinicImage
from media.tasks import make_renditions


class Command(BaseCommand):
    help = "Make everything that the site needs to start: database, starter content, administrator, static files."

    def handle(self, *args: Any, **options: Any) -> None:
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

    def collect_static(self) -> None:
        """Collect and compress static files, which takes seconds, only when any of them changed."""
        digest = hashlib.sha256()
        for finder in get_finders():
            for path, storage in finder.list([]):
                digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
        stamp = settings.VAR_DIR / "static.sha256"
        if not stamp.exists() or stamp.read_text() != digest.hexdigest():
            self.stdout.write("Collecting static files …")
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
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
