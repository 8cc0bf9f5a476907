"""The parts of Wagtail's page “Account” that concern signing in."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, ChangePasswordPanel, NameEmailSettingsPanel

from staff.accounts.forms import OwnNameForm, OwnPasswordForm
from staff.accounts.models import describe_factors
from staff.accounts.sign_ins import needs_second_step
from staff.accounts.tokens import may_have_tokens


class SecondStepPanel(BaseSettingsPanel):
    """Says what there is, and leads to the page that changes it: nothing of it is saved with the other panels."""

    name = "second_step"
    title = _("Second step and sign-ins")
    order = 510
    template_name = "accounts/panel.html"

    def get_form(self) -> forms.Form:
        return forms.Form()

    def get_context_data(self) -> dict[str, Any]:
        factors = describe_factors(self.user)
        return {"factors": factors, "is_needed": needs_second_step(self.user)}


class TokensPanel(SecondStepPanel):
    """Leads to the page of tokens."""

    name = "tokens"
    title = _("Tokens for programs")
    order = 520
    template_name = "accounts/tokens_panel.html"

    def is_active(self) -> bool:
        return settings.AUTHORING_API and may_have_tokens(self.user)

    def get_context_data(self) -> dict[str, Any]:
        return {}


class OwnNamePanel(NameEmailSettingsPanel):
    def form_class(self, *args: Any, **kwargs: Any) -> OwnNameForm:
        return OwnNameForm(*args, request=self.request, **kwargs)


class OwnPasswordPanel(ChangePasswordPanel):
    def form_class(self, *args: Any, **kwargs: Any) -> OwnPasswordForm:
        return OwnPasswordForm(*args, request=self.request, **kwargs)
