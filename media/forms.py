"""The form through which staff add and change photos."""

import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.forms import CheckboxSelectMultiple
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


class ClinicImageForm(BaseImageForm):
    class Meta(BaseImageForm.Meta):
        widgets = BaseImageForm.Meta.widgets | {"consents": CheckboxSelectMultiple}

    original_file: Any

    file = ClinicImageFormField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        if "file" not in self._meta.fields or "file" in (self._meta.exclude or ()):
            del self.fields["file"]  # declared above, it would be asked for in forms of other fields too
        if "consents" in self.fields:
            if user and not policy_registry.get_by_type(Consent).user_has_any_permission(user, ["view", "change"]):
                del self.fields["consents"]
            else:
                self.fields["consents"].queryset = Consent.objects.offered(self.instance)
                self.fields["consents"].label_from_instance = consent_label

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
