"""Photos, the sizes made of them, and galleries."""

from typing import Any

from django.db import models, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel
from wagtail.images.models import AbstractImage, AbstractRendition, Image, ImageQuerySet, get_upload_to
from wagtail.models import Orderable
from wagtail.search import index

from clinic.pages import BasePage
from media.fields import ClinicImageField
from media.presets import ALL_SPECS
from media.tasks import make_renditions


class ClinicImageQuerySet(ImageQuerySet):
    def lacking_sizes(self) -> "ClinicImageQuerySet":
        """Return photos that lack a size of a preset, although their file can be read as far as is known."""
        made = Count("renditions__filter_spec", filter=Q(renditions__filter_spec__in=ALL_SPECS), distinct=True)
        return self.filter(problem="").annotate(sizes_made=made).filter(sizes_made__lt=len(ALL_SPECS)).order_by("pk")


class ClinicImage(AbstractImage):
    """A photo in the library. Its `description` is the alt text offered where it is used; its title never is."""

    file = ClinicImageField(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    caption = models.CharField(_("caption"), max_length=255, blank=True)
    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("Who made it, as it should be printed.")
    )
    licence = models.CharField(
        _("licence"), max_length=255, blank=True, help_text=_("What allows us to show it, such as “our own photo”.")
    )

    problem = models.CharField(_("problem"), max_length=255, blank=True, editable=False)

    objects = ClinicImageQuerySet.as_manager()

    admin_form_fields = (*Image.admin_form_fields, "caption", "credit", "licence")
    search_fields = [*AbstractImage.search_fields, index.SearchField("caption"), index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        permissions = [("choose_image", "Can choose image")]

    @property
    def default_alt_text(self) -> str:
        return self.description

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            # Now, and not among the other fields: taking the file in may change width and height.
            self.file.save(self.file.name, self.file.file, save=False)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)
        transaction.on_commit(lambda: make_renditions.enqueue(self.pk))


class ClinicRendition(AbstractRendition):
    """One size of a photo."""

    image = models.ForeignKey(ClinicImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class PhotoRow(Orderable):
    """A photo in a page's ordered list of photos."""

    image = models.ForeignKey(ClinicImage, on_delete=models.CASCADE, related_name="+", verbose_name=_("photo"))
    caption = models.CharField(
        _("caption"), max_length=255, blank=True, help_text=_("Empty: the caption from the photo library.")
    )

    panels = [FieldPanel("image"), FieldPanel("caption")]

    class Meta(Orderable.Meta):
        abstract = True

    @property
    def shown_caption(self) -> str:
        return self.caption or self.image.caption


def with_renditions(rows: models.QuerySet) -> list[Any]:
    """Return rows with an `image`, their photos and all ready sizes loaded in two queries."""
    return list(rows.select_related("image").prefetch_related("image__renditions"))


def with_covers(pages: models.QuerySet, rows: type[PhotoRow]) -> list[Any]:
    """Return pages, each with its first photo in `rows` as `cover`, or None; three queries however many."""
    first_row = rows.objects.filter(page=OuterRef("pk")).order_by("sort_order").values("pk")[:1]
    found = list(pages.annotate(cover_id=Subquery(first_row)))
    covers = {row.pk: row for row in with_renditions(rows.objects.filter(pk__in=[page.cover_id for page in found]))}
    for page in found:
        page.cover = covers.get(page.cover_id)
    return found


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
        MultipleChooserPanel(
            "photos",
            chooser_field_name="image",
            label=_("Photo"),
            heading=_("Photos"),
            help_text=_("Choose several at once; drag them into order."),
        ),
    ]
    parent_page_types = ["media.GalleryIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"photos": with_renditions(self.photos.all())}


class GalleryPhoto(PhotoRow):
    page = ParentalKey(GalleryPage, on_delete=models.CASCADE, related_name="photos")
