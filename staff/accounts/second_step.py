"""What changes a person's second step, with all that goes with it."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from wagtail.log_actions import log

from staff.accounts import sign_ins
from staff.accounts.authenticator import accept_app_code
from staff.accounts.models import AuthenticatorApp, Passkey, RecoveryCode, SignIn, describe_factors, end_tokens
from staff.accounts.notices import tell
from staff.accounts.recovery import accept_recovery_code, make_codes


def accept_code(user: Any, code: str) -> bool:
    """Say whether this is a code of the person's app, or a recovery code; either counts once."""
    code = "".join(code.split())
    if code.isascii() and code.isdigit() and len(code) == 6:
        return accept_app_code(user, code)
    if not accept_recovery_code(user, code):
        return False
    log(user, "accounts.code_used", user=user)
    tell(user, "code_used")
    return True


@transaction.atomic
def factor_added(request: HttpRequest, what: str, replaced: bool = False) -> list[str] | None:
    """Finish the setting up of a factor; return recovery codes where there were none, to be shown once.

    Setting up proves the factor, so it is this sign-in's second step; all others have to show it too, and end where
    it `replaced` another, which may have opened them.
    """
    user = sign_ins.sign_in_of(request).user
    sign_ins.complete(request)
    if replaced:
        sign_ins.end_others(request)
    log(user, f"accounts.{what}", user=user)
    tell(user, what)
    return None if RecoveryCode.objects.filter(user=user).exists() else make_codes(user)


@transaction.atomic
def remove_factor(request: HttpRequest, factor: AuthenticatorApp | Passkey) -> None:
    """Take a factor away and end the person's other sign-ins, which it may have opened."""
    user = sign_ins.sign_in_of(request).user
    what = "app_removed" if isinstance(factor, AuthenticatorApp) else "passkey_removed"
    factor.delete()
    if not has_factor(user):
        RecoveryCode.objects.filter(user=user).delete()
    sign_ins.end_others(request)
    log(user, f"accounts.{what}", user=user)
    tell(user, what)


def has_factor(user: Any) -> bool:
    factors = describe_factors(user)
    return bool(factors["app"] or factors["passkeys"])


def is_last_needed(user: Any) -> bool:
    """Say whether somebody who must have a second step has only one factor left."""
    factors = describe_factors(user)
    return sign_ins.needs_second_step(user) and len(factors["passkeys"]) + bool(factors["app"]) == 1


@transaction.atomic
def reset_second_step(user: Any, by: Any = None) -> bool:
    """Take away all factors of a person who lost them, and end all sign-ins and tokens.

    Return whether there was any factor.
    """
    had_any = has_factor(user)
    for model in (AuthenticatorApp, Passkey, RecoveryCode, SignIn):
        model.objects.filter(user=user).delete()
    end_tokens(user)
    log(user, "accounts.second_step_reset", user=by)
    tell(user, "second_step_reset")
    return had_any
