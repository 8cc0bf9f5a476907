"""Work that the worker does for the image library."""

from django.conf import settings
from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.admin.mail import send_mail
from wagtail.permissions import policy_registry

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
