"""The form in which staff record a consent."""

import logging
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

logger = logging.getLogger(__name__)

MAX_BYTES = 20 * 1024 * 1024
SIGNATURES = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")  # of PDF, JPEG and PNG


class ConsentForm(WagtailAdminModelForm):
    """Asks for the signed form, which is kept as it is, since it is evidence."""

    class Meta:
        widgets = {
            "note": AdminAutoHeightTextInput,
            "form": forms.FileInput,  # the stored file has no address that a widget could link to
        }

    def clean_form(self) -> Any:
        upload = self.cleaned_data["form"]
        if "form" not in self.changed_data:
            return upload
        if upload.size > MAX_BYTES:
            raise ValidationError(
                _("This file is %(size)s; forms can be up to %(limit)s. Scan it in fewer colours and add that."),
                params={"size": filesizeformat(upload.size), "limit": filesizeformat(MAX_BYTES)},
            )
        beginning = upload.read(8)
        upload.seek(0)
        if not beginning.startswith(SIGNATURES):
            raise ValidationError(
                _("This file is neither a PDF nor a JPEG or PNG picture. Add the form as one of these.")
            )
        return upload

    def _post_clean(self) -> None:
        """Store the form before the record is saved: only now can a full disk be told to who filled it in."""
        super()._post_clean()
        form = self.instance.form
        if self.errors or not form or form._committed:
            return
        try:
            form.save(form.name, form.file, save=False)
        except OSError:
            logger.exception("A consent's form could not be stored")
            self.add_error(
                "form",
                _(
                    "There is no room to store this form; nothing was saved. "
                    "Tell whoever looks after the site, and add it again later."
                ),
            )
