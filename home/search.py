"""Finds pages by what visitors call things: forgiving of typing errors and accents, by parts of words, by synonyms.

Names (titles, synonyms, other names, misspellings) are matched in memory, texts by Wagtail's search index. Nothing that
anybody searches for is kept.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Any

from rapidfuzz import fuzz, process
from wagtail.models import Page

from clinic.visibility import is_public
from home.models import PlainPage
from media.models import GalleryPage
from services.models import ConditionPage, ServicePage, TechniquePage

OTHER_NAMES = {"synonyms": 0.95, "other_names": 0.95, "misspellings": 0.9}
PAGE_TYPES = (ServicePage, ConditionPage, TechniquePage, PlainPage, GalleryPage)
LONGEST_QUERY = 100  # characters; the rest is ignored
MOST_WORDS = 8
MOST_HITS = 30
NAMES_AGE = 30  # seconds; a new page is found by its text at once, and by a misspelt name after this time
SLIP = 76  # of 100 in rapidfuzz's ratio: one slip in a word of five letters, two in one of nine
NEAREST = 55  # of 100: what is offered where nothing fits


@dataclass(frozen=True)
class Name:
    """One of the names that a page goes by, folded for comparison."""

    text: str
    words: tuple[str, ...]
    page_id: int
    weight: float  # 1 for the title, less for names that stand for others


@dataclass(frozen=True)
class Results:
    """What was found; `nearest` says that nothing fits and these only come close."""

    query: str
    pages: list[Any]
    nearest: bool = False


def fold(text: str) -> str:
    """Return text without case, accents and punctuation, words separated by single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = (letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(letters).split())


def search(query: str) -> Results:
    """Return the public pages that fit the query, best first, or else those whose names come nearest.

    At most one query for names every NAMES_AGE seconds, one for texts and one for each type of page found.
    """
    folded = fold(query[:LONGEST_QUERY])
    words = folded.split()[:MOST_WORDS]
    if not words:
        return Results(query, [])
    scores = _score_names(words)
    for place, page_id in enumerate(_text_matches(words)):
        scores[page_id] = scores.get(page_id, 0) + 0.3 - 0.2 * place / MOST_HITS
    if scores:
        return Results(query, _load(scores))
    return Results(query, _load(_nearest(folded))[:5], nearest=True)


def suggest(query: str, most: int = 8) -> list[Any]:
    """Return the pages whose names fit what was typed so far, best first."""
    words = fold(query[:LONGEST_QUERY]).split()[:MOST_WORDS]
    return _load(_score_names(words))[:most] if words else []


def _score_names(words: list[str]) -> dict[int, float]:
    """Return a score for each page that has a name in which every word is found, spelt nearly so at least."""
    vocabulary, names = _names()
    matches = [_match_word(word, vocabulary) for word in words]
    scores: dict[int, float] = {}
    for name in names:
        found = [max((match.get(word, 0.0) for word in name.words), default=0.0) for match in matches]
        if all(found):
            covered = min(
                1.0, sum(found) / len(name.words)
            )  # “sciatica” fits “Sciatica” better than “Sciatica exercises”
            score = name.weight * (sum(found) / len(found) + covered)
            scores[name.page_id] = max(score, scores.get(name.page_id, 0.0))
    return scores


def _match_word(word: str, vocabulary: list[str]) -> dict[str, float]:
    """Return the words of the vocabulary that a typed word may stand for, each with how surely, up to 1."""
    match: dict[str, float] = {}
    for known in vocabulary:
        if known == word:
            match[known] = 1.0
        elif known.startswith(word):
            match[known] = 0.9
        elif len(word) > 3 and word in known:
            match[known] = 0.7
    if len(word) > 3:
        for known, score, _position in process.extract(
            word, vocabulary, scorer=fuzz.ratio, score_cutoff=SLIP, limit=10
        ):
            match.setdefault(known, 0.6 * score / 100)
    return match


def _text_matches(words: list[str]) -> list[int]:
    """Return the ids of live pages whose texts hold all words, best first."""
    return [page.pk for page in Page.objects.live().search(" ".join(words), operator="and")[:MOST_HITS]]


def _nearest(folded: str) -> dict[int, float]:
    _vocabulary, names = _names()
    texts = {number: name.text for number, name in enumerate(names)}
    near = process.extract(folded, texts, scorer=fuzz.WRatio, score_cutoff=NEAREST, limit=20)
    return {names[number].page_id: score for _text, score, number in reversed(near)}


def _load(scores: dict[int, float]) -> list[Any]:
    """Return the pages that are still public, with summary and kind, best first."""
    best = sorted(scores, key=lambda page_id: -scores[page_id])[:MOST_HITS]
    pages = [page for model in PAGE_TYPES for page in model.objects.filter(is_public(), pk__in=best)]
    return sorted(pages, key=lambda page: (-scores[page.pk], PAGE_TYPES.index(type(page)), page.title))


def _names() -> tuple[list[str], list[Name]]:
    """Return all words in names, and all names of public pages; remembered for NAMES_AGE seconds."""
    return _read_names(int(monotonic() / NAMES_AGE))


@lru_cache(maxsize=1)
def _read_names(period: int) -> tuple[list[str], list[Name]]:
    names = []
    for model in PAGE_TYPES:
        fields = [name for name in OTHER_NAMES if name in {field.name for field in model._meta.get_fields()}]
        for page in model.objects.filter(is_public()).only("title", *fields):
            names.append(_name(page.title, page.pk, 1.0))
            for field in fields:
                names += [_name(other, page.pk, OTHER_NAMES[field]) for other in getattr(page, field)]
    return sorted({word for name in names for word in name.words}), names


def _name(text: str, page_id: int, weight: float) -> Name:
    folded = fold(text)
    return Name(folded, tuple(folded.split()), page_id, weight)
