"""Photos in the ordered lists that pages have of them."""

from typing import Any

from django.db import models
from django.db.models import ExpressionWrapper, OuterRef, QuerySet, Subquery, prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Orderable

from clinic.structured_data import Node, node
from media.models.consent import Consent
from media.models.photo import ClinicImage, is_showable
from media.presets import PRESETS


class PhotoRow(Orderable):
    """A photo in a page's ordered list of photos, with the words that fit this place."""

    may_be_shared: bool  # set by `shown_rows`

    image = models.ForeignKey(ClinicImage, on_delete=models.CASCADE, related_name="+", verbose_name=_("photo"))
    alt_text = models.CharField(
        _("alt text"),
        max_length=255,
        blank=True,
        help_text=_("What somebody who cannot see it needs to know here. Taken over from the photo library at first."),
    )
    decorative = models.BooleanField(_("decorative: it needs no alt text here"), default=False)
    caption = models.CharField(
        _("caption"), max_length=255, blank=True, help_text=_("Empty: the caption from the photo library.")
    )

    api_fields = [APIField(name, writable=True) for name in ("image", "alt_text", "decorative", "caption")]
    panels = [FieldPanel("image"), FieldPanel("alt_text"), FieldPanel("decorative"), FieldPanel("caption")]

    class Meta(Orderable.Meta):
        abstract = True

    @classmethod
    def showing(cls, image: ClinicImage, **values: Any) -> "PhotoRow":
        """Return a new row for a photo, with the words that the library has for it."""
        words = {"alt_text": image.description, "decorative": image.default_decorative}
        return cls(image=image, **words | values)

    @property
    def shown_alt(self) -> str:
        return "" if self.decorative else self.alt_text or self.image.description

    @property
    def shown_caption(self) -> str:
        return self.caption or self.image.caption

    def describe(self) -> Node:
        """Return what search engines read about the photo, as found by `shown_rows`.

        Empty where no size is ready, or where consents do not allow other sites to show it.
        """
        spec = PRESETS["wide"].fallback_spec
        size = next((size for size in self.image.renditions.all() if size.filter_spec == spec), None)
        if size is None or not self.may_be_shared:
            return {}
        licence = self.image.licence
        return node(
            "ImageObject",
            contentUrl=size.full_url,
            caption=self.shown_caption,
            description=self.shown_alt,
            creditText=self.image.credit,
            license=licence if licence.startswith("https://") else licence and node("CreativeWork", name=licence),
            contentLocation=self.image.location and node("Place", name=self.image.location),
        )


def shown_rows(rows: Any, everything: bool = False) -> list[Any]:
    """Return rows whose photo may be shown, in order, with photos and ready sizes loaded.

    Two queries, or three for a draft, whose rows are in memory. `everything`, for previews, also returns the others.
    Each row carries `may_be_shared`: whether the picture of a shared link may show it.
    """
    shown = rows_without_sizes(rows, everything)
    prefetch_related_objects(shown, "image__renditions")
    return shown


def rows_without_sizes(rows: Any, everything: bool = False) -> list[Any]:
    """Return what `shown_rows` does, for pages that load the sizes of several lists in one query."""
    if isinstance(rows, QuerySet):
        may_be_shared = ExpressionWrapper(is_showable("image__", [Consent.Scope.SHARING]), models.BooleanField())
        rows = rows.annotate(may_be_shared=may_be_shared)
        rows = rows if everything else rows.filter(is_showable("image__"))
        return list(rows.select_related("image"))
    rows = list(rows)
    for row in rows:
        row.may_be_shared = False
    return rows if everything else [row for row in rows if not row.image.hindrance()]


def with_covers(pages: models.QuerySet, rows: type[PhotoRow]) -> list[Any]:
    """Return pages, each with its first photo in `rows` as `cover`, or None; three queries however many."""
    first_row = rows.objects.filter(is_showable("image__"), page=OuterRef("pk")).order_by("sort_order").values("pk")[:1]
    found = list(pages.annotate(cover_id=Subquery(first_row)))
    covers = {row.pk: row for row in shown_rows(rows.objects.filter(pk__in=[page.cover_id for page in found]))}
    for page in found:
        page.cover = covers.get(page.cover_id)
    return found
