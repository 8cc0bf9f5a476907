"""Signs in as a browser would, and holds what people hold in their hands: an app, a key, codes."""

import base64
import hashlib
import hmac
import json
import os
import struct
import time
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import User
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from staff.accounts.authenticator import add_app

PASSWORD = "a-good-password"
HOME, SECOND_STEP, OWN = "/admin/", "/admin/login/second-step/", "/admin/account/second-step/"


def app_code(secret: str, at: float | None = None) -> str:
    """Return what an authenticator app shows, calculated from RFC 6238 and not by the code under test."""
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(secret.replace(" ", "")), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def with_app(user: User) -> str:
    """Give somebody an authenticator app, set up five minutes ago; return its secret."""
    secret = base64.b32encode(os.urandom(20)).decode()
    assert add_app(user, secret, app_code(secret))
    user.authenticator_app.last_step -= 10
    user.authenticator_app.save()
    return secret


def give_password(client: Client, name: str, password: str = PASSWORD, next: str = "", **headers: Any) -> Any:
    return client.post("/admin/login/", {"username": name, "password": password, "next": next}, **headers)


def give_code(client: Client, code: str, **headers: Any) -> Any:
    return client.post(SECOND_STEP, {"code": code}, **headers)


def is_signed_in(client: Client) -> bool:
    return client.get("/admin/account/").status_code == 200


class SecurityKey:
    """A key for one site, as the WebAuthn standard has it."""

    def __init__(self, origin: str = "http://testserver", rp_id: str = "testserver") -> None:
        self.origin, self.rp_hash = origin, hashlib.sha256(rp_id.encode()).digest()
        self.private, self.id, self.uses = ec.generate_private_key(ec.SECP256R1()), os.urandom(16), 0

    def make(self, options: dict[str, Any]) -> str:
        """Return the browser's answer to `navigator.credentials.create`."""
        public = AttestedCredentialData.create(
            b"\0" * 16, self.id, ES256.from_cryptography_key(self.private.public_key())
        )
        data = AuthenticatorData.create(self.rp_hash, 0x41, self.uses, public)
        client = CollectedClientData.create("webauthn.create", websafe_decode(options["challenge"]), self.origin)
        attestation = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def sign(self, options: dict[str, Any]) -> str:
        """Return the browser's answer to `navigator.credentials.get`."""
        self.uses += 1
        data = AuthenticatorData.create(self.rp_hash, 0x01, self.uses)
        client = CollectedClientData.create("webauthn.get", websafe_decode(options["challenge"]), self.origin)
        signature = self.private.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _answer(self, **parts: bytes) -> str:
        encoded = {name: websafe_encode(bytes(part)) for name, part in parts.items()}
        name = websafe_encode(self.id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": encoded, "clientExtensionResults": {}}
        )
