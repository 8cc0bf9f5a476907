from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ManyConfig(AppConfig):
    name = "staff.many"
    label = "many"
    verbose_name = _("changes to many pages")
