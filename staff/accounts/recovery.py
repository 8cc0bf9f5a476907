"""Recovery codes: for the day when the telephone is lost."""

import secrets
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from staff.accounts.models import RecoveryCode

HOW_MANY = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look like others
GROUPS, GROUP_LENGTH = 3, 4  # 59 bits


def digest(user: Any, code: str) -> str:
    typed = "".join(letter for letter in code.casefold() if letter in LETTERS)
    return salted_hmac("accounts.recovery", f"{user.pk}:{typed}", algorithm="sha256").hexdigest()


def make_codes(user: Any) -> list[str]:
    """Make the person's codes anew and return them; afterwards nobody can read them again."""
    codes = [
        "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
        for _ in range(HOW_MANY)
    ]
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=digest(user, code)) for code in codes)
    return codes


def accept_recovery_code(user: Any, code: str) -> bool:
    """Say whether this is one of the person's codes, and take it away."""
    return bool(RecoveryCode.objects.filter(user=user, digest=digest(user, code)).delete()[0])
