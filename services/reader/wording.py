"""Mends of single words: health words often misspelt, and wordings that say something else than they mean."""

import re

from .ledger import Ledger
from .mends import MendKind
from .spans import Span

_MISSPELT = {
    "accupressure": "acupressure",
    "accupuncture": "acupuncture",
    "arthritus": "arthritis",
    "artheritis": "arthritis",
    "bursitus": "bursitis",
    "carpel": "carpal",
    "circualtion": "circulation",
    "efflurage": "effleurage",
    "excercise": "exercise",
    "facia": "fascia",
    "fibromyalga": "fibromyalgia",
    "fibromylagia": "fibromyalgia",
    "fybromyalgia": "fibromyalgia",
    "headachs": "headaches",
    "insomia": "insomnia",
    "ligiments": "ligaments",
    "masage": "massage",
    "massuse": "masseuse",
    "message therapy": "massage therapy",
    "migranes": "migraines",
    "migrane": "migraine",
    "miofascial": "myofascial",
    "muscels": "muscles",
    "neumuscular": "neuromuscular",
    "osteoarthritus": "osteoarthritis",
    "petrisage": "petrissage",
    "piraformis": "piriformis",
    "pirformis": "piriformis",
    "plantar facitis": "plantar fasciitis",
    "plantar fascitis": "plantar fasciitis",
    "refexology": "reflexology",
    "rhumatoid": "rheumatoid",
    "sciatia": "sciatica",
    "siatica": "sciatica",
    "sholder": "shoulder",
    "soar muscles": "sore muscles",
    "tendonitus": "tendonitis",
    "theraputic": "therapeutic",
    "therepist": "therapist",
    "vertabrae": "vertebrae",
    "wip lash": "whiplash",
}
_SPELLING = re.compile(rf"\b(?:{'|'.join(sorted(_MISSPELT, key=len, reverse=True))})\b", re.IGNORECASE)

# "i.e." before a list in brackets, or before a list that ends in "etc".
_THAT_IS = re.compile(
    r"\(\s*(i\.?e\.?)[,:]?\s[^(),]*,[^()]*\)|(?<!\w)(i\.e\.),?\s[^.!?()\n]{0,200}\betc\b", re.IGNORECASE
)
_FACE_DOWN_AND_UP = re.compile(r"\b(faced?) down\b[^.!?\n]{0,200}?( and) face(?:d)? up\b", re.IGNORECASE)


def propose_wording(ledger: Ledger) -> None:
    """Propose every mend of spelling and wording in the ledger's text."""
    for match in _SPELLING.finditer(ledger.text):
        span = Span(*match.span())
        after = _with_case_of(match[0], _MISSPELT[match[0].casefold()])
        ledger.propose(
            MendKind.SPELLING,
            span,
            after,
            f"“{match[0]}” is usually spelt “{after}”.",
            edits=((span, after),),
        )
    for match in _THAT_IS.finditer(ledger.text):
        span = Span(*match.span(match.lastindex or 0))
        ledger.propose(
            MendKind.WORDING,
            span,
            "e.g.",
            "“i.e.” means “that is”; before examples it is “e.g.”, “for example”.",
            edits=((span, "e.g."),),
        )
    for match in _FACE_DOWN_AND_UP.finditer(ledger.text):
        faced, joined = Span(*match.span(1)), Span(*match.span(2))
        edits = ((faced, match[1][:4]), (joined, ", then turning over to"))
        after = (
            match[1][:4] + ledger.text[faced.end : joined.start] + edits[1][1] + ledger.text[joined.end : match.end()]
        )
        ledger.propose(
            MendKind.WORDING,
            Span(*match.span()),
            after,
            "Nobody lies face down and face up at once: the person turns over.",
            edits=edits,
        )


def _with_case_of(pattern: str, word: str) -> str:
    if pattern.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if pattern[0].isupper() else word
