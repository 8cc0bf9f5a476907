from typing import Any

from django.core.management.base import BaseCommand

from media.models import ClinicImage, ClinicRendition
from media.presets import ALL_SPECS
from media.sizes import make_sizes

BAR_WIDTH = 30


class Command(BaseCommand):
    help = "Make the sizes that photos lack now, instead of waiting for the worker, and drop those of former presets."

    def handle(self, *args: Any, **options: Any) -> None:
        self.make_missing()
        dropped, _ = ClinicRendition.objects.of_former_presets().delete()
        if dropped:
            self.stdout.write(f"Dropped {dropped} sizes of former presets.")

    def make_missing(self) -> None:
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
