from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "media"

    def ready(self) -> None:
        from django.db.models.signals import m2m_changed, pre_save
        from wagtail.models import UploadedFile

        from clinic.changes import Changed, watch
        from media.models import ClinicImage, Consent
        from media.receivers import take_in_waiting_upload, tell_of_ties

        pre_save.connect(take_in_waiting_upload, sender=UploadedFile)
        watch(Changed.PHOTOS, ClinicImage, Consent)
        m2m_changed.connect(tell_of_ties, sender=ClinicImage.consents.through)
