from typing import Any

from django.core.management.base import BaseCommand

from media.models import ClinicImage
from media.presets import ALL_SPECS
from media.tasks import make_sizes

BAR_WIDTH = 30


class Command(BaseCommand):
    help = "Make the sizes that photos lack now, instead of waiting for the worker."

    def handle(self, *args: Any, **options: Any) -> None:
        images = list(ClinicImage.objects.lacking_sizes())
        if not images:
            self.stdout.write("Every photo has all its sizes.")
            return
        failed = []
        for number, image in enumerate(images, start=1):
            if not make_sizes(image, ALL_SPECS):
                failed.append(image)
            filled = BAR_WIDTH * number // len(images)
            self.stdout.write(f"\r[{'█' * filled}{' ' * (BAR_WIDTH - filled)}] {number} of {len(images)}", ending="")
            self.stdout.flush()
        self.stdout.write("")
        for image in failed:
            self.stderr.write(f"The file of “{image}” (photo {image.pk}) is missing or damaged.")
