from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from home.models import ClinicSettings

        ReferenceIndex.register_model(ClinicSettings)  # its picture is shown to visitors
