"""Where the checks hang on Wagtail's admin and on publishing."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from staff.checks.checking import blocking_sentences, find
from staff.checks.editing import refuse_in_form
from staff.checks.report import FindingsReportView, may_see_report
from staff.checks.views import CheckNewPageView, CheckPageView

hooks.register("publishing_problems", blocking_sentences)
hooks.register("refuse_in_form", refuse_in_form)


@hooks.register("register_admin_urls", order=-1)
def register_check_urls() -> list[URLPattern]:
    """The editor finds its checks below the address that its form is sent to."""
    return [
        path("pages/<int:page_id>/edit/checks/", CheckPageView.as_view(), name="check_page"),
        path(
            "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/checks/",
            CheckNewPageView.as_view(),
            name="check_new_page",
        ),
        path("reports/findings/", FindingsReportView.as_view(), name="findings_report"),
        path(
            "reports/findings/results/", FindingsReportView.as_view(results_only=True), name="findings_report_results"
        ),
    ]


@hooks.register("after_publish_page")
def tell_of_findings(request: HttpRequest, page: Page) -> None:
    """Tell who published a page how much on it is worth a look."""
    number = len(find(page))
    if number:
        text = ngettext(
            "%(number)d thing on “%(page)s” is worth a look.",
            "%(number)d things on “%(page)s” are worth a look.",
            number,
        )
        button = messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("See what"))
        title = page.get_admin_display_title()
        messages.warning(request, text % {"number": number, "page": title}, buttons=[button])


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_report(request.user)


@hooks.register("register_reports_menu_item")
def register_findings_report() -> MenuItem:
    return ReportMenuItem(
        gettext_lazy("Pages with findings"),
        reverse("findings_report"),
        name="findings",
        icon_name="glasses",
        order=1050,
    )
