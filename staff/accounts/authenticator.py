"""Authenticator apps: the secret they get by a QR code, and the codes they show."""

import time
from typing import Any

import pyotp
import segno
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare

from clinic.ciphers import cipher
from staff.accounts.models import AuthenticatorApp

PURPOSE = "accounts.authenticator"
SECONDS = 30
DRIFT = 1  # clocks of telephones may be half a minute off


def draw_qr_code(secret: str, name: str) -> str:
    """Return the QR code for an app as SVG; the app will show the site's name and the person's."""
    address = pyotp.TOTP(secret, interval=SECONDS).provisioning_uri(name=name, issuer_name=settings.WAGTAIL_SITE_NAME)
    return segno.make(address, error="m").svg_inline(scale=5, border=4, light="#fff", dark="#000", omitsize=True)


def matching_step(secret: str, code: str) -> int | None:
    """Return the half minute, counted from 1970, whose code this is, if it is now or right beside."""
    now = int(time.time()) // SECONDS
    app = pyotp.TOTP(secret, interval=SECONDS)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if constant_time_compare(app.generate_otp(step), code):
            return step
    return None


def add_app(user: Any, secret: str, code: str) -> bool:
    """Make this the person's app, in the place of a former one, if the code proves that the app has the secret."""
    step = matching_step(secret, code)
    if step is None:
        return False
    encrypted = cipher(PURPOSE).encrypt(secret.encode()).decode()
    values = {"secret": encrypted, "last_step": step, "added_at": Now()}
    AuthenticatorApp.objects.update_or_create(user=user, defaults=values)
    return True


def accept_app_code(user: Any, code: str) -> bool:
    """Say whether this is the code of the person's app now; each code counts once."""
    app = AuthenticatorApp.objects.filter(user=user).first()
    if not app:
        return False
    try:
        secret = cipher(PURPOSE).decrypt(app.secret.encode()).decode()
    except InvalidToken:  # the site has another key than when the app was set up
        return False
    step = matching_step(secret, code)
    # Where two requests bring the same code at once, one of them changes the row.
    return step is not None and bool(
        AuthenticatorApp.objects.filter(pk=app.pk, last_step__lt=step).update(last_step=step)
    )
