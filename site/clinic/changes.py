"""Says, within the transaction that does it, that something changed which the public may see.

Whoever counts changes or tells others of them connects to the signal here, and needs to know none of the ways in which
pages are published, taken off the site, moved, deleted or made private. It is sent too often rather than too rarely:
also for what was saved without a difference.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal
from wagtail.models import Page


class Changed(StrEnum):
    PAGES = "pages"
    PHOTOS = "photos"
    SETTINGS = "settings"
    REDIRECTS = "redirects"


public_content_changed = Signal()  # provides args: kind (of Changed), instance (at which the change was noticed)

PUBLIC_FIELDS = {"live", "slug", "url_path", "title"}  # drafts, locks and the like are saved without these


def tell(kind: Changed, instance: Any) -> None:
    public_content_changed.send(sender=type(instance), kind=kind, instance=instance)


def tell_of_page(
    instance: Any, created: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """Tell of a page, of whatever type, that was saved as what the public sees and not as a draft."""
    if not isinstance(instance, Page) or (created and not instance.live):
        return
    if update_fields is None or PUBLIC_FIELDS.intersection(update_fields):
        tell(Changed.PAGES, instance)


def watch(kind: Changed, *models: Any) -> None:
    """Have every row of these models that is saved or deleted count as a change of this kind."""

    def tell_of_row(instance: Any, **kwargs: Any) -> None:
        tell(kind, instance)

    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(tell_of_row, sender=model, weak=False)


def watch_wagtail() -> None:
    """Watch what Wagtail itself keeps; apps watch what is theirs when they are ready."""
    from wagtail.contrib.redirects.models import Redirect
    from wagtail.contrib.settings.registry import registry
    from wagtail.models import PageViewRestriction, Site

    def tell_of_deleted(instance: Page, **kwargs: Any) -> None:
        tell(Changed.PAGES, instance)

    post_save.connect(tell_of_page)
    post_delete.connect(tell_of_deleted, sender=Page, weak=False)  # also sent for pages of every type
    watch(Changed.PAGES, PageViewRestriction, Site)
    watch(Changed.SETTINGS, *registry)
    watch(Changed.REDIRECTS, Redirect)
