"""Who may see which file of a photo."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, ExpressionWrapper, IntegerField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.contrib.settings.registry import registry
from wagtail.models import Page, PageViewRestriction, ReferenceIndex
from wagtail.permissions import policy_registry

from clinic.visibility import is_unrestricted
from media.models import ClinicImage, ClinicRendition
from media.models.photo import is_showable
from media.presets import is_for_visitors


def works_with(user: Any, photo: ClinicImage) -> bool:
    """Return whether the user is staff who may choose or change this photo; others' collections are not theirs."""
    policy = policy_registry.get_by_type(ClinicImage)
    return bool(policy.user_has_any_permission_for_instance(user, ["change", "choose"], photo))


def find_size(name: str) -> ClinicRendition | None:
    """Return the size stored under `name`, or None; it carries `showable`, by its photo's consents."""
    showable = ExpressionWrapper(is_showable("image__"), BooleanField())
    return ClinicRendition.objects.filter(file=name).annotate(showable=showable).select_related("image").first()


def is_public(size: ClinicRendition) -> bool:
    """Return whether everyone may have this size, found by `find_size`.

    A preset names the size, nothing stands against the photo, and a page that everyone may read shows it, or the
    settings of the whole site do, as the picture of shared links.
    """
    if not (is_for_visitors(size.filter_spec) and size.showable):
        return False
    on_settings = references(size.image_id).filter(
        base_content_type__in=[ContentType.objects.get_for_model(m) for m in registry]
    )
    if pages_showing(size.image).filter(is_unrestricted()).exists():
        return True
    return on_settings.exists() and ClinicImage.objects.shareable().filter(pk=size.image_id).exists()


def is_for_reader(size: ClinicRendition, request: HttpRequest) -> bool:
    """Return whether whoever asks may have a size that is not public: staff, or readers of a private page."""
    if works_with(request.user, size.image):
        return True
    if not (is_for_visitors(size.filter_spec) and size.showable):
        return False
    restrictions = list(PageViewRestriction.objects.select_related("page"))
    return any(
        all(
            restriction.accept_request(request)
            for restriction in restrictions
            if page.path.startswith(restriction.page.path)
        )
        for page in pages_showing(size.image)
    )


def references(*photo_pks: int) -> QuerySet[ReferenceIndex]:
    """Return where photos are used in what is saved; drafts of live pages are not."""
    photo_type = ContentType.objects.get_for_model(ClinicImage)
    return ReferenceIndex.objects.filter(to_content_type=photo_type, to_object_id__in=[str(pk) for pk in photo_pks])


def references_on_pages(*photo_pks: int) -> QuerySet[ReferenceIndex]:
    return references(*photo_pks).filter(base_content_type=ContentType.objects.get_for_model(Page))


def pages_showing(image: ClinicImage) -> QuerySet[Page]:
    """Return the live pages that show the photo, as published."""
    numbers = references_on_pages(image.pk).values(number=Cast("object_id", IntegerField()))
    return Page.objects.live().filter(pk__in=numbers)
