"""Where a page shows photos, and with which words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Page

from media.blocks import PhotoBlock
from media.models import ClinicImage, PhotoRow


@dataclass
class PhotoUse:
    """A photo on a page; `holder` is the row, or the block's value, that carries the words of this place."""

    holder: Any
    image: ClinicImage

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
                yield PhotoUse(row, row.image)
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for block in getattr(page, field.name):
                if isinstance(block.block, PhotoBlock) and block.value:
                    yield PhotoUse(block.value, block.value)


def photo_problems(page: Page) -> list[str]:
    """Return a sentence for each photo without words, or that visitors must not see."""
    uses = list(photo_uses(page))
    showable = set(
        ClinicImage.objects.showable().filter(pk__in=[use.image.pk for use in uses]).values_list("pk", flat=True)
    )
    problems = []
    for use in uses:
        if not use.alt_text and not use.decorative:
            problems.append(
                _("“%(photo)s” has neither alt text nor the tick that it is decorative.") % {"photo": use.image}
            )
        if use.image.pk not in showable:
            problems.append(use.image.hindrance)
    return list(dict.fromkeys(problems))
