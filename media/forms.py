"""The form through which staff add and change photos."""

import logging

from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from media.fields import ClinicImageFormField
from media.models import ClinicImage

logger = logging.getLogger(__name__)


class ClinicImageForm(BaseImageForm):
    file = ClinicImageFormField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

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
        """Save the photo; its file, which is stored already, goes again if no row names it."""
        try:
            return super().save(commit)
        except DatabaseError:
            if "file" in self.changed_data:
                self.instance.drop_file_without_row()
            raise
