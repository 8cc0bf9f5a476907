"""Galleries: photos with captions on pages of their own."""

from typing import Any

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from clinic.guide import GuidePanel
from clinic.pages import BasePage, PagePart
from media.models.photo import is_showable
from media.models.rows import PhotoRow, shown_rows, with_covers
from media.panels import PhotosPanel


class GalleryIndexPage(BasePage):
    """The list of galleries."""

    content_panels = [
        GuidePanel(
            gettext_lazy("The page that lists all galleries. Their photos stand in the galleries below it."),
            {gettext_lazy("Lists"): "pages#lists", gettext_lazy("Galleries"): "photos#galleries"},
        ),
        *BasePage.content_panels,
    ]
    schema_type = "CollectionPage"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["media.GalleryPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = gettext_lazy("list of galleries")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        galleries = GalleryPage.objects.child_of(self).live().public().order_by("path")
        return super().get_context(request, *args, **kwargs) | {"galleries": with_covers_and_counts(galleries)}


class GalleryPage(RoutablePageMixin, BasePage):
    """Photos with captions, in the order staff put them; each has an address of its own below the gallery's."""

    content_panels = [
        GuidePanel(
            gettext_lazy("Photos in the order that you drag them into, each with words for those who cannot see it."),
            {
                gettext_lazy("Bring in many photos"): "photos#forty-photos-from-a-camera-into-a-gallery",
                gettext_lazy("Galleries"): "photos#galleries",
                gettext_lazy("Photos of clients"): "photos#photos-of-clients",
            },
        ),
        *BasePage.content_panels,
        PhotosPanel("photos", help_text=gettext_lazy("Choose several at once; drag them into order.")),
    ]
    schema_type = "ImageGallery"
    api_fields = [*BasePage.api_fields, APIField("photos", writable=True)]
    parent_page_types = ["media.GalleryIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = gettext_lazy("gallery")
        verbose_name_plural = gettext_lazy("galleries")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        rows = shown_rows(self.photos.all(), everything=getattr(request, "is_preview", False))
        photos = list({row.image_id: row for row in rows}.values())  # each photo once, as it has one address
        return super().get_context(request, *args, **kwargs) | {
            "photos": photos,
            "cover": photos[0] if photos else None,
        }

    @path("<slug:name>/")
    def serve_photo(self, request: HttpRequest, name: str) -> TemplateResponse:
        """Show one of the photos at its own address, `photo-<number>/`."""
        return TemplateResponse(request, "media/gallery_photo.html", self.get_photo_context(request, name))

    def get_photo_context(self, request: HttpRequest, name: str) -> dict[str, Any]:
        """Return what the page of a single photo shows; raises Http404 where the gallery does not show it."""
        rows = GalleryPhoto.objects.filter(is_showable("image__"), page=self)
        names = list(dict.fromkeys(f"photo-{image_id}" for image_id in rows.values_list("image_id", flat=True)))
        if name not in names:
            raise Http404
        place = names.index(name)
        photo = shown_rows(rows.filter(image_id=name.removeprefix("photo-")))[-1]
        heading = _("Photo %(place)d of %(count)d") % {"place": place + 1, "count": len(names)}
        title = Truncator(photo.shown_caption).chars(70) or heading
        return super().get_context(request) | {  # without the other photos
            "photo": photo,
            "cover": photo,
            "heading": heading,
            "first": names[0],
            "previous": names[place - 1] if place else "",
            "next": names[place + 1] if place + 1 < len(names) else "",
            "last": names[-1],
            "part": PagePart(name, f"{title} – {self.title}", photo.shown_caption or photo.shown_alt),
        }


def with_covers_and_counts(galleries: models.QuerySet) -> list[Any]:
    """Return galleries, each with its first photo as `cover` and the number of its photos; three queries."""
    shown = GalleryPhoto.objects.filter(is_showable("image__"), page=OuterRef("pk")).order_by().values("page")
    photo_count = Coalesce(Subquery(shown.values(photos=Count("image", distinct=True))), 0)
    return with_covers(galleries.annotate(photo_count=photo_count), GalleryPhoto)


class GalleryPhoto(PhotoRow):
    page = ParentalKey(GalleryPage, on_delete=models.CASCADE, related_name="photos")

    @property
    def name(self) -> str:
        """The last part of the photo's own address."""
        return f"photo-{self.image_id}"
