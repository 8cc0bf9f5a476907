"""Techniques: each item of a list, told apart into a name, its description and a note."""

import re

from .content import ReadTechnique
from .ledger import Ledger
from .spans import Span, first_words, is_short, trim

_DASH = re.compile(r":\s|\s[–—-]{1,2}\s|—")
# Small letters only: "Release" is also part of a name.
_VERB = re.compile(
    r"(?:which|that|who|is|are|uses?|using|helps?|involves?|works?|targets?|focus(?:es)?|stretch(?:es)?|warms?|releases?"
    r"|relaxes|applies|eases?|loosens?|calms?|consists?|means|for|where|performed|done|to|can|may|will)$"
)
_FOR_EXAMPLE = re.compile(r"\(\s*((?:for example|for instance|e\.g\.|note|such as)(?!\w)[^()]*)\)", re.IGNORECASE)
_NAME_WORDS = 8


def split_name(text: str, span: Span) -> tuple[Span, Span] | None:
    """Return what stands before and after the first dash or colon, when that is short enough to be a name."""
    dash = _DASH.search(text, *span)
    if not dash:
        return None
    name, rest = Span(span.start, dash.start()), trim(text, Span(dash.end(), span.end))
    if rest.start == rest.end or not is_short(text, name, _NAME_WORDS) or "(" in text[slice(*name)]:
        return None
    return name, rest


def read_technique(ledger: Ledger, span: Span, start: int) -> ReadTechnique:
    """Place one technique; `start` is where its name begins: before the span when an "and" is kept."""
    text = ledger.text
    name, rest = split_name(text, span) or _split_at_verb(text, span)
    name = Span(start, name.end)
    example = _FOR_EXAMPLE.search(text, *rest)
    if not example:
        return ReadTechnique(ledger.place(name), ledger.place(rest))
    description = (Span(rest.start, example.start()), Span(example.end(), rest.end))
    return ReadTechnique(ledger.place(name), ledger.place(*description), ledger.place(Span(*example.span(1))))


def has_name(text: str, span: Span) -> bool:
    """Return whether an item can be read as a technique."""
    name, _ = split_name(text, span) or _split_at_verb(text, span)
    return is_short(text, name, _NAME_WORDS)


def _split_at_verb(text: str, span: Span) -> tuple[Span, Span]:
    """Return the name and the rest of an item such as "Skin Rolling which warms" or "Effleurage (long strokes)"."""
    opening = first_words(text, span, _NAME_WORDS + 1)
    bracket = text.find("(", *span)
    capitals = 0
    stop = len(opening)
    for index, word in enumerate(opening):
        if (0 <= bracket < word.start) or (index and _VERB.match(text, *word)):
            stop = index
            break
        if capitals == index and text[word.start].isupper():
            capitals += 1
    # One capital may only start the item ("Skin rolling which warms"); more make a name ("Cross-fiber Massage frees").
    names = capitals if 1 < capitals < stop else stop
    end = opening[names - 1].end if names else span.start
    return Span(span.start, end), trim(text, Span(end, span.end), ":–—-")
