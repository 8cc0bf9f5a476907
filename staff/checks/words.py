"""How phrases that people list are found in texts."""

import re
import unicodedata

ACCENTS = re.compile("[\u0300-\u036f]")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # such as the soft hyphen


def as_read(text: str) -> str:
    """Return the text as people read it: without characters that nobody sees, and in letters of one kind each."""
    return unicodedata.normalize("NFKC", UNSEEN.sub("", text))


def without_accents(text: str) -> str:
    """Return the text without accents: “Mèdical” is read as “Medical”."""
    return unicodedata.normalize("NFC", ACCENTS.sub("", unicodedata.normalize("NFD", text)))


def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """Return what finds the phrase as whole words, however they are joined, in any case and in the plural.

    In an address words are joined by hyphens: “medical massage” is also found in `/medical-massage/`.
    """
    words = [re.escape(word) for word in re.split(r"[\s\-–_]+", as_read(phrase)) if word]
    joined = r"[\W_]{1,3}".join(words) or r"(?!)"
    return re.compile(rf"(?<!\w){joined}(?:['’]?s|es)?(?!\w)", re.IGNORECASE)
