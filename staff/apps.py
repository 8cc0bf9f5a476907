from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's app for accounts, with our screens for people."""

    default = False
    user_viewset = "staff.administrators.PersonViewSet"


class StaffConfig(AppConfig):
    name = "staff"
    default = True

    def ready(self) -> None:
        from django.apps import apps
        from django.db.models.signals import post_save

        from staff import approval_mails
        from staff.receivers import keep_rights_on_new_list
        from staff.roles import CLINICAL_PAGES, GALLERIES

        approval_mails.connect()
        for kind in (*CLINICAL_PAGES, *GALLERIES):
            post_save.connect(keep_rights_on_new_list, sender=apps.get_model(kind))
