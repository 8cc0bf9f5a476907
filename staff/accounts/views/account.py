"""Wagtail's page “Account”."""

from typing import Any

from django.utils.decorators import method_decorator
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account

from staff.accounts.panels import OwnNamePanel, OwnPasswordPanel

IN_THE_PLACE_OF = {account.NameEmailSettingsPanel: OwnNamePanel, account.ChangePasswordPanel: OwnPasswordPanel}
LEFT_OUT = account.AvatarSettingsPanel  # such pictures are neither cleaned of what cameras write into them, nor served


@method_decorator(require_admin_access, name="dispatch")
class AccountView(account.AccountView):
    """Takes the password before anything is changed by which somebody could keep the account."""

    def get_panels(self) -> list[Any]:
        return [
            IN_THE_PLACE_OF[type(panel)](panel.request, panel.user, panel.profile)
            if type(panel) in IN_THE_PLACE_OF
            else panel
            for panel in super().get_panels()
            if not isinstance(panel, LEFT_OUT)
        ]
