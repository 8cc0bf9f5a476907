"""The form through which staff add and change photos."""

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from media.fields import ClinicImageFormField


class ClinicImageForm(BaseImageForm):
    file = ClinicImageFormField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])
