"""What has to happen to uploads that Wagtail keeps aside."""

from typing import Any

from wagtail.models import UploadedFile

from media.intake import take_in
from media.models import ClinicImage


def take_in_waiting_upload(instance: UploadedFile, **kwargs: Any) -> None:
    """Take in a photo that waits for its form to be completed, so that not even that copy keeps its metadata."""
    is_photo = instance.for_content_type.model_class() is ClinicImage
    if is_photo and instance.file and not instance.file._committed:
        instance.file = take_in(instance.file.file)
