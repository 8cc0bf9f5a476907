"""Work that the worker does for the image library."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.images.models import Filter, SourceImageIOError

from media.presets import ALL_SPECS

if TYPE_CHECKING:
    from media.models import ClinicImage


@task(backend="worker")
def make_renditions(image_id: int) -> int:
    """Make the sizes that a photo lacks and return how many it has; 0 if the photo is gone or cannot be read."""
    from media.models import ClinicImage

    image = ClinicImage.objects.filter(pk=image_id).first()
    return make_sizes(image, ALL_SPECS) if image else 0


def make_sizes(image: "ClinicImage", specs: Iterable[str]) -> int:
    """Make the sizes `specs` of a photo where they are missing, and drop those cut for a former focal point.

    A photo whose file is missing or damaged gets a sentence in `problem`, which staff see in a list. Raises OSError
    when a size cannot be stored.
    """
    problem = ""
    made = {}
    try:
        made = image.get_renditions(*(Filter(spec) for spec in specs))
    except (OSError, ValueError, SyntaxError) as error:
        if getattr(error, "errno", None) and not isinstance(error, SourceImageIOError):
            raise  # a full disk, say: the photo is sound, and its sizes are made at the next start
        problem = _("The file of this photo is missing or damaged. Replace it with a new copy.")
    if image.problem != problem:
        type(image).objects.filter(pk=image.pk).update(problem=problem)
    for rendition in image.renditions.filter(filter_spec__in=made):
        if rendition.focal_point_key != made[rendition.filter_spec].focal_point_key:
            rendition.delete()
    return len(made)
