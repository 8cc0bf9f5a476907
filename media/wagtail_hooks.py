"""What photos add to Wagtail's admin."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from media.contact_sheet import AddToGalleryView, ContactSheetView, SavePhotosView
from media.models import ClinicImage
from media.uses import photo_problems

hooks.register("publishing_problems", photo_problems)


# Before Wagtail's own addresses, so that its links for adding photos lead to the contact sheet.
@hooks.register("register_admin_urls", order=-1)
def register_contact_sheet_urls() -> list[URLPattern]:
    return [
        path("images/multiple/add/", ContactSheetView.as_view(), name="contact_sheet"),
        path("images/multiple/save/", SavePhotosView.as_view(), name="save_photos"),
        path("images/multiple/add-to-gallery/", AddToGalleryView.as_view(), name="add_photos_to_gallery"),
    ]


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
