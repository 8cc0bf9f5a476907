from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "media"

    def ready(self) -> None:
        from django.db.models.signals import pre_save
        from wagtail.models import UploadedFile

        from media.receivers import take_in_waiting_upload

        pre_save.connect(take_in_waiting_upload, sender=UploadedFile)
