"""Mails that tell people what changed about their account, so that nobody changes it behind their back."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import PasswordResetForm
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from wagtail.admin.mail import send_mail

from staff.accounts.models import end_tokens

WHAT_HAPPENED = {
    "app_added": _("An authenticator app was set up for your account."),
    "app_removed": _("The authenticator app was removed from your account."),
    "passkey_added": _("A passkey was added to your account."),
    "passkey_removed": _("A passkey was removed from your account."),
    "codes_made": _("New recovery codes were made for your account. The old ones do not work any more."),
    "code_used": _("Somebody signed in to your account with one of your recovery codes."),
    "second_step_reset": _(
        "Your second step was reset: your authenticator app, passkeys and recovery codes do not work any more. "
        "Set up a new one when you sign in next."
    ),
    "token_made": _("A token was made with which programs write drafts in your name."),
    "password_changed": _("The password of your account was changed."),
    "address_changed": _("Your account has another e-mail address now. Mails no longer come to this one."),
}


def tell(user: Any, what: str, address: str | None = None) -> None:
    """Have a person written to, at a former `address` if given; `what` is a key of WHAT_HAPPENED."""
    address = user.email if address is None else address
    if address:
        send_notice.enqueue(user.pk, what, timezone.now().isoformat(), address)


@task(backend="worker")
def send_notice(user_id: int, what: str, at: str, address: str) -> None:
    """Write to a person what happened to the account."""
    user = get_user_model().objects.get(pk=user_id)
    context = {
        "user": user,
        "what_happened": WHAT_HAPPENED[what],
        "at": datetime.fromisoformat(at),
        "base_url": settings.WAGTAILADMIN_BASE_URL,
    }
    send_mail(WHAT_HAPPENED[what].partition(".")[0], render_to_string("accounts/notice.txt", context), [address])


@task(backend="worker")
def send_reset_mail(email: str) -> None:
    """Send a link for a new password to those who have this address.

    The worker does it, for the time it takes would tell whether there is such an account.
    """
    form = PasswordResetForm({"email": email})
    if form.is_valid():
        form.save(
            domain_override=settings.WAGTAILADMIN_BASE_URL.partition("://")[2],
            use_https=settings.WAGTAILADMIN_BASE_URL.startswith("https:"),
            subject_template_name="wagtailadmin/account/password_reset/email_subject.txt",
            email_template_name="wagtailadmin/account/password_reset/email.txt",
        )


class TellOfNewPassword:
    """Stands among the password validators, as Django tells them of every change of a password, whoever made it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Accept every password."""

    def get_help_text(self) -> str:
        return str(_("When it is changed, all other browsers are signed out, and you are told by e-mail."))

    def password_changed(self, password: str, user: Any = None) -> None:
        if user:
            end_tokens(user)
        if user and user.last_login:  # a new account has nobody yet to be warned
            tell(user, "password_changed")
