from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out


class AccountsConfig(AppConfig):
    name = "staff.accounts"
    label = "accounts"

    def ready(self) -> None:
        from staff.accounts import sign_ins

        # Django sends these from its one function for each, whichever view or backend called it.
        user_logged_in.connect(sign_ins.begin)
        user_logged_out.connect(sign_ins.end)
