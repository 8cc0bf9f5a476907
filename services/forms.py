"""Forms of the admin."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from services.listing import listing_service_ids
from services.reader.source import MAX_BYTES, UnreadablePage, clean_text, read_source

if TYPE_CHECKING:
    from services.models import ConditionPage, ServicePage


class ServiceChoiceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, service: "ServicePage") -> str:
        return service.get_admin_display_title()


class ConditionPageForm(WagtailAdminPageForm):
    """The editor of a condition, with the services that list it as ticks."""

    services = ServiceChoiceField(
        queryset=None, required=False, widget=forms.CheckboxSelectMultiple, label=_("Services")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from services.models import ServicePage

        if "services" in self.fields:
            self.fields["services"].queryset = ServicePage.objects.order_by("title")
            self.initial["services"] = listing_service_ids(self.instance) if self.instance.pk else set()

    def clean_services(self) -> Any:
        services = self.cleaned_data["services"]
        changed = {service.pk for service in services} ^ set(self.initial["services"])
        for service in self.fields["services"].queryset.filter(pk__in=changed):
            permissions = service.permissions_for_user(self.for_user)
            if not permissions.can_edit() or permissions.page_locked():
                raise ValidationError(
                    gettext(
                        "You may not change “%(service)s” now. Leave its tick as it was, or ask who looks after it."
                    )
                    % {"service": service.get_admin_display_title()}
                )
        return services

    def save(self, commit: bool = True) -> "ConditionPage":
        if "services" in self.cleaned_data:
            self.instance.ticked_services = {service.pk for service in self.cleaned_data["services"]}
        return super().save(commit)


class OldPageForm(forms.Form):
    """The text of an old page, pasted or as a file."""

    text = forms.CharField(
        required=False,
        label=_("Paste the page’s text"),
        help_text=_("Open the old page, select everything, copy it and paste it here."),
        widget=forms.Textarea(attrs={"rows": 16}),
        strip=False,
    )
    file = forms.FileField(
        required=False,
        label=_("Or choose a file"),
        help_text=_("A .txt, .html or .md file of at most 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".txt,.html,.htm,.md"}),
        allow_empty_file=True,
    )

    def clean(self) -> dict[str, Any]:
        """Put the readable text into `source`; what cannot be read gets its sentence beside the field."""
        cleaned = super().clean() or {}
        upload, text = cleaned.get("file"), cleaned.get("text", "")
        if self.errors:
            return cleaned
        if upload and text.strip():
            raise ValidationError(gettext("Paste the text or choose a file, not both."))
        try:
            if upload:
                cleaned["source"] = read_source(upload.read(MAX_BYTES + 1), upload.name)
            else:
                cleaned["source"] = clean_text(text)
        except UnreadablePage as problem:
            self.add_error("file" if upload else "text", str(problem))
        return cleaned
