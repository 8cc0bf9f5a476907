"""What others can be told of."""

from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventType(models.TextChoices):
    PAGE_PUBLISHED = "page.published", _("A page is published, anew or for the first time")
    PAGE_UNPUBLISHED = "page.unpublished", _("A page is taken off the site, expires or becomes private")
    PAGE_MOVED = "page.moved", _("A page gets another address")
    PAGE_DELETED = "page.deleted", _("A page is deleted")
    PHOTO_CHANGED = "photo.changed", _("A photo on a page has another look or other words")
    PHOTO_WITHDRAWN = "photo.withdrawn", _("A photo must not be shown any more, such as when a consent ends")
    SETTINGS_CHANGED = "settings.changed", _("Clinic settings are saved")
    REDIRECTS_CHANGED = "redirects.changed", _("Redirects are changed")


TEST = "test"  # comes only when somebody asks for it, and then whatever else was asked for


def all_types() -> list[str]:
    return list(EventType.values)


class Happening(NamedTuple):
    """Something that others are to be told; happenings of one subject are told in their order."""

    type: str
    subject: str
    data: dict[str, Any]
