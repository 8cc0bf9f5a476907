"""What has to happen to uploads that Wagtail keeps aside, and when photos are tied to consents."""

from pathlib import PurePath
from typing import Any

from django.utils.crypto import get_random_string
from wagtail.models import UploadedFile

from clinic.changes import Changed, tell
from media.intake import take_in
from media.models import ClinicImage, Consent


def take_in_waiting_upload(instance: UploadedFile, **kwargs: Any) -> None:
    """Take in a photo that waits for its form to be completed, so that not even that copy keeps its metadata."""
    is_photo = instance.for_content_type.model_class() is ClinicImage
    if is_photo and instance.file and not instance.file._committed:
        photo = take_in(instance.file.file)
        path = PurePath(photo.name or "photo")
        # Stored at once under a name no other file has, so that a full disk leaves no part of it.
        name = f"{path.stem[:60]}_{get_random_string(7)}{path.suffix}"
        try:
            instance.file.save(name, photo, save=False)
        except OSError:
            instance.file.storage.delete(instance.file.field.generate_filename(instance, name))
            raise


def tell_of_ties(instance: ClinicImage | Consent, action: str, **kwargs: Any) -> None:
    """Tell that a photo was tied to consents or taken off them, on which it depends who may see it."""
    if action.startswith("post_"):
        tell(Changed.PHOTOS, instance)
