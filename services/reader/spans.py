"""Stretches of the source text: every piece of a reading is one or more of these, never a copy."""

import re
from itertools import islice
from typing import NamedTuple

# A word: letters and digits of any script, with apostrophes and hyphens inside. The underscore is markdown's.
WORD = re.compile(r"[^\W_]+(?:['’‐‑-][^\W_]+)*")
_BRACKETS = {"(": 1, "[": 1, ")": -1, "]": -1}


class Span(NamedTuple):
    """Mark text[start:end]."""

    start: int
    end: int


def first_words(text: str, span: Span, number: int) -> list[Span]:
    """Return up to `number` words from the start of a span, however long it is."""
    return [Span(*match.span()) for match in islice(WORD.finditer(text, *span), number)]


def is_short(text: str, span: Span, most_words: int) -> bool:
    """Return whether a span holds at least one word and at most `most_words`."""
    return 0 < len(first_words(text, span, most_words + 1)) <= most_words


def trim(text: str, span: Span, marks: str = "") -> Span:
    """Return the span without white space, or any of `marks`, at its ends."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in marks):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in marks):
        end -= 1
    return Span(start, end)


def split_outside_brackets(text: str, span: Span, mark: str) -> list[Span]:
    """Split a span at each `mark` that stands outside brackets; brackets that do not pair are ignored."""
    depths = [0]
    for character in text[span.start : span.end]:
        depths.append(depths[-1] + _BRACKETS.get(character, 0))
    paired = depths[-1] == 0 and min(depths) == 0
    parts, start = [], span.start
    for position in range(span.start, span.end):
        if text[position] == mark and not (paired and depths[position - span.start]):
            parts.append(Span(start, position))
            start = position + 1
    parts.append(Span(start, span.end))
    return [trim(text, part) for part in parts]
