"""The admin's screens for consents."""

from pathlib import PurePath
from typing import Any

from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_filters import ChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from clinic.spreadsheets import SpreadsheetMixin
from media.consents import NOTICE_DAYS
from media.models import ClinicImage, Consent


class ConsentFilterSet(WagtailFilterSet):
    state = ChoiceFilter(
        label=_("How it stands"),
        choices=[("ending", _("Ends soon")), ("valid", _("Valid")), ("ended", _("Ended"))],
        method="filter_state",
    )

    class Meta:
        model = Consent
        fields = ["scope"]

    def filter_state(self, consents: QuerySet[Consent], name: str, value: str) -> QuerySet[Consent]:
        today = {
            "ending": Consent.objects.ending(NOTICE_DAYS),
            "valid": Consent.objects.valid(),
            "ended": Consent.objects.ended(),
        }
        return consents.filter(pk__in=today[value].values("pk"))


class ConsentIndexView(SpreadsheetMixin, generic.IndexView):
    columns = [
        TitleColumn("reference", label=_("Reference"), url_name="consents:edit", sort_key="reference"),
        Column("state", label=_("How it stands")),
        Column("given_on", label=_("Given on"), sort_key="given_on"),
        Column("expires_on", label=_("Expires on"), sort_key="expires_on"),
        Column("photo_count", label=_("Photos")),
    ]

    def get_base_queryset(self) -> QuerySet[Consent]:
        return super().get_base_queryset().annotate(photo_count=Count("photos"))


class ConsentEditView(generic.EditView):
    template_name = "media/consent_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        policy = policy_registry.get_by_type(ClinicImage)
        photos = policy.instances_user_has_any_permission_for(self.request.user, ["change", "choose"])
        return super().get_context_data(**kwargs) | {
            "photos": photos.filter(consents=self.object).prefetch_renditions("max-165x165"),
        }


class ConsentDeleteView(generic.DeleteView):
    """Keeps a consent that photos hang on: without an ended one, a photo with a second client would be shown again."""

    def run_before_hook(self) -> HttpResponse | None:
        number = self.object.photos.count()
        if not number:
            return super().run_before_hook()
        message = ngettext(
            "%(consent)s was not deleted: it is tied to %(number)d photo. Take it off that first.",
            "%(consent)s was not deleted: it is tied to %(number)d photos. Take it off them first.",
            number,
        )
        messages.error(self.request, message % {"consent": self.object, "number": number})
        return redirect("consents:edit", self.object.pk)


class ConsentViewSet(ModelViewSet):
    model = Consent
    name = "consents"
    icon = "doc-full-inverse"
    menu_label = _("Consents")
    menu_order = 320
    ordering = ["expires_on"]
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = ConsentIndexView
    edit_view_class = ConsentEditView
    delete_view_class = ConsentDeleteView
    filterset_class = ConsentFilterSet
    search_fields = ["reference", "note"]
    search_backend_name = None  # SQLite's index of words cannot be asked for single fields
    list_export = ["reference", "state", "scope", "given_on", "expires_on", "revoked_on"]

    def serve_form(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out a signed form to staff who look after consents."""
        policy = policy_registry.get_by_type(Consent)
        if not policy.user_has_any_permission(request.user, ["change", "view"]):
            raise Http404
        consent = get_object_or_404(Consent, pk=pk)
        try:
            file = consent.form.open()
        except FileNotFoundError as error:
            raise Http404 from error
        name = f"{consent.reference}{PurePath(consent.form.name or '').suffix}"
        response = FileResponse(file, as_attachment=True, filename=name)
        add_never_cache_headers(response)
        return response

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("form/<int:pk>/", self.serve_form, name="form")]
