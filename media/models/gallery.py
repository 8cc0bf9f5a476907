"""Galleries: photos with captions on pages of their own."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from clinic.pages import BasePage
from media.models.rows import PhotoRow, shown_rows, with_covers
from media.panels import PhotosPanel


class GalleryIndexPage(BasePage):
    """The list of galleries."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["media.GalleryPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of galleries")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        galleries = GalleryPage.objects.child_of(self).live().public().order_by("path")
        return super().get_context(request, *args, **kwargs) | {"galleries": with_covers(galleries, GalleryPhoto)}


class GalleryPage(BasePage):
    """Photos with captions, in the order staff put them."""

    content_panels = [
        *BasePage.content_panels,
        PhotosPanel("photos", help_text=_("Choose several at once; drag them into order.")),
    ]
    parent_page_types = ["media.GalleryIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        photos = shown_rows(self.photos.all(), everything=getattr(request, "is_preview", False))
        return super().get_context(request, *args, **kwargs) | {"photos": photos}


class GalleryPhoto(PhotoRow):
    page = ParentalKey(GalleryPage, on_delete=models.CASCADE, related_name="photos")
