"""Work that the worker does for the image library."""

from django_tasks import task
from wagtail.images.models import Filter

from media.presets import ALL_FILTERS


@task(backend="worker")
def make_renditions(image_id: int) -> int:
    """Make the sizes that the photo lacks, drop those cut for a former focal point, and return how many it has.

    Returns 0 if the photo is gone.
    """
    from media.models import ClinicImage

    image = ClinicImage.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    made = image.get_renditions(*(Filter(spec) for spec in ALL_FILTERS))
    for rendition in image.renditions.filter(filter_spec__in=ALL_FILTERS):
        if rendition.focal_point_key != made[rendition.filter_spec].focal_point_key:
            rendition.delete()
    return len(made)
