"""Work that the worker does for the image library."""

from django_tasks import task
from wagtail.images.models import Filter

from media.presets import ALL_FILTERS


@task(backend="worker")
def make_renditions(image_id: int) -> int:
    """Make the sizes that the photo lacks and return how many it has now; 0 if the photo is gone."""
    from media.models import ClinicImage

    image = ClinicImage.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    return len(image.get_renditions(*(Filter(spec) for spec in ALL_FILTERS)))
