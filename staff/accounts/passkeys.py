"""Passkeys, by the WebAuthn standard: the browser signs a riddle for this site's address, and no other site gets it."""

import ipaddress
import json
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now
from django.http import HttpRequest
from django.http.request import split_domain_port
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from staff.accounts.models import Passkey

RIDDLE = "passkey_riddle"  # in the session; each is good for one answer


class NotAccepted(Exception):
    """The browser's answer does not prove anything."""


def can_have_passkeys(request: HttpRequest) -> bool:
    """Say whether browsers know passkeys for this address: they do for names only, such as `localhost`."""
    try:
        ipaddress.ip_address(host_of(request).strip("[]"))
    except ValueError:
        return True
    return False


def host_of(request: HttpRequest) -> str:
    """Return the name in the address, without the port."""
    return split_domain_port(request.get_host())[0]


def server(request: HttpRequest) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(name=settings.WAGTAIL_SITE_NAME, id=host_of(request))
    address = f"{request.scheme}://{request.get_host()}"
    return Fido2Server(entity, verify_origin=lambda origin: origin == address)


def known_keys(user: Any) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(passkey.credential)) for passkey in Passkey.objects.filter(user=user)]


def ask_for_new(request: HttpRequest, user: Any) -> dict[str, Any]:
    """Return what the browser needs to make a passkey, and remember the riddle."""
    options, request.session[RIDDLE] = server(request).register_begin(
        PublicKeyCredentialUserEntity(
            id=f"account-{user.pk}".encode(),
            name=user.get_username(),
            display_name=user.get_full_name() or user.get_username(),
        ),
        credentials=known_keys(user),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options)["publicKey"]


def add_passkey(request: HttpRequest, user: Any, name: str, answer: str) -> Passkey:
    """Keep the passkey that the browser made; raises NotAccepted."""
    try:
        made = server(request).register_complete(request.session.pop(RIDDLE), json.loads(answer))
        credential = AttestedCredentialData(bytes(made.credential_data or b""))
    except Exception as error:  # what is made up breaks the library's reading in many ways
        raise NotAccepted from error
    credential_id = websafe_encode(credential.credential_id)
    if Passkey.objects.filter(credential_id=credential_id).exists():
        raise NotAccepted
    return Passkey.objects.create(
        user=user, name=name, credential_id=credential_id, credential=bytes(credential), use_count=made.counter
    )


def ask_for_known(request: HttpRequest, user: Any) -> dict[str, Any]:
    """Return what the browser needs to use one of the person's passkeys, and remember the riddle."""
    options, request.session[RIDDLE] = server(request).authenticate_begin(
        known_keys(user), user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options)["publicKey"]


def accept_passkey(request: HttpRequest, user: Any, answer: str) -> bool:
    """Say whether the answer was signed by one of the person's passkeys, now and for this site."""
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        used = server(request).authenticate_complete(request.session.pop(RIDDLE), known_keys(user), response)
    except Exception:  # as above
        return False
    counted = response.response.authenticator_data.counter
    # A key that counts and is behind has a double somewhere.
    is_ahead = Q(use_count__lt=counted) if counted else Q(use_count=0)
    passkey = Passkey.objects.filter(is_ahead, user=user, credential_id=websafe_encode(used.credential_id))
    return bool(passkey.update(use_count=counted, last_used_at=Now()))
