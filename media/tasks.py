"""Work that the worker does for the image library."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.admin.mail import send_mail
from wagtail.images.models import Filter, SourceImageIOError
from wagtail.permissions import policy_registry

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


@task(backend="worker")
def send_consent_note(consent_ids: list[int]) -> int:
    """Write to all staff who look after consents which of these end soon; return how many were written to."""
    from media.models import Consent

    consents = Consent.objects.filter(pk__in=consent_ids).annotate(photo_count=Count("photos"))
    staff = policy_registry.get_by_type(Consent).users_with_permission("change").exclude(email="")
    text = render_to_string(
        "media/consent_note.txt",
        {"consents": consents, "address": settings.WAGTAILADMIN_BASE_URL + reverse("consents:index")},
    )
    try:
        for person in staff:
            send_mail(_("Consents for photos end soon"), text, [person.email])
    except OSError:
        Consent.objects.filter(pk__in=consent_ids).update(warned_of=None)  # to be tried again
        raise
    return len(staff)
