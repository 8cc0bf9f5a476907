"""Who is signed in where, what people show as their second step, and how often somebody tried."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.models import APIToken

LONGEST = timedelta(seconds=settings.SESSION_COOKIE_AGE)
PASSWORD_HOLDS = timedelta(minutes=10)
SESSION_KEY = "sign_in"


class SignInQuerySet(models.QuerySet):
    def of_session(self, session: SessionBase) -> "SignInQuerySet":
        key = session.get(SESSION_KEY)
        return self.filter(pk=key) if key else self.none()

    def running(self) -> "SignInQuerySet":
        return self.filter(started_at__gt=timezone.now() - LONGEST, user__is_active=True)

    def over(self) -> "SignInQuerySet":
        return self.filter(Q(started_at__lte=timezone.now() - LONGEST) | Q(user__is_active=False))

    def with_factors(self) -> "SignInQuerySet":
        """Say of each whether its person has a second step, as `has_factor`."""
        app = AuthenticatorApp.objects.filter(user=OuterRef("user"))
        passkey = Passkey.objects.filter(user=OuterRef("user"))
        return self.annotate(has_factor=Exists(app) | Exists(passkey))


class SignIn(models.Model):
    """One browser in which somebody gave a password; with the row goes what the browser may do.

    Django's sessions do not say whose they are, and their end moves with each change. These do, and have a fixed end.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    browser = models.CharField(max_length=100)
    started_at = models.DateTimeField(default=timezone.now, db_index=True)
    password_at = models.DateTimeField(default=timezone.now, help_text="When the password was last typed.")
    second_step_at = models.DateTimeField(null=True, help_text="When the second step was done; empty: not yet.")
    auth_hash = models.CharField(max_length=128, help_text="Changes with the password; others are over.")

    objects = SignInQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.user}: {self.browser}"

    @property
    def password_is_fresh(self) -> bool:
        return self.password_at > timezone.now() - PASSWORD_HOLDS


class AuthenticatorApp(models.Model):
    """An app that shows six digits, which change every half minute."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="authenticator_app")
    secret = models.TextField(help_text="Encrypted with the site's key.")
    last_step = models.PositiveBigIntegerField(help_text="The half minute of the last code: older ones count no more.")
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Authenticator app of {self.user}"


class Passkey(models.Model):
    """A key that a telephone, computer or stick keeps, and of which the site knows the public half."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True, help_text="In base64, as browsers send it.")
    credential = models.BinaryField(help_text="AttestedCredentialData of the WebAuthn standard.")
    use_count = models.PositiveBigIntegerField(help_text="As the key counts; those that do not count say 0.")
    added_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code that stands for the second step once; the row goes when it is used."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"Recovery code of {self.user}"


class TryCount(models.Model):
    """How often something was tried, for one account, one network or one account from one network."""

    key = models.CharField(max_length=64, unique=True, help_text="A keyed hash, which leads back to nobody.")
    failures = models.PositiveIntegerField(default=0)
    last_try_at = models.DateTimeField(default=timezone.now, db_index=True)
    free_at = models.DateTimeField(default=timezone.now, help_text="When it may be tried again.")
    known_until = models.DateTimeField(null=True, help_text="Until when this account from this network is trusted.")

    def __str__(self) -> str:
        return self.key[:8]


def describe_factors(user: Any) -> dict[str, Any]:
    """Return what a person has for the second step: `app`, `passkeys`, `codes_left`."""
    return {
        "app": AuthenticatorApp.objects.filter(user=user).first(),
        "passkeys": list(Passkey.objects.filter(user=user)),
        "codes_left": RecoveryCode.objects.filter(user=user).count(),
    }


def end_tokens(user: Any, pk: int | None = None) -> int:
    """End all tokens of a person, or the one of this number; return how many."""
    tokens = APIToken.objects.filter(user=user, revoked_at=None)
    return (tokens.filter(pk=pk) if pk else tokens).update(revoked_at=timezone.now())
