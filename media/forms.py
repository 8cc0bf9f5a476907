"""The form through which staff add and change photos."""

import hashlib
import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.forms import CharField, CheckboxSelectMultiple, HiddenInput
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm
from wagtail.permissions import policy_registry

from media.fields import ClinicImageFormField
from media.models import ClinicImage, Consent

logger = logging.getLogger(__name__)


def consent_label(consent: Consent) -> str:
    """Return how a consent is named among others that a photo can be tied to."""
    return _("%(reference)s, until %(day)s") % {"reference": consent, "day": date_format(consent.expires_on)}


def looks_after_consents(user: Any) -> bool:
    """Return whether the user may see consents, and so tie photos to them."""
    return bool(policy_registry.get_by_type(Consent).user_has_any_permission(user, ["view", "change"]))


def may_say_who_is_shown(user: Any, photo: ClinicImage) -> bool:
    """Return whether the user may change who a photo shows: where that is a client, only who looks after consents."""
    return photo.shown != ClinicImage.Shown.CLIENT or looks_after_consents(user)


class ClinicImageForm(BaseImageForm):
    class Meta(BaseImageForm.Meta):
        widgets = BaseImageForm.Meta.widgets | {"consents": CheckboxSelectMultiple}

    data: Any
    original_file: Any

    file = ClinicImageFormField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.may_say_who_is_shown = user is None or may_say_who_is_shown(user, self.instance)
        if "file" not in self._meta.fields or "file" in (self._meta.exclude or ()):
            del self.fields["file"]  # declared above, it would be asked for in forms of other fields too
        if "consents" in self.fields:
            if user and not looks_after_consents(user):
                del self.fields["consents"]
            else:
                self.fields["consents"].queryset = Consent.objects.offered(self.instance)
                self.fields["consents"].label_from_instance = consent_label

        if "file" in self.fields and self.instance.pk:
            as_it_was = hashlib.sha256(repr(self.initial).encode()).hexdigest()
            self.fields["as_it_was"] = CharField(required=False, widget=HiddenInput, initial=as_it_was)

    def clean(self) -> dict[str, Any]:
        """Refuse once to undo what somebody else changed while this form was open, such as that a client is shown."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("as_it_was") and "as_it_was" in self.changed_data:
            self.data = self.data.copy()
            self.data[self.add_prefix("as_it_was")] = self.fields["as_it_was"].initial
            raise ValidationError(
                _(
                    "Nothing was saved: somebody changed this photo while you had it open. "
                    "Look at it in another tab, then save again here to have it as this form says."
                )
            )
        return cleaned

    def clean_shown(self) -> str:
        shown: str = self.cleaned_data["shown"]
        if "shown" in self.changed_data and not self.may_say_who_is_shown:
            raise ValidationError(
                _("A client is shown, as somebody said. Only those who look after consents can say otherwise.")
            )
        return shown

    def _post_clean(self) -> None:
        """Store the file before anything else changes: only now can a full disk be told in the form."""
        super()._post_clean()
        photo = self.instance
        if not photo.file or photo.file._committed:
            return
        if not self.errors:
            try:
                photo.file.save(photo.file.name, photo.file.file, save=False)
            except OSError:
                logger.exception("A photo could not be stored")
                self.add_error(
                    "file",
                    _(
                        "There is no room to store this photo; nothing was changed. "
                        "Tell whoever looks after the site, and add the photo again later."
                    ),
                )
        if self.errors:
            photo.file = self.original_file  # the form is shown again, with the photo as it is stored

    def save(self, commit: bool = True) -> ClinicImage:
        """Save the photo; of a file and the one it replaces, only that stays in the storage which the row names."""
        replaced = self.original_file
        self.original_file = None  # Wagtail would remove the file before the row is safe
        try:
            with transaction.atomic():  # new sizes are ordered when the old ones are gone
                photo = super().save(commit)
                if commit and "file" in self.changed_data and replaced:
                    photo.renditions.all().delete()
                    transaction.on_commit(lambda: replaced.storage.delete(replaced.name))
        except DatabaseError:
            if "file" in self.changed_data:
                self.instance.drop_file_without_row()
            raise
        return photo
