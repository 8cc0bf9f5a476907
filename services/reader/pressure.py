"""Pressure: the sentences that say how firm a massage is, out of ten."""

import re
from itertools import takewhile

from .spans import Span

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_OUT_OF_TEN = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})\s?(?:/|out of|on a scale of(?: (?:1|one) to)?)\s?(?:10|ten)\b"
    r"(?! (?:clients|people|patients|customers|visitors))",
    re.IGNORECASE,
)
_ABOUT_PRESSURE = re.compile(r"\bpressure\b|\bscale\b|\bintensity\b|\bfirm", re.IGNORECASE)
_GOES_WITH_IT = re.compile(
    r"\bpressure\b|\bhurts?\b.{0,3}\bgood\b|\bgood\b.{0,3}\bhurt|\bpain scale\b|\bdiscomfort\b|\bfeedback\b",
    re.IGNORECASE,
)


def read_pressure(text: str, sentence: Span) -> int | None:
    """Return the pressure a sentence names, 1 to 10, or None."""
    found = _OUT_OF_TEN.search(text, *sentence)
    if not found or not _ABOUT_PRESSURE.search(text, *sentence):
        return None
    named = found[1].casefold()
    pressure = _NUMBERS.index(named) + 1 if named in _NUMBERS else int(named)
    return pressure if 1 <= pressure <= 10 else None


def find_pressure(text: str, sentences: list[Span]) -> tuple[int, range] | None:
    """Return the first pressure that some sentences name, and which of them, side by side, speak of it."""
    for index, sentence in enumerate(sentences):
        pressure = read_pressure(text, sentence)
        if pressure:
            before = takewhile(lambda other: _GOES_WITH_IT.search(text, *other), reversed(sentences[:index]))
            after = takewhile(lambda other: _GOES_WITH_IT.search(text, *other), sentences[index + 1 :])
            return pressure, range(index - len(list(before)), index + 1 + len(list(after)))
    return None
