"""The forms of signing in and of the second step."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

CODE = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": ""}


class SignInForm(LoginForm):
    """Wagtail's form, which says so if there were too many tries."""

    def get_invalid_login_error(self) -> ValidationError:
        refusal = getattr(self.request, "too_many_tries", None)
        return ValidationError(refusal.sentence) if refusal else super().get_invalid_login_error()


class CodeForm(forms.Form):
    """A code as the second step; which codes the person has makes the words."""

    code = forms.CharField(max_length=40, widget=forms.TextInput(attrs=CODE))

    def __init__(self, *args: Any, has_app: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code") if has_app else _("Recovery code")
        field.error_messages["required"] = _("Type the code.")
        if has_app:
            field.help_text = _("Six digits from your authenticator app, or one of your recovery codes.")


class AppForm(forms.Form):
    """The first code of an authenticator app, which proves that it was set up."""

    code = forms.CharField(
        label=_("Code that the app shows now"),
        max_length=10,
        widget=forms.TextInput(attrs=CODE | {"inputmode": "numeric"}),
        error_messages={"required": _("Type the six digits that the app shows.")},
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class PasskeyForm(forms.Form):
    """A name for a passkey; a script sends what the browser made along."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("So that you know it again, such as “My telephone”."),
        error_messages={"required": _("Give the passkey a name.")},
    )


class PasswordForm(forms.Form):
    """The password once more."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": ""}),
        error_messages={"required": _("Type your password.")},
    )

    def __init__(self, *args: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if authenticate(self.request, username=self.user.get_username(), password=password) != self.user:
            refusal = getattr(self.request, "too_many_tries", None)
            raise ValidationError(refusal.sentence if refusal else _("This is not your password. Please try again."))
        return password
