"""The pages that are reviewed, and how each stands."""

from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, IntegerChoices, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, get_page_models

from clinic.pages import ReviewedPage

SOON = timedelta(days=30)


class Standing(IntegerChoices):
    """How a page stands, in the order in which somebody must look."""

    DUE = 1, _("Review due")
    NEVER = 2, _("Never reviewed")
    UNDATED = 3, _("No next review set")
    SOON = 4, _("Due within 30 days")
    LATER = 5, _("Due later")


def reviewed_kinds() -> list[Any]:
    return [model for model in get_page_models() if issubclass(model, ReviewedPage)]


def with_standing(pages: QuerySet[Page], today: date) -> QuerySet[Page]:
    """Return those of the pages that visitors read and that are to be reviewed, with their review and `standing`."""
    kinds = reviewed_kinds()
    of_kind = {
        name: Coalesce(*(f"{model._meta.model_name}__{name}" for model in kinds))
        for name in ("last_reviewed", "reviewed_by_role", "next_review")
    }
    types = ContentType.objects.get_for_models(*kinds).values()
    return (
        pages.filter(live=True, alias_of=None, content_type__in=types)
        .annotate(**of_kind)
        .annotate(
            standing=Case(
                When(next_review__lte=today, then=Value(Standing.DUE)),
                When(last_reviewed=None, then=Value(Standing.NEVER)),
                When(next_review=None, then=Value(Standing.UNDATED)),
                When(next_review__lte=today + SOON, then=Value(Standing.SOON)),
                default=Value(Standing.LATER),
                output_field=IntegerField(),
            )
        )
    )
