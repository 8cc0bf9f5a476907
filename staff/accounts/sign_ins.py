"""From a session to a person: only a whole sign-in, within its twelve hours, gives any rights.

A sign-in is whole once the second step is done, or where the person has none and needs none. Until then `request.user`
is anonymous everywhere, whichever way the session began, and only the pages of the second step ask `sign_in_of`.
"""

from functools import partial
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from staff.accounts.models import SESSION_KEY, SignIn

MANAGING_ACCOUNTS = ("auth.add_user", "auth.change_user", "auth.delete_user", "auth.change_group")
# What browsers call themselves holds the names of others: the first that fits is the right one.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac": "Mac",
    "Linux": "Linux",
}


class SignInMiddleware(AuthenticationMiddleware):
    """Django's middleware, but for what it takes to be somebody."""

    def process_request(self, request: HttpRequest) -> None:
        person = SimpleLazyObject(partial(signed_in_person, request))
        request.user = person  # type: ignore[assignment]
        request.auser = partial(sync_to_async(signed_in_person), request)  # type: ignore[assignment]


def signed_in_person(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    """Return who makes the request; whoever is half signed in is anonymous."""
    user = get_user(request)
    if not user.is_authenticated:
        return user
    sign_in = SignIn.objects.of_session(request.session).running().with_factors().filter(user=user).first()
    if sign_in is None:
        request.session.flush()
        return AnonymousUser()
    sign_in.user = user
    request.sign_in = sign_in  # type: ignore[attr-defined]
    # Only the session in which the password was changed gets this far; the others have the hash of the old one.
    if sign_in.auth_hash != (auth_hash := user.get_session_auth_hash()):
        SignIn.objects.filter(pk=sign_in.pk).update(auth_hash=auth_hash)
    return user if is_whole(sign_in) else AnonymousUser()


def sign_in_of(request: HttpRequest) -> Any:
    """Return the sign-in of the request, whole or half, or None."""
    bool(request.user.is_authenticated)  # looks it up
    return getattr(request, "sign_in", None)


def is_whole(sign_in: Any) -> bool:
    """Say whether a sign-in that knows `has_factor` needs nothing more."""
    return bool(sign_in.second_step_at) or not (sign_in.has_factor or needs_second_step(sign_in.user))


def needs_second_step(user: Any) -> bool:
    """Say whether somebody must have a second step: whoever may publish a page or manage accounts."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    may_publish = policy_registry.get_by_type(Page).user_has_any_permission(user, {"publish"})
    return user.is_superuser or may_publish or any(user.has_perm(name) for name in MANAGING_ACCOUNTS)


def begin(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Note that a password was right. Rights come with it only if there is no second step."""
    SignIn.objects.of_session(request.session).delete()
    sign_in = SignIn.objects.create(
        user=user,
        browser=describe_browser(request.META.get("HTTP_USER_AGENT", "")),
        auth_hash=user.get_session_auth_hash(),
    )
    request.session[SESSION_KEY] = str(sign_in.pk)
    request.sign_in = SignIn.objects.with_factors().get(pk=sign_in.pk)  # type: ignore[attr-defined]
    request.user = user if is_whole(request.sign_in) else AnonymousUser()  # type: ignore[attr-defined]


def end(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    SignIn.objects.of_session(request.session).delete()


def complete(request: HttpRequest) -> None:
    """Note that the second step was done, and give the session a new key, as its rights have grown."""
    sign_in = sign_in_of(request)
    sign_in.second_step_at = timezone.now()
    SignIn.objects.filter(pk=sign_in.pk).update(second_step_at=sign_in.second_step_at)
    request.session.cycle_key()
    rotate_token(request)
    request.user = sign_in.user


def end_others(request: HttpRequest) -> int:
    """End all sign-ins of the person but the one of the request; return how many."""
    sign_in = sign_in_of(request)
    return SignIn.objects.filter(user=sign_in.user).exclude(pk=sign_in.pk).delete()[0]


def delete_ended() -> None:
    SignIn.objects.over().delete()
    SessionStore.clear_expired()


def describe_browser(user_agent: str) -> str:
    """Return a browser's name and system in words that people know, such as “Firefox, Windows”."""
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), _("A browser"))
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    return f"{browser}, {system}" if system else browser
