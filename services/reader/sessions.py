"""Sessions: whether a paragraph tells what happens during one."""

import re

from .spans import Span

_CUES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bduring (?:the|your|this|a|each)\b",
        r"\b(?:client|therapist|practitioner|masseuse|masseur|we|you)(?: will|['’]ll)\b",
        r"\bundress|\bclothing\b|\bclothes\b",
        r"\bsheets?\b|\btowels?\b|\bdrap(?:ed|ing|e)\b|\bblanket",
        r"\bfaced? (?:down|up)\b|\bhead\s?rest\b|\bface cradle\b|\blie\b|\blying\b",
        r"\btable\b",
        r"\blotion\b|\boils?\b",
    )
)
_ENOUGH_CUES = 3


def tells_a_session(text: str, paragraph: Span) -> bool:
    """Return whether a paragraph tells what happens during a session."""
    return sum(1 for cue in _CUES if cue.search(text, *paragraph)) >= _ENOUGH_CUES
