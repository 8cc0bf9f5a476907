"""The mark that each form carries: it tells how old the form is, and is the riddle that scripts solve.

It stands for a CSRF cookie too, which a page for everybody must not set.
"""

import hashlib

from django.core import signing
from django.utils.crypto import get_random_string

SHORTEST = 3  # seconds; nobody writes a message faster
LONGEST = 12 * 60 * 60
PROOF_BITS = 16  # about 65,000 hashes: a few seconds of a telephone's work while its owner types

signer = signing.TimestampSigner(salt="enquiries")


def make_token() -> str:
    return signer.sign(get_random_string(20))


def read_token(token: str) -> str:
    """Return what is unique to the form; raises BadSignature where the token is not ours or too old."""
    return signer.unsign(token, max_age=LONGEST)


def is_too_young(token: str) -> bool:
    """Say whether a good token was made so recently that no person can have filled in the form."""
    try:
        signer.unsign(token, max_age=SHORTEST - 1)
    except signing.SignatureExpired:
        return False
    return True


def is_proof(token: str, proof: str) -> bool:
    """Say whether `proof` is the work asked for: its hash with the token begins with PROOF_BITS zeros."""
    digest = hashlib.sha256(f"{token}:{proof}".encode()).digest()
    return len(proof) <= 20 and int.from_bytes(digest[:4]) >> (32 - PROOF_BITS) == 0
