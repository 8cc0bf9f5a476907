"""Tokens, by which programs work in a person's name: who may have one, and until when it holds.

A token is worth what its person may do at the moment. It has 160 random bits and cannot be guessed, so tries are not
counted.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import APIToken, Page
from wagtail.permissions import policy_registry

from staff.accounts.notices import tell
from staff.accounts.second_step import has_factor
from staff.accounts.sign_ins import needs_second_step


class TokenRefused(Exception):
    """Nobody is known by what the request carries; the message says why, in a sentence."""


def may_have_tokens(user: Any) -> bool:
    """Say whether somebody's programs may write: whoever adds pages in the admin. Reviewers decide in person."""
    pages = policy_registry.get_by_type(Page)
    return bool(user.has_perm("wagtailadmin.access_admin") and pages.user_has_permission(user, "add"))


def tokens_of(user: Any) -> QuerySet[APIToken]:
    """Return a person's tokens that hold, each with the moment it `ends_at`; the newest first."""
    tokens = APIToken.objects.filter(user=user, revoked_at=None, created__gt=timezone.now() - lifetime())
    return tokens.order_by("-created")


def lifetime() -> timedelta:
    return timedelta(days=settings.AUTHORING_TOKEN_DAYS)


def ends_at(token: APIToken) -> datetime:
    return token.created + lifetime()


def make_token(user: Any, name: str) -> str:
    """Make a token and return it, for the only time: the site keeps a keyed hash of it."""
    token, plain = APIToken.create_token(user=user, name=name)
    log(user, "accounts.token_made", user=user, data={"name": token.name})
    tell(user, "token_made")
    return plain


def token_of(request: HttpRequest) -> APIToken:
    """Return the token that a request carries, with its person.

    Raises TokenRefused. The sentence tells why only to whoever has a token that was made here.
    """
    scheme, _space, plain = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise TokenRefused(_("Send a token in the header “Authorization: Bearer …”. Make one in the admin: Account."))
    token = None
    if APIToken.validate_token_format(plain):
        hashes = APIToken.candidate_key_hashes(plain)
        token = APIToken.objects.select_related("user").filter(key_hash__in=hashes).first()
    if token is None:
        raise TokenRefused(_("There is no such token. Make one in the admin: Account."))
    if token.revoked_at or not token.user.is_active:
        raise TokenRefused(_("This token was ended. Make another in the admin: Account."))
    if ends_at(token) <= timezone.now():
        raise TokenRefused(
            _("This token ended after %(days)d days. Make another in the admin: Account.")
            % {"days": settings.AUTHORING_TOKEN_DAYS}
        )
    if not may_have_tokens(token.user):
        raise TokenRefused(_("The role of this person adds no pages any more, so its tokens hold no more."))
    if needs_second_step(token.user) and not has_factor(token.user):
        raise TokenRefused(_("This person must set up a second step first: sign in to the admin."))
    return token
