"""The form on the contact page."""

from typing import Any

from django import forms
from django.core.signing import BadSignature
from django.utils.translation import gettext_lazy as _

from enquiries.models.enquiry import Enquiry, EnquirySettings
from enquiries.tokens import PROOF_BITS, is_proof, is_too_young, make_token, read_token

TOO_LONG = _("This is %(show_value)d characters long. Please shorten it to %(limit_value)d.")


class EnquiryForm(forms.ModelForm):
    """Asks for little; `token`, `proof` and `website` keep out most of what no person sent."""

    field_order = ["name", "email", "telephone", "preferred_time", "message", "consent"]

    consent = forms.BooleanField(error_messages={"required": _("Tick this box, or call us instead.")})

    class Meta:
        model = Enquiry
        fields = ["name", "email", "telephone", "preferred_time", "message"]
        labels = {
            "name": _("Your name"),
            "email": _("E-mail"),
            "telephone": _("Telephone"),
            "preferred_time": _("When would suit you?"),
            "message": _("Your message"),
        }
        help_texts = {
            "preferred_time": _("Days and times of day, such as “weekday mornings”."),
            "message": _("At most 1,000 characters. Please leave out anything about your health."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "telephone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "preferred_time": forms.TextInput(attrs={"autocomplete": "off"}),
            "message": forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        }
        error_messages = {
            "name": {"required": _("Write your name, so that we know whom to ask for."), "max_length": TOO_LONG},
            "email": {
                "invalid": _("This is not a whole e-mail address. One looks like name@example.com."),
                "max_length": TOO_LONG,
            },
            **{name: {"max_length": TOO_LONG} for name in ("telephone", "preferred_time", "message")},
        }

    proof_bits = PROOF_BITS

    def __init__(self, *args: Any, settings: EnquirySettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.agree_to(settings)
        self.fields["consent"].label = settings.consent_wording
        for field in self.fields.values():
            # Browsers cut off without a word what is longer.
            field.widget.attrs.pop("maxlength", None)
        self.token = str(self.data.get("token", ""))
        try:
            self.instance.token = read_token(self.token)
            self.instance.proved = is_proof(self.token, str(self.data.get("proof", "")))
        except BadSignature:
            self.token_is_good = False
            self.renew_token()
        else:
            self.token_is_good = True

    @property
    def proof(self) -> str:
        return self.data["proof"] if self.instance.proved else ""

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong in the order of the form, each with the id of the field to mend, or "" where there is none."""
        told = [(str(error), "") for error in self.non_field_errors()]
        return told + [(str(error), field.id_for_label) for field in self for error in field.errors]

    def renew_token(self) -> None:
        """Show the form with a token of its own, as the one it came with is spent."""
        self.token, self.instance.proved = make_token(), False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("email") or cleaned.get("telephone") or {"email", "telephone"} & self.errors.keys()):
            self.add_error("email", _("Give an e-mail address or a telephone number, so that we can answer."))
        if not self.errors and (doubt := self.doubt()):
            self.add_error(None, doubt)
        return cleaned

    def doubt(self) -> Any:
        """Say why a person may not have sent this; pressing Send once more shows that it was one."""
        if not self.token_is_good:
            return _("This page had been open for a long time. Please press Send once more.")
        if is_too_young(self.token):
            return _("That was quicker than we can tell from a machine. Please press Send once more.")
        if self.data.get("website"):
            return _("Something filled in a field that people do not see. Please press Send once more.")
        return None
