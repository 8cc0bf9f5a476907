from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "staff"

    def ready(self) -> None:
        from django.apps import apps
        from django.db.models.signals import post_save

        from staff import approval_mails
        from staff.receivers import keep_rights_on_new_list
        from staff.roles import CLINICAL_PAGES, GALLERIES

        approval_mails.connect()
        for kind in (*CLINICAL_PAGES, *GALLERIES):
            post_save.connect(keep_rights_on_new_list, sender=apps.get_model(kind))
