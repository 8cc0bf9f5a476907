"""The list of deleted pages, and the screen that brings one back."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from staff.deleted_pages.bringing_back import CannotBringBack, bring_back, possible_parents
from staff.deleted_pages.models import DeletedPage


class DeletedPagesView(ReportView):
    """Deleted pages that can still be brought back."""

    model = DeletedPage
    page_title = gettext_lazy("Deleted pages")
    header_icon = "bin"
    index_url_name = "deleted_pages"
    index_results_url_name = "deleted_pages_results"
    permission_policy = None  # everybody sees those of their own
    columns = [
        TitleColumn(
            "title", label=gettext_lazy("Title"), get_url=lambda deleted: reverse("bring_back", args=[deleted.pk])
        ),
        Column("kind", label=gettext_lazy("Type")),
        Column("pages_below", label=gettext_lazy("Pages below it")),
        Column("place", label=gettext_lazy("Deleted from")),
        UserColumn("deleted_by", label=gettext_lazy("Deleted by")),
        DateColumn("deleted_at", label=gettext_lazy("Deleted")),
        Column("kept_until", label=gettext_lazy("Kept until")),
    ]
    no_results_message = gettext_lazy("No page was deleted in the last 30 days.")

    def get_base_queryset(self) -> QuerySet[DeletedPage]:
        return DeletedPage.objects.kept().visible_to(self.request.user).select_related("deleted_by").defer("rows")


class BringBackForm(forms.Form):
    def __init__(self, *args: Any, parents: list[Page], old_place: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (page.pk, _("%(page)s (where it was)") % {"page": page.title} if page.pk == old_place else page.title)
            for page in parents
        ]
        self.fields["parent"] = forms.TypedChoiceField(label=_("Where to"), coerce=int, choices=choices)


class BringBackView(WagtailAdminTemplateMixin, FormView):
    form_class = BringBackForm
    template_name = "staff/deleted_pages/bring_back.html"
    page_title = gettext_lazy("Bring back")
    header_icon = "bin"

    def dispatch(self, request: HttpRequest, deleted_id: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        visible = DeletedPage.objects.kept().visible_to(request.user)
        found = visible.select_related("deleted_by").filter(pk=deleted_id).first()
        if found is None:  # such as after a second click
            messages.warning(
                request,
                _("This page is not in the list any more. Perhaps somebody has brought it back, or its time was over."),
            )
            return redirect("deleted_pages")
        self.deleted = found
        self.parents = possible_parents(self.deleted, request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.deleted.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("deleted_pages"), "label": DeletedPagesView.page_title},
            {"url": "", "label": self.get_header_title()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"parents": self.parents, "old_place": self.deleted.parent_number}

    def form_valid(self, form: BringBackForm) -> HttpResponse:
        parent = next(page for page in self.parents if page.pk == form.cleaned_data["parent"])
        slug = self.deleted.slug
        try:
            page = bring_back(self.deleted, parent, self.request.user)
        except CannotBringBack as problem:
            messages.error(self.request, str(problem))
            return redirect("deleted_pages")
        told = _("“%(page)s” is back, as a draft. Read it through, then publish it.")
        messages.success(self.request, told % {"page": page.get_admin_display_title()})
        if page.slug != slug:
            told = _("Another page has the address “%(old)s” now, so this one has “%(new)s”. You can change it here.")
            messages.warning(self.request, told % {"old": slug, "new": page.slug})
        if page.numchild:
            return redirect("wagtailadmin_explore", page.pk)
        return redirect("wagtailadmin_pages:edit", page.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"deleted": self.deleted, "parents": self.parents}
