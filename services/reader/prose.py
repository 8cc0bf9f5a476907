"""Prose: a paragraph's sentences, and the lists that sentences hold ("They include: X which ...; Y ...")."""

import re
from dataclasses import dataclass

from .ledger import Ledger
from .mends import MendKind
from .spans import WORD, Span, is_short, split_outside_brackets, trim

_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]*[^\W_])")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|a\.k\.a|vs|approx|dr|mr|mrs|ms|st|min|hrs?)\.$", re.IGNORECASE)
_COLON = re.compile(r":\s")
_AND = re.compile(r"(?:and|or)\s+", re.IGNORECASE)
# Between commas, longer pieces than this are clauses rather than items.
_ITEM_WORDS = 5
# More marks than these are no list that a person wrote.
_MOST_ITEMS = 100


@dataclass(frozen=True)
class ProseItem:
    """Hold one item of a list in prose, and the "and" that joins it to those before."""

    joiner: Span | None
    span: Span


@dataclass(frozen=True)
class ProseList:
    """Hold a list in prose and the words that lead in to it, up to and with the colon."""

    lead: Span
    items: tuple[ProseItem, ...]


def find_sentences(text: str, paragraph: Span) -> list[Span]:
    """Return the sentences of a paragraph, in order."""
    sentences, start = [], paragraph.start
    for match in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
        opening = match.end()
        while not text[opening].isalnum():
            opening += 1
        dot = match.start() + 1
        if text[opening].islower() or _ABBREVIATION.search(text, max(start, dot - 10), dot):
            continue
        sentences.append(trim(text, Span(start, match.end())))
        start = match.end()
    sentences.append(trim(text, Span(start, paragraph.end)))
    return sentences


def find_prose_list(text: str, sentence: Span) -> ProseList | None:
    """Return the list a sentence holds after its colon: items between semicolons, or short ones between commas."""
    colon = _COLON.search(text, *sentence)
    if not colon:
        return None
    rest = Span(colon.end(), sentence.end)
    if max(text.count(mark, *rest) for mark in ";,") > _MOST_ITEMS:
        return None
    parts = [part for part in split_outside_brackets(text, rest, ";") if part.start < part.end]
    if len(parts) < 2:
        parts = [part for part in split_outside_brackets(text, rest, ",") if part.start < part.end]
        if len(parts) < 3 or not all(is_short(text, part, _ITEM_WORDS) for part in parts):
            return None
    items = []
    for part in parts:
        joiner = _AND.match(text, *part)
        span = trim(text, Span(joiner.end() if joiner else part.start, part.end), ".")
        items.append(ProseItem(trim(text, Span(*joiner.span())) if joiner else None, span))
    return ProseList(Span(sentence.start, colon.end()), tuple(items))


def start_of_item(ledger: Ledger, item: ProseItem) -> int:
    """Propose to drop the "and" before an item, and return where the item then starts in the text."""
    if item.joiner is None:
        return item.span.start
    first_word = next(WORD.finditer(ledger.text, *item.span), None)
    end = first_word.end() if first_word else item.span.end
    dropped = ledger.propose(
        MendKind.WORDING,
        Span(item.joiner.start, end),
        ledger.text[item.span.start : end],
        "This word joined the last item of a sentence to the others; on its own the item does not need it.",
        drops=(item.joiner,),
    )
    return item.span.start if dropped else item.joiner.start
