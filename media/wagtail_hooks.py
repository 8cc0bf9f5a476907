"""What photos add to Wagtail's admin."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.permissions import policy_registry

from media.consents import NOTICE_DAYS, note_ends, warn_of_ends
from media.models import ClinicImage, Consent
from media.uses import photo_problems
from media.viewsets import ConsentViewSet

hooks.register("publishing_problems", photo_problems)
hooks.register("periodic_work", note_ends)
hooks.register("periodic_work", warn_of_ends)
hooks.register("register_admin_viewset", lambda: ConsentViewSet())


@hooks.register("register_log_actions")
def register_consent_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("media.consent_end")
    class ConsentEndFormatter(LogFormatter):
        label = _("Consent ended")

        def format_message(self, entry: Any) -> str:
            return gettext("The consent %(consent)s ended") % entry.data

    @actions.register_action("media.photo_left")
    class PhotoLeftFormatter(LogFormatter):
        label = _("Photo taken away")

        def format_message(self, entry: Any) -> str:
            return gettext("“%(photo)s” is not shown any more: the consent %(consent)s ended") % entry.data


class PhotoProblemsView(ReportView):
    """The photos whose file is missing or damaged, each with the way to mend it."""

    page_title = _("Photos with problems")
    header_icon = "warning"
    index_url_name = "photo_problems"
    index_results_url_name = "photo_problems_results"
    results_template_name = "wagtailadmin/reports/base_report_results.html"
    list_export = ["title", "problem"]
    columns = [
        TitleColumn("title", label=_("Photo"), url_name="wagtailimages:edit"),
        Column("problem", label=_("Problem")),
    ]
    model = ClinicImage

    def get_base_queryset(self) -> QuerySet[ClinicImage]:
        policy = policy_registry.get_by_type(ClinicImage)
        mendable = policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        return mendable.exclude(problem="").order_by("title")


class PhotoProblemsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return policy_registry.get_by_type(ClinicImage).user_has_permission(request.user, "change")


@hooks.register("register_admin_urls")
def register_photo_problems_urls() -> list[URLPattern]:
    return [
        path("reports/photo-problems/", PhotoProblemsView.as_view(), name="photo_problems"),
        path(
            "reports/photo-problems/results/",
            PhotoProblemsView.as_view(results_only=True),
            name="photo_problems_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_photo_problems_menu_item() -> MenuItem:
    return PhotoProblemsMenuItem(_("Photos with problems"), reverse("photo_problems"), icon_name="warning", order=800)


class EndingConsentsPanel(Component):
    """On the admin's first page: consents for photos that end soon, or have ended while photos hang on them."""

    name = "ending_consents"
    order = 120
    template_name = "media/ending_consents.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        due = Consent.objects.ending(NOTICE_DAYS) | Consent.objects.ended()
        return {"consents": due.filter(photos__isnull=False).annotate(photo_count=Count("photos"))[:10]}


@hooks.register("construct_homepage_panels")
def add_ending_consents(request: HttpRequest, panels: list[Component]) -> None:
    if policy_registry.get_by_type(Consent).user_has_permission(request.user, "change"):
        panels.append(EndingConsentsPanel())
