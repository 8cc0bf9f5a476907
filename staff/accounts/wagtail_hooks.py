"""What accounts add to Wagtail's admin and to the clock."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from staff.accounts.panels import SecondStepPanel, TokensPanel
from staff.accounts.sign_ins import delete_ended
from staff.accounts.throttling import forget_old_tries
from staff.accounts.views.colleagues import may_reset

hooks.register("periodic_work", delete_ended)
hooks.register("periodic_work", forget_old_tries)

LOGGED = {
    "app_added": (_("Authenticator app set up"), _("Set up an authenticator app")),
    "app_removed": (_("Authenticator app removed"), _("Removed the authenticator app")),
    "passkey_added": (_("Passkey added"), _("Added a passkey")),
    "passkey_removed": (_("Passkey removed"), _("Removed a passkey")),
    "codes_made": (_("Recovery codes made"), _("Made new recovery codes")),
    "code_used": (_("Recovery code used"), _("Signed in with a recovery code")),
    "token_made": (_("Token made"), _("Made a token for programs")),
    "token_ended": (_("Token ended"), _("Ended a token for programs")),
    "second_step_reset": (_("Second step reset"), _("Reset the second step")),
}


@hooks.register("register_log_actions")
def register_account_log_actions(actions: LogActionRegistry) -> None:
    for name, (label, message) in LOGGED.items():
        actions.register_action(f"accounts.{name}", label, message)


@hooks.register("register_account_settings_panel")
def register_second_step_panel(request: HttpRequest, user: Any, profile: Any) -> SecondStepPanel:
    return SecondStepPanel(request, user, profile)


@hooks.register("register_account_settings_panel")
def register_tokens_panel(request: HttpRequest, user: Any, profile: Any) -> TokensPanel:
    return TokensPanel(request, user, profile)


@hooks.register("register_user_listing_buttons")
def register_reset_button(user: Any, request_user: Any) -> list[Button]:
    if not may_reset(request_user, user):
        return []
    address = reverse("reset_second_step", args=[user.pk])
    return [Button(_("Reset the second step"), url=address, icon_name="lock-open", priority=90)]
