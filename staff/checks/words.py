"""How phrases that people list are found in texts."""

import re


def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """Return what finds the phrase as whole words, however they are joined, in any case and in the plural.

    In an address words are joined by hyphens: “medical massage” is also found in `/medical-massage/`.
    """
    words = [re.escape(word) for word in re.split(r"[\s\-–_]+", phrase) if word]
    joined = r"[\W_]{1,3}".join(words) or r"(?!)"
    return re.compile(rf"(?<!\w){joined}(?:['’]?s|es)?(?!\w)", re.IGNORECASE)
