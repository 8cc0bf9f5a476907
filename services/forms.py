"""Forms of the admin."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import resolve
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from clinic.forms import BasePageForm
from services.addresses import alias_paths
from services.listing import listing_service_ids
from services.reader.source import MAX_BYTES, UnreadablePage, clean_text, read_source

if TYPE_CHECKING:
    from services.models import ConditionPage, ServicePage


class ServiceChoiceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, service: "ServicePage") -> str:
        title = service.get_admin_display_title()
        return (
            title if service.live else gettext("%(title)s (draft at %(slug)s)") % {"title": title, "slug": service.slug}
        )


class ConditionPageForm(BasePageForm):
    """The editor of a condition, with the services that list it as ticks.

    Only ticks that differ from what was shown count: what others changed in the meantime stays.
    """

    services = ServiceChoiceField(
        queryset=None, required=False, widget=forms.CheckboxSelectMultiple, label=_("Services")
    )
    services_shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from services.models import ServicePage

        if "services" in self.fields:
            self.fields["services"].queryset = ServicePage.objects.filter(alias_of__isnull=True).order_by("title")
            self.initial["services"] = listing_service_ids(self.instance) if self.instance.pk else set()
            self.initial["services_shown"] = ",".join(map(str, sorted(self.initial["services"])))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        part_of, seen = cleaned.get("part_of"), set()
        while part_of and part_of.pk not in seen:
            if part_of.pk == self.instance.pk:
                self.add_error("part_of", _("A condition cannot be a kind of itself. Choose a wider one, or none."))
                break
            seen.add(part_of.pk)
            part_of = part_of.part_of
        return cleaned

    def clean_services(self) -> Any:
        services = self.cleaned_data["services"]
        for service in self.fields["services"].queryset.filter(pk__in=self.changed_ticks(services)):
            permissions = service.permissions_for_user(self.for_user)
            if not permissions.can_edit() or permissions.page_locked():
                raise ValidationError(
                    gettext(
                        "You may not change “%(service)s” now. Leave its tick as it was, or ask who looks after it."
                    )
                    % {"service": service.get_admin_display_title()}
                )
        return services

    def changed_ticks(self, services: Any) -> dict[str, bool]:
        """Return the services whose tick is not as it was shown, by id, with the tick they have now."""
        shown = {number for number in self.data.get(self.add_prefix("services_shown"), "").split(",") if number}
        ticked = {str(service.pk) for service in services}
        return {number: number in ticked for number in shown ^ ticked if number.isdecimal() and len(number) < 19}

    def save(self, commit: bool = True) -> "ConditionPage":
        if "services" in self.cleaned_data:
            unpublished = self.instance.listing_changes if self.instance.has_unpublished_changes else {}
            self.instance.listing_changes = unpublished | self.changed_ticks(self.cleaned_data["services"])
        return super().save(commit)


class ServicePageForm(BasePageForm):
    """The editor of a service."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "other_names" in cleaned:
            self.refuse_taken_addresses(cleaned["other_names"])
        self.refuse_rows("service_conditions", "condition", gettext("This condition is in the list already."))
        self.refuse_rows("service_techniques", "technique", gettext("This technique is in the list already."))
        self.refuse_rows("related_services", "related", gettext("This service is in the list already."), self.instance)
        return cleaned

    def refuse_taken_addresses(self, names: list[str]) -> None:
        """Tell the editor beside the names which address leads elsewhere."""
        site = (self.instance if self.instance.pk else self.parent_page).get_site()
        paths = alias_paths(names)
        redirects = Redirect.objects.filter(old_path__in=paths).filter(Q(site=site) | Q(site=None))
        if self.instance.pk:
            redirects = redirects.exclude(redirect_page_id=self.instance.pk)
        root = site.root_page.url_path if site else "/"
        pages = Page.objects.filter(url_path__in=[f"{root}{path[1:]}/" for path in paths]).exclude(pk=self.instance.pk)
        taken = [path for path in paths if resolve(f"{path}/").url_name != "wagtail_serve"]
        taken += [redirect.old_path for redirect in redirects]
        taken += [f"/{page.url_path.removeprefix(root).strip('/')}" for page in pages]
        for path in taken:
            self.add_error(
                "other_names",
                gettext("The address %(path)s/ leads elsewhere already. Remove that name or what is there.")
                % {"path": path},
            )

    def refuse_rows(self, relation: str, field: str, sentence: str, itself: Page | None = None) -> None:
        """Refuse rows that point where an earlier row points, or to `itself`."""
        seen = {itself.pk} if itself and itself.pk else set()
        for form in self.formsets[relation].forms if relation in self.formsets else ():
            target = form.cleaned_data.get(field) if form.is_valid() and not form.cleaned_data.get("DELETE") else None
            if target and target.pk in seen:
                form.add_error(
                    field, sentence if target != itself else gettext("A service cannot be related to itself.")
                )
            elif target:
                seen.add(target.pk)


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
