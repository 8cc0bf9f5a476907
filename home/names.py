"""The names that pages go by, kept in memory, and which of them typed words may mean.

Words are compared by a key that is the same for capitals and small letters, accents, one and many, and the British
and American spelling. A word that no name holds is taken for a slip of the fingers of one that is spelt nearly so.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

BRITISH = [
    (r"ae|oe", "e"),
    (r"our", "or"),
    (r"([bt])re$", r"\1er"),
    (r"ys(e|ing)$", r"yz\1"),
    (r"is(e|ing|ation)$", r"iz\1"),
]
SLIP = 0.74  # of 1: one slip in a word of four letters, two in one of eight; two swapped letters are one slip
NEAR = 0.6  # of 1: what is offered where nothing fits
MOST_LIKENESSES = 10


class Name(NamedTuple):
    page_id: int
    keys: tuple[str, ...]
    weight: float  # 1 for the title, less for names that stand for others


@dataclass(frozen=True)
class Meaning:
    """What one typed word may mean: keys of words in names, each with how surely, up to 1."""

    typed: str
    keys: dict[str, float]
    corrected: str = ""  # how the word is spelt, where it was taken for a slip


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters and without punctuation."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text.casefold()))


# What people write around what they mean.
SMALL_WORDS = frozenset(
    words_of(
        "a an and are as at been by can cannot cant do for from get got had has have how hurt hurting hurts i im in is "
        "it me my of on or our s so t the there to what when with you your"
    )
)


def key_of(word: str) -> str:
    word = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    for pattern, american in BRITISH:
        word = re.sub(pattern, american, word)
    if word == "feet":
        return "foot"
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


# Remembered for words of names only: what visitors type is kept nowhere.
_key_in_name = lru_cache(maxsize=20_000)(key_of)


def keys_of(text: str) -> set[str]:
    """Return the keys of the words of a text that say something."""
    return {key_of(word) for word in words_of(text) if word not in SMALL_WORDS}


class NameIndex:
    """Names of pages by their words. Made once and then only read, so threads may share it.

    `names` are (page id, name, weight, whether it is a common misspelling), `reasons` (page id, words, why staff
    promote the page for these words).
    """

    def __init__(
        self, names: Iterable[tuple[int, str, float, bool]], reasons: Iterable[tuple[int, str, str]] = ()
    ) -> None:
        self.reasons = [(page_id, keys_of(words), reason) for page_id, words, reason in reasons]
        self.names: list[Name] = []
        self.numbers: dict[str, list[int]] = defaultdict(list)  # of the names that hold a word
        self.spellings: dict[str, set[str]] = defaultdict(set)  # of the words in names that are spelt well
        misspelt: dict[str, int] = {}
        well_spelt: dict[int, list[str]] = defaultdict(list)
        for page_id, text, weight, is_misspelling in names:
            words = [word for word in words_of(text) if word not in SMALL_WORDS] or words_of(text)
            keys = tuple(_key_in_name(word) for word in words)
            for key, word in zip(keys, words, strict=True):
                if is_misspelling:
                    misspelt.setdefault(key, page_id)
                else:
                    self.spellings[key].add(word)
                    well_spelt[page_id].append(word)
            for key in set(keys):
                self.numbers[key].append(len(self.names))
            self.names.append(Name(page_id, keys, weight))
        self.keys = sorted(self.numbers)
        self.corrections: dict[str, str] = {}
        for key in misspelt.keys() - self.spellings.keys():
            likest = process.extractOne(key, well_spelt[misspelt[key]], scorer=OSA.normalized_similarity)
            self.corrections[key] = likest[0] if likest else key

    def meaning(self, word: str) -> Meaning:
        key = key_of(word)
        sure = {other: 0.7 for other in self.keys if key in other} if len(key) > 3 else {}
        sure |= dict.fromkeys(self._beginning_with(key), 0.9)
        if key in self.numbers:
            sure[key] = 1.0
        if key in self.corrections:
            return Meaning(word, sure, self.corrections[key])
        if sure or len(key) < 3:
            return Meaning(word, sure)
        likely = {other: 0.6 * likeness for other, likeness in self._like(key, SLIP)}
        if likely:
            likest = max(likely, key=lambda other: (likely[other], other in self.spellings, len(self.numbers[other])))
            return Meaning(word, likely, self.corrections.get(likest) or self._spelt_as(likest, word))
        return Meaning(word, {})

    def apart(self, word: str) -> list[str]:
        """Return the two words that were typed without a space between them, or the word alone."""
        if key_of(word) not in self.numbers:
            for at in range(3, len(word) - 2):
                if key_of(word[:at]) in self.spellings and key_of(word[at:]) in self.spellings:
                    return [word[:at], word[at:]]
        return [word]

    def scores(self, meanings: list[Meaning], all_words: bool = False) -> dict[int, float]:
        """Return a score for each page whose names hold all words: up to 2.

        Where no name holds all, and unless `all_words`, those that hold the words that tell most score up to 0.5. A
        word tells the more the fewer names hold it.
        """
        found: dict[int, list[float]] = {}  # how surely each word is in a name, by the name's number
        for place, meaning in enumerate(meanings):
            for key, sureness in meaning.keys.items():
                for number in self.numbers[key]:
                    in_name = found.setdefault(number, [0.0] * len(meanings))
                    in_name[place] = max(in_name[place], sureness)
        whole: dict[int, float] = {}
        partly: dict[int, float] = {}
        tells = [
            log(1 + len(self.names) / max(1, sum(len(self.numbers[key]) for key in meaning.keys)))
            for meaning in meanings
        ]
        for number, in_name in found.items():
            name = self.names[number]
            if all(in_name):
                # “sciatica” fits “Sciatica” better than “Sciatica exercises”
                covered = min(1.0, sum(in_name) / len(name.keys))
                score = name.weight * (sum(in_name) / len(in_name) + covered)
                whole[name.page_id] = max(score, whole.get(name.page_id, 0.0))
            elif not whole:
                share = sum(tell * sureness for tell, sureness in zip(tells, in_name, strict=True)) / sum(tells)
                if share >= 0.35:
                    partly[name.page_id] = max(name.weight * share / 2, partly.get(name.page_id, 0.0))
        return whole if all_words else whole or partly

    def reason(self, page_id: int, meanings: list[Meaning]) -> str:
        """Return why staff promote the page for words like these; empty where they do not."""
        keys = {key for meaning in meanings for key in meaning.keys}
        return next((reason for promoted, words, reason in self.reasons if promoted == page_id and words <= keys), "")

    def nearest(self, words: list[str]) -> dict[int, float]:
        """Return a score for pages that have a word in their names that looks somewhat like one of the words."""
        near: dict[int, float] = {}
        for key in (key_of(word) for word in words if len(word) > 3):
            for other, likeness in self._like(key, NEAR):
                if other[0] == key[0]:  # people rarely miss the first letter
                    for name in (self.names[number] for number in self.numbers[other]):
                        near[name.page_id] = max(likeness * name.weight / len(name.keys), near.get(name.page_id, 0.0))
        return near

    def _spelt_as(self, key: str, word: str) -> str:
        """Return the spelling of a known word that is likest to the one typed: “shoulder”, not “shoulders”."""
        return max(sorted(self.spellings[key]), key=lambda spelling: OSA.normalized_similarity(spelling, word))

    def _beginning_with(self, key: str) -> list[str]:
        start = end = bisect_left(self.keys, key)
        while end < len(self.keys) and self.keys[end].startswith(key):
            end += 1
        return self.keys[start:end]

    def _like(self, key: str, least: float) -> list[tuple[str, float]]:
        like = process.extract(
            key, self.keys, scorer=OSA.normalized_similarity, score_cutoff=least, limit=MOST_LIKENESSES
        )
        return [(other, likeness) for other, likeness, _position in like]
