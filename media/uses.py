"""Where a page shows photos, and with which words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex, Revision

from clinic.sitemap import SitemapImage
from media.blocks import PhotoBlock
from media.models import ClinicImage, ClinicRendition, Consent, PhotoRow
from media.models.photo import is_showable
from media.presets import PRESETS


@dataclass
class PhotoUse:
    """A photo on a page; `holder` is the row, or the block's value, that carries the words of this place."""

    holder: Any

    @property
    def image(self) -> ClinicImage:
        return self.holder.image if isinstance(self.holder, PhotoRow) else self.holder

    @property
    def image_id(self) -> int:
        return self.holder.image_id if isinstance(self.holder, PhotoRow) else self.holder.pk

    @property
    def alt_text(self) -> str:
        return (self.holder.alt_text if isinstance(self.holder, PhotoRow) else self.holder.contextual_alt_text) or ""

    @alt_text.setter
    def alt_text(self, text: str) -> None:
        setattr(self.holder, "alt_text" if isinstance(self.holder, PhotoRow) else "contextual_alt_text", text)

    @property
    def decorative(self) -> bool:
        return bool(self.holder.decorative)


def photo_uses(page: Page) -> Iterator[PhotoUse]:
    """Yield each photo of a page in memory, whether draft or live, in rows and in bodies."""
    for relation in get_all_child_relations(page):
        if issubclass(relation.related_model, PhotoRow):
            for row in getattr(page, relation.get_accessor_name()).all():
                yield PhotoUse(row)
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for block in getattr(page, field.name):
                if isinstance(block.block, PhotoBlock) and block.value:
                    yield PhotoUse(block.value)


def photo_problems(page: Page) -> list[str]:
    """Return a sentence for each photo without words, or that visitors must not see."""
    uses = list(photo_uses(page))
    photos = ClinicImage.objects.filter(pk__in=[use.image_id for use in uses])
    showable = set(photos.showable().values_list("pk", flat=True))
    problems = []
    for use in uses:
        if not use.alt_text and not use.decorative:
            problems.append(no_words(use.image))
        if use.image_id not in showable:
            problems.append(use.image.hindrance())
    return list(dict.fromkeys(problems))


def no_words(photo: ClinicImage) -> str:
    """Say that a photo has neither alt text nor needs none."""
    return _("“%(photo)s” has neither alt text nor the tick that it is decorative.") % {"photo": photo}


def waiting_versions() -> Iterator[Page]:
    """Yield what is saved of pages but not live: newest drafts, and drafts that have a date to go live.

    One query. What a draft points to may be gone by now.
    """
    newest = Page.objects.filter(has_unpublished_changes=True).values("latest_revision")
    for revision in Revision.page_revisions.filter(Q(pk__in=newest) | Q(approved_go_live_at__isnull=False)):
        model: Any = ContentType.objects.get_for_id(revision.content_type_id).model_class()
        if model:
            yield model.from_serializable_data(revision.content, check_fks=False)


def points_to(page: Page) -> set[int]:
    """Return the ids of all photos that a page in memory points to, in whatever field."""
    # Wagtail keeps an index of what is live only; its way of reading a page has no public name.
    references = ReferenceIndex._extract_references_from_object(page)
    photo_type = ContentType.objects.get_for_model(ClinicImage).pk
    return {int(reference[1]) for reference in references if reference[0] == photo_type}


def images_by_page() -> dict[int, list[SitemapImage]]:
    """Return the pictures that search engines are offered of each page, in two queries.

    Only those whose consents let other sites show them, in a size that visitors get.
    """
    spec = PRESETS["wide"].fallback_spec
    ready = ClinicRendition.objects.filter(is_showable("image__", [Consent.Scope.SHARING]), filter_spec=spec)
    images = {str(size.image_id): _offered(size) for size in ready.select_related("image")}
    types = ContentType.objects.get_for_models(Page, ClinicImage)
    references = ReferenceIndex.objects.filter(base_content_type=types[Page], to_content_type=types[ClinicImage])
    found: dict[int, list[SitemapImage]] = {}
    for page_id, image_id in references.order_by("pk").values_list("object_id", "to_object_id"):
        on_page = found.setdefault(int(page_id), [])
        if image_id in images and images[image_id] not in on_page:
            on_page.append(images[image_id])
    return found


def _offered(size: ClinicRendition) -> SitemapImage:
    licence = size.image.licence
    return SitemapImage(size.full_url, size.image.caption, licence if licence.startswith("https://") else "")
