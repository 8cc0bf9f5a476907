"""The report of how reviews stand."""

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Page

from clinic.page_rights import kinds_open_to, pages_open_to
from clinic.spreadsheets import SpreadsheetMixin
from media.models.consent import clinic_day
from staff.reviews.pages import Standing, reviewed_kinds, with_standing


def may_see_report(user: Any) -> bool:
    """Return whether there is a page about health that the person may edit."""
    return not kinds_open_to(user, "change").isdisjoint(reviewed_kinds())


def reviewed_types(request: Any) -> QuerySet[ContentType]:
    found = ContentType.objects.get_for_models(*reviewed_kinds()).values()
    return ContentType.objects.filter(pk__in=[kind.pk for kind in found]).order_by("model")


class ReviewFilterSet(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(label=_("How it stands"), choices=Standing.choices)
    content_type = ContentTypeFilter(label=_("Type"), queryset=reviewed_types)

    class Meta:
        model = Page
        fields: list[str] = []


class ReviewReportView(SpreadsheetMixin, PageReportView):
    """The pages about health that visitors read and the user may edit, those first that need somebody most."""

    page_title = _("Reviews")
    header_icon = "calendar-check"
    results_template_name = "staff/reviews/report_results.html"
    filterset_class = ReviewFilterSet
    index_url_name = "reviews_report"
    index_results_url_name = "reviews_report_results"
    any_permission_required = ["change"]
    list_export = ["title", "kind", "last_reviewed", "reviewed_by_role", "next_review", "standing_label"]
    export_headings = {
        "title": _("Title"),
        "kind": _("Type"),
        "last_reviewed": _("Last reviewed"),
        "reviewed_by_role": _("Reviewed by"),
        "next_review": _("Next review"),
        "standing_label": _("How it stands"),
    }

    def get_queryset(self) -> QuerySet[Page]:
        pages = with_standing(pages_open_to(self.request.user, "change"), clinic_day()).select_related("content_type")
        self.queryset = pages.order_by("standing", F("next_review").asc(nulls_last=True), "title", "pk")
        return super().get_queryset()

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        pages = list(object_list)
        for page in pages:
            model = page.content_type.model_class()
            page.kind = str(model._meta.verbose_name).capitalize()
            page.standing_label = Standing(page.standing).label
            page.needs_somebody = page.standing in (Standing.DUE, Standing.NEVER)
            # Only some kinds are kept from search engines until they are reviewed.
            page.is_kept_from_search = not page.last_reviewed and hasattr(model, "is_indexable")
        return pages
