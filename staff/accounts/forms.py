"""The forms of signing in and of the second step."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.forms.auth import LoginForm

from staff.accounts.notices import tell

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
        password: str = self.cleaned_data["password"]
        refuse_wrong_password(self.request, self.user, password)
        return password


class OwnNameForm(NameEmailForm):
    """One's name and e-mail address; the address takes the password, as a link for a new password goes there."""

    password = forms.CharField(
        label=_("Your password"),
        required=False,
        strip=False,
        help_text=_("Only to change the e-mail address."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        # Not from the instance: Wagtail makes the form again after the first one has put the new address there.
        self.address_before = self._meta.model.objects.values_list("email", flat=True).get(pk=self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("email", self.address_before) != self.address_before:
            if not cleaned.get("password"):
                self.add_error("password", _("Type your password to change the e-mail address."))
            else:
                try:
                    refuse_wrong_password(self.request, self.instance, cleaned["password"])
                except ValidationError as error:
                    self.add_error("password", error)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        user = super().save(commit)
        if user.email != self.address_before:
            tell(user, "address_changed", self.address_before)
        return user


class OwnPasswordForm(PasswordChangeForm):
    """A new password; whoever guesses the old one is throttled as at the sign-in."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        refuse_wrong_password(self.request, self.user, password)
        return password


@sensitive_variables("password", "tried")
def refuse_wrong_password(request: Any, user: Any, password: str) -> None:
    """Raise ValidationError unless it is the person's; the same one is tried once in a request."""
    tried = request.__dict__.setdefault("tried_passwords", {})
    if password not in tried:
        tried[password] = authenticate(request, username=user.get_username(), password=password) == user
    if not tried[password]:
        refusal = getattr(request, "too_many_tries", None)
        raise ValidationError(refusal.sentence if refusal else _("This is not your password. Please try again."))
