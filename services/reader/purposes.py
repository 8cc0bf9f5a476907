"""What a list is for, told by the words that lead in to it, the heading above it and its items."""

import re
from collections.abc import Callable, Sequence
from enum import Enum, auto


class Purpose(Enum):
    """Name what a list is for."""

    CONDITIONS = auto()
    TECHNIQUES = auto()
    STEPS = auto()
    OTHER = auto()


# When not to have a massage must never be read as what massage helps with: these words win, wherever they stand.
_WARNING = re.compile(
    r"contra-?\s?indicat|\bavoid|\b(?:not|never) (?:to )?(?:be )?(?:suitable|safe|recommended|advised|advisable|have"
    r"|get|receive|book|come|massage|for|treat)|\bdo not\b|\bdon['’]t\b|\bshould(?: not|n['’]t)\b|\bcan(?:not|['’]t)\b"
    r"|\bunsafe\b|\bunsuitable\b|\bcaution|\bprecaution|\bdoctor|\bphysician|\bemergenc|\btell (?:us|me|your)\b"
    r"|\blet (?:us|me|your \w+) know\b|\binform\b|\brisks?\b|\bside.effects?\b|\bif you have\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\bbring|\bwear\b|\bprepar|\bpric|\bcosts?\b|\brates?\b|\bfees?\b|\bpackages?\b|\bgift|\bbook"
    r"|\bbefore (?:your|you|the)\b|\bafter(?:wards)?\b(?= (?:your|the|a|my)\b|$|:)|\baftercare\b|\bbenefits\b"
    r"|\bhours\b|\bcontact\b|\bpolic(?:y|ies)|\btraining\b|\bqualif|\bcertif|\binsurance|\bteam\b|\bopening\b",
    re.IGNORECASE,
)
_TECHNIQUES = re.compile(r"\btechniques?\b|\bstrokes?\b|\bmodalit|\bmethods?\b", re.IGNORECASE)
_CONDITIONS = re.compile(
    r"\bconditions?\b|\bsymptoms?\b|\bailments?\b|\bcomplaints?\b|\baches\b|\bpains\b|\bissues\b|\bproblems\b"
    r"|\binjuries\b|\baddress(?:es)?\b|\btreats?\b|\bsuffer|\bbenefit from\b|\brelie(?:f|ves?)\b"
    r"|\b(?:helps?|helpful|useful|good|effective|suitable|recommended|ideal|great) (?:\w+ )?"
    r"(?:with|for|to|if|those|anyone|people)\b|\bwho (?:is it|is this|should|would|can)\b",
    re.IGNORECASE,
)
_STEPS = re.compile(
    r"\bsessions?\b|\bwhat happens\b|\bexpect\b|\bsteps?\b|\bhow it works\b|\bduring\b"
    r"|\b(?:your|first|a) (?:visit|appointment|treatment)",
    re.IGNORECASE,
)
_HEALTH_WORD = re.compile(
    r"\bpain|aches?\b|\btension\b|\bstiff|\bsyndrome\b|\binjur|\bstrain|\bsprain|\bmigraine|\bsciatica\b|itis\b"
    r"|\binsomnia\b|\banxiety\b|\bspasm|\bcramp|\bfibromyalgia\b|\bscoliosis\b|\bwhiplash\b|\bfatigue\b|\bposture\b"
    r"|\bmobility\b|\btunnel\b|\belbow\b|\bfrozen shoulder\b|\btmj\b|\bneuropathy\b|\bknots\b",
    re.IGNORECASE,
)
_EFFECT = re.compile(
    r"(?:reduc|reliev|improv|increas|help|promot|eas|lower|boost|restor|releas|calm|support)\w*\b", re.IGNORECASE
)
_TECHNIQUE_NAME = re.compile(
    r"(?:skin rolling|myofascial|cross.fib|trigger point|effleurage|petrissage|tapotement|friction|kneading|vibration"
    r"|stretching|cupping|gua sha|compression|percussion|strain.counterstrain|feathering)",
    re.IGNORECASE,
)
_PRICE = re.compile(r"[$£€]\s?\d|\d\s?[$£€]|^\d+\s?(?:min|hour|hr)", re.IGNORECASE)
_CONDITION_WORDS = 12
_CUES = (
    (_OTHER, Purpose.OTHER),
    (_TECHNIQUES, Purpose.TECHNIQUES),
    (_CONDITIONS, Purpose.CONDITIONS),
    (_STEPS, Purpose.STEPS),
)


def list_purpose(title: str, headings: Sequence[str], lead: str, items: Sequence[str]) -> Purpose:
    """Return what a list is for, from what stands above it and its items.

    `headings` are those it stands under, the nearest last; `lead` is the sentence right before it, or "". A title says
    what the page is for, which a list need not share: it only warns.
    """
    if any(map(_WARNING.search, (title, *headings, lead))) or any(map(_PRICE.search, items)):
        return Purpose.OTHER
    heading = headings[-1] if headings else ""
    # A colon ties the sentence to the list; otherwise the heading says more.
    for cue in (lead, heading) if lead.endswith(":") else (heading, lead):
        for pattern, purpose in _CUES:
            if pattern.search(cue):
                return purpose if purpose is not Purpose.CONDITIONS or _mostly(items, _is_brief) else Purpose.OTHER
    if len(items) > 1 and _mostly(items, _TECHNIQUE_NAME.match):
        return Purpose.TECHNIQUES
    if len(items) > 1 and _mostly(items, _names_a_problem):
        return Purpose.CONDITIONS
    return Purpose.OTHER


def _mostly(items: Sequence[str], holds: Callable[[str], object]) -> bool:
    return 2 * sum(1 for item in items if holds(item)) >= len(items)


def _is_brief(item: str) -> bool:
    return len(item.split(maxsplit=_CONDITION_WORDS)) <= _CONDITION_WORDS


def _names_a_problem(item: str) -> bool:
    return _HEALTH_WORD.search(item) is not None and _is_brief(item) and not _EFFECT.match(item)
