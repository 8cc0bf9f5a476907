"""Work that the worker does for the image library."""

from django_tasks import task

from media.presets import ALL_SPECS, FIRST_SPECS
from media.sizes import make_sizes


@task(backend="worker")
def make_renditions(image_id: int) -> int:
    """Make the sizes that pages need to show a photo, order the rest, and return how many it has.

    Returns 0 if the photo is gone or cannot be read.
    """
    from media.models import ClinicImage

    image = ClinicImage.objects.filter(pk=image_id).first()
    made = make_sizes(image, FIRST_SPECS) if image else 0
    if made:
        make_other_renditions.enqueue(image_id)
    return made


# These take the most time. All waiting photos get the sizes that show them first.
@task(backend="worker", priority=-10)
def make_other_renditions(image_id: int) -> int:
    """Make all sizes that a photo still lacks, drop those of former presets, and return how many it has."""
    from media.models import ClinicImage, ClinicRendition

    image = ClinicImage.objects.filter(pk=image_id).first()
    made = make_sizes(image, ALL_SPECS) if image else 0
    ClinicRendition.objects.filter(image_id=image_id).of_former_presets().delete()
    return made
