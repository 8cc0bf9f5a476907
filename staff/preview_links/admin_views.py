"""The admin's screens for preview links."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import policy_registry

from clinic.page_rights import pages_open_to
from staff.preview_links.models import PreviewLink, is_private, may_share


class PreviewLinkForm(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long it works"),
        choices=[(1, gettext_lazy("1 day")), (7, gettext_lazy("7 days")), (30, gettext_lazy("30 days"))],
        coerce=int,
        initial=7,
        widget=forms.RadioSelect,
    )


class PreviewLinksView(WagtailAdminTemplateMixin, FormView):
    """All links to one page's draft, and the form for another."""

    form_class = PreviewLinkForm
    template_name = "staff/preview_links/links.html"
    page_title = gettext_lazy("Preview links")
    header_icon = "link"

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page = get_object_or_404(Page, pk=page_id).specific
        if not may_share(self.page, request.user):
            raise PermissionDenied
        self.is_private = is_private(self.page)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        editor = {
            "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            "label": self.page.get_admin_display_title(),
        }
        return [*self.breadcrumbs_items, editor, {"url": "", "label": self.get_header_title()}]

    def form_valid(self, form: PreviewLinkForm) -> HttpResponse:
        if not self.is_private:
            make_link(self.page, self.request.user, form.cleaned_data["days"])
            messages.success(self.request, _("The link is ready. Copy it and send it to whoever is to read the draft."))
        return redirect("preview_links", self.page.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        links = PreviewLink.objects.in_time().filter(page=self.page.pk).select_related("made_by", "page")
        rows = [
            {
                "link": link,
                "address": link.address(self.request) if link.is_open() else "",
                "may_revoke": link.may_be_revoked_by(self.request.user),
            }
            for link in links.order_by("-made_at")
        ]
        return super().get_context_data(**kwargs) | {"page": self.page, "rows": rows, "is_private": self.is_private}


@transaction.atomic
def make_link(page: Page, user: Any, days: int) -> PreviewLink:
    link = PreviewLink.objects.create(page_id=page.pk, made_by=user, ends_at=timezone.now() + timedelta(days=days))
    log(page, "staff.make_preview_link", user=user, data={"days": days})
    return link


@require_POST
@transaction.atomic
def revoke_link(request: HttpRequest, link_id: Any) -> HttpResponse:
    link = PreviewLink.objects.select_related("page", "made_by").filter(pk=link_id).first()
    if link is None:  # such as after a second click
        messages.info(request, _("The link does not work any more."))
        return redirect("wagtailadmin_home")
    if not link.may_be_revoked_by(request.user):
        raise PermissionDenied
    log(link.page.specific, "staff.revoke_preview_link", user=request.user, data={"maker": str(link.made_by)})
    link.delete()
    messages.success(request, _("The link does not work any more."))
    if may_share(link.page, request.user):
        return redirect("preview_links", link.page_id)
    return redirect("preview_links_report")


class PreviewLinksReport(ReportView):
    """All links that work, for those who may publish the pages they lead to."""

    model = PreviewLink
    page_title = gettext_lazy("Preview links")
    header_icon = "link"
    index_url_name = "preview_links_report"
    index_results_url_name = "preview_links_report_results"
    any_permission_required = ["publish"]
    columns = [
        TitleColumn(
            "page", label=gettext_lazy("Page"), get_url=lambda link: reverse("preview_links", args=[link.page_id])
        ),
        UserColumn("made_by", label=gettext_lazy("Made by")),
        DateColumn("made_at", label=gettext_lazy("Made")),
        Column("ends_at", label=gettext_lazy("Works until")),
        Column("last_opened_at", label=gettext_lazy("Last opened")),
    ]
    no_results_message = gettext_lazy("No preview link works at present.")

    @cached_property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Page)

    def get_base_queryset(self) -> QuerySet[PreviewLink]:
        pages = pages_open_to(self.request.user, "publish")
        return PreviewLink.objects.in_time().filter(page__in=pages.values("pk")).select_related("page", "made_by")
