from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "staff.webhooks"
    label = "webhooks"
    verbose_name = _("webhooks")

    def ready(self) -> None:
        from clinic.changes import public_content_changed
        from staff.webhooks.tasks import note_change

        public_content_changed.connect(note_change)
