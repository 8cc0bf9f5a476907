"""Fields that let no file past `media.intake`."""

from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.forms.fields import FileField
from django.utils.crypto import get_random_string
from PIL import Image
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
        """Store the file; when that fails, as on a full disk, leave no part of it and raise the OSError."""
        taken_in = take_in(content)
        path = PurePath((taken_in.name if content is not taken_in else name) or "photo")
        # A name no other file has, so that the part to remove after a failure is known to be this file's.
        name = f"{path.stem[:60]}_{get_random_string(7)}{path.suffix}"
        try:
            super().save(name, taken_in, save)
        except OSError:
            self.storage.delete(self.field.generate_filename(self.instance, name))
            raise
        self.instance.look, self.instance.dominant_colour = taken_in.look, taken_in.dominant_colour

    def get_image_dimensions(self) -> tuple[int, int]:
        """Return width and height from the head of the file; Wagtail's way decodes the whole picture."""
        closed = self.closed
        try:
            self.open()
            return Image.open(self).size
        finally:
            if closed:
                self.close()
            else:
                self.seek(0)


class ClinicImageField(WagtailImageField):
    attr_class = ClinicImageFieldFile
