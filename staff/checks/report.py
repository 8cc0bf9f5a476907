"""The report of all pages on which something was found."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from clinic.page_rights import pages_open_to
from clinic.spreadsheets import SpreadsheetMixin
from staff.checks.findings import Finding, Kind
from staff.checks.versions import findings_by_page

MAY_SEE = ["add", "change", "publish"]


def may_see_report(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Page).user_has_any_permission(user, MAY_SEE))


class FindingsFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind, method="having")
    rank = django_filters.ChoiceFilter(
        label=_("How grave"),
        choices=[("blocking", _("Must be mended before publishing")), ("advising", _("Worth a look"))],
        method="having",
    )

    class Meta:
        model = Page
        fields = ["live"]

    def having(self, pages: QuerySet[Page], name: str, value: str) -> QuerySet[Page]:
        """Leave the choosing to `chosen`, as both filters must hold for the same finding."""
        return pages

    def chosen(self, finding: Finding) -> bool:
        values = self.form.cleaned_data
        return values.get("kind") in ("", None, finding.kind) and values.get("rank") in (
            "",
            None,
            "blocking" if finding.blocking else "advising",
        )


class FindingsReportView(SpreadsheetMixin, PageReportView):
    """All pages that the user may edit and on which something was found, live ones and drafts.

    Checked when the report is asked for: what is found depends on settings, on other pages and on consents, so that
    stored findings would often be wrong.
    """

    page_title = _("Pages with findings")
    header_icon = "glasses"
    results_template_name = "staff/checks/report_results.html"
    filterset_class = FindingsFilterSet
    index_url_name = "findings_report"
    index_results_url_name = "findings_report_results"
    any_permission_required = MAY_SEE
    list_export = ["title", "status_string", "all_findings"]
    export_headings = {"status_string": _("Status"), "all_findings": _("Findings")}

    def get_queryset(self) -> QuerySet[Page]:
        self.queryset = pages_open_to(self.request.user, "change").filter(alias_of=None)
        return super().get_queryset()

    def filter_queryset(self, queryset: QuerySet[Page]) -> QuerySet[Page]:
        pages = super().filter_queryset(queryset)
        found = findings_by_page(pages.order_by())
        if self.filters and self.filters.is_valid():
            found = {number: [one for one in ones if self.filters.chosen(one)] for number, ones in found.items()}
        self.found = {number: ones for number, ones in found.items() if ones}
        return pages.filter(pk__in=self.found).order_by("title", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        pages = list(object_list)
        for page in pages:
            found = self.found[page.pk]
            page.blocking = [one for one in found if one.blocking]
            page.advising = [one for one in found if not one.blocking]
            page.all_findings = "\n".join(map(str, found))
        return pages
