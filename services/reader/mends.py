"""Mends: the changes of words the reader proposes and a person accepts or refuses."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class MendKind(StrEnum):
    """Name what a mend does."""

    TITLE_ALIAS = "title-alias"
    SPLIT = "split"
    DUPLICATE = "duplicate"
    EXAMPLES = "examples"
    SPELLING = "spelling"
    WORDING = "wording"
    LEFTOVER = "leftover"


@dataclass(frozen=True)
class Mend:
    """Hold one proposed change.

    `before` is text[start:start + len(before)] of the source; `after`, for people, is empty when words are dropped.
    """

    key: str
    kind: MendKind
    start: int
    before: str
    after: str
    reason: str


def mend_key(kind: MendKind, start: int, before: str) -> str:
    """Name a mend so that a form posted later, with the same text, finds it again: ten hexadecimal digits."""
    identity = f"{kind}:{start}:{before}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(identity, digest_size=5).hexdigest()
