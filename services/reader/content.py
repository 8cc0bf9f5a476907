"""What a reading holds: the fields of a draft service page."""

from dataclasses import dataclass

from .mends import Mend


@dataclass(frozen=True)
class Heading:
    """Hold a heading of the body; `level` is 1 to 6."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """Hold a paragraph of the body."""

    text: str


@dataclass(frozen=True)
class BulletList:
    """Hold a list of the body that is none of the page's fields; the numbers of a numbered one are not in its items."""

    items: tuple[str, ...]
    numbered: bool


BodyItem = Heading | Paragraph | BulletList


@dataclass(frozen=True)
class ReadCondition:
    """Hold a condition the page names; an example of another names it as its parent."""

    name: str
    note: str = ""
    parent: str | None = None


@dataclass(frozen=True)
class ReadTechnique:
    """Hold a technique the page names, the words about it, and a note about what it can help to understand."""

    name: str
    description: str = ""
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """Hold what the reader understood of one page.

    Each word of the source stands in one of the fields, in `not_placed`, or in an accepted mend. `pressure` (out of
    10) and `related_services` say again what other fields hold. `mends` are all proposals in the order of the text;
    `accepted` are the keys of those that were made.
    """

    title: str
    aliases: tuple[str, ...]
    summary: str
    body: tuple[BodyItem, ...]
    pressure: int | None
    pressure_note: str
    conditions: tuple[ReadCondition, ...]
    techniques: tuple[ReadTechnique, ...]
    steps: tuple[str, ...]
    captions: tuple[str, ...]
    related_services: tuple[str, ...]
    not_placed: tuple[str, ...]
    mends: tuple[Mend, ...]
    accepted: frozenset[str]
