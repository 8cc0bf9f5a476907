"""Stretches of the source text: every piece of a reading is one or more of these, never a copy."""

import re
from itertools import islice
from typing import NamedTuple

# A word: letters and digits of any script, with apostrophes and hyphens inside. The underscore is markdown's.
WORD = re.compile(r"[^\W_]+(?:['’‐‑-][^\W_]+)*")


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
    depth = lowest = 0
    marks: list[tuple[int, int]] = []
    for match in re.compile(rf"[()\[\]{mark}]").finditer(text, *span):
        if match[0] == mark:
            marks.append((match.start(), depth))
        else:
            depth += 1 if match[0] in "([" else -1
            lowest = min(lowest, depth)
    paired = depth == lowest == 0
    cuts = [position for position, inside in marks if not (paired and inside)]
    starts, ends = [span.start, *(cut + 1 for cut in cuts)], [*cuts, span.end]
    return [trim(text, Span(*part)) for part in zip(starts, ends, strict=True)]
