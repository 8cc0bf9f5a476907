"""Fields that let no file past `media.intake`."""

from typing import Any

from django.core.files.base import File
from django.forms.fields import FileField
from wagtail.images.fields import WagtailImageField as WagtailImageFormField
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from media.intake import take_in


class ClinicImageFormField(WagtailImageFormField):
    """Takes in the uploaded photo, or tells beside the field why it was refused."""

    def to_python(self, data: Any) -> Any:
        upload = FileField.to_python(self, data)
        return upload and take_in(upload)


class ClinicImageFieldFile(WagtailImageFieldFile):
    """The file of a photo; every file given to it is taken in before it reaches the storage."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        taken_in = take_in(content)
        super().save(taken_in.name if content is not taken_in else name, taken_in, save)


class ClinicImageField(WagtailImageField):
    attr_class = ClinicImageFieldFile
