"""All that the clinic has from one e-mail address: handed out, or erased."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from enquiries.models import Enquiry

EXPORTED = [
    *("received_at", "name", "email", "telephone", "preferred_time", "message"),
    *("consent_wording", "delete_on", "state", "notes"),
]


class PersonForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The address from which the person asks. Capital letters make no difference."),
    )


class PersonView(WagtailAdminTemplateMixin, FormView):
    """Find the enquiries of an address, and export or erase them.

    The address is only ever posted: in an address of a page it would stand in logs and in the browser's history.
    """

    form_class = PersonForm
    template_name = "enquiries/person.html"
    page_title = gettext_lazy("Export or erase a person")
    header_icon = "user"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("enquiries:index"), "label": gettext_lazy("Enquiries")},
        {"url": "", "label": page_title},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        policy = policy_registry.get_by_type(Enquiry)
        if not policy.user_has_any_permission(request.user, {"change", "view"}):
            raise PermissionDenied
        self.can_erase = policy.user_has_permission(request.user, "delete")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: PersonForm) -> HttpResponse:
        enquiries = Enquiry.objects.filter(email__iexact=form.cleaned_data["email"])
        step = self.request.POST.get("step")
        if step == "export":
            return export(enquiries)
        if step == "erased" and self.can_erase:
            return self.erase(enquiries)
        return self.render_to_response(
            self.get_context_data(
                form=form,
                found=enquiries,
                can_erase=self.can_erase,
                is_erasing=step == "erase" and self.can_erase and enquiries.exists(),
            )
        )

    def erase(self, enquiries: QuerySet[Enquiry]) -> HttpResponse:
        with transaction.atomic():
            for enquiry in enquiries:
                log(enquiry, "wagtail.delete", user=self.request.user, deleted=True)
            number, _by_model = enquiries.delete()
        told = ngettext("One enquiry was erased.", "%(number)d enquiries were erased.", number) % {"number": number}
        messages.success(self.request, told + " " + _("Mails and calls to this person are not on this site."))
        return redirect("enquiries:index")


def export(enquiries: QuerySet[Enquiry]) -> HttpResponse:
    """Send the enquiries as JSON, with staff's notes."""
    response = JsonResponse({"enquiries": list(enquiries.values(*EXPORTED))}, json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="enquiries.json"'
    return response
