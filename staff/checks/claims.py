"""Words that claim more than can be shown, which health advertising rules ask evidence for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from staff.checks.findings import Finding, Kind, Place
from staff.checks.surroundings import Surroundings
from staff.checks.words import phrase_pattern

# Up to four words between a “not” and what it denies: “does not cure”, “nobody can honestly promise a cure”.
DENIAL = re.compile(
    r"(?:\b(?:no|not|never|cannot|nor|neither|without|nobody|nothing)|n['’]t)\b(?! only| just| merely)"
    r"(?:[ ,\xa0]+[\w’'-]+){0,4}[ ,\xa0]*$",
    re.IGNORECASE,
)
# A wound heals by itself; to say so claims nothing.
DENIAL_OR_BY_ITSELF = re.compile(
    rf"{DENIAL.pattern}"
    r"|(?:\b(?:wound|fracture|bone|cut|burn|scar|skin|bruise|stitch|surg|operation|injur)\w*(?:[ \xa0]+[\w’'-]+){0,4}"
    r"|\b(?:until|once|while|after|before) (?:it|they|this|that|these|those)(?: \w+){0,3})[ \xa0]+$",
    re.IGNORECASE,
)
LONGEST_DENIAL = 200  # characters before a claim in which it is looked for
COMPLAINTS = (
    "pain", "pains", "ache", "aches", "headaches?", "migraines?", "injur(?:y|ies)", "diseases?", "illness(?:es)?",
    "disorders?", "conditions?", "arthritis", "sciatica", "inflammation", "depression", "anxiety", "insomnia",
)  # fmt: skip


@dataclass(frozen=True)
class Claim:
    """What claims too much, and a plainer wording; a denied one is none unless the denial is the claim itself."""

    pattern: re.Pattern[str]
    plainer: str | Promise
    unless_after: re.Pattern[str] | None = DENIAL

    def found_in(self, line: str) -> Iterator[str]:
        for match in self.pattern.finditer(line):
            end = match.start()
            if not (self.unless_after and self.unless_after.search(line, max(0, end - LONGEST_DENIAL), end)):
                yield match[0]


def _claim(pattern: str, plainer: str | Promise, unless_after: re.Pattern[str] | None = DENIAL) -> Claim:
    return Claim(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), plainer, unless_after)


_SOME_WORDS = r"(?:[ \xa0]+[\w’'-]+){0,3}[ \xa0]+"
_EASES = gettext_lazy("may ease")
CLAIMS = [
    _claim(r"cur(?:es?|ed|ing)|cure-alls?|curative", _EASES),
    _claim(
        r"heal(?:s|ed|ing)?(?![ -](?:time|process|well))",
        gettext_lazy("may help you feel better"),
        unless_after=DENIAL_OR_BY_ITSELF,
    ),
    _claim(
        rf"(?:eliminat|eras|banish|remov)(?:e|es|ed|ing)?{_SOME_WORDS}"
        r"(?:pains?|aches?|headaches?|migraines?|symptoms?|stress|tension|inflammation)",
        gettext_lazy("may ease pain"),
    ),
    _claim(r"(?:gets?|got|getting) rid of (?:\w+ ){0,3}(?:pain|aches?|headaches?)", gettext_lazy("may ease pain")),
    _claim(r"guarante(?:e|es|ed|eing)", gettext_lazy("many people find")),
    _claim(r"re-?align(?:s|ed|ing|ments?)?", gettext_lazy("may help you move more easily")),
    _claim(r"de-?tox(?:es|ed|ing|if(?:y|ies|ied|ying|ication))?", gettext_lazy("may help you relax")),
    _claim(
        r"(?:flush|releas|remov|eliminat|draw|clear)(?:e|es|ed|s|ing)? (?:\w+ ){0,3}toxins",
        gettext_lazy("may help you relax"),
    ),
    _claim(
        r"(?:clinically|scientifically|medically) (?:proven|proved|tested)|proven (?:to|results?|relief)",
        gettext_lazy("many people find"),
    ),
    _claim(
        r"(?:no|without(?: any)?|free (?:of|from)|zero) (?:known |unwanted )?side[ -]effects?|side[ -]effect[ -]free",
        gettext_lazy("most people tolerate it well; you may be sore for a day"),
        unless_after=None,
    ),
    _claim(
        r"risk[ -]free|(?:no|without(?: any)?|zero) risks?|(?:completely|totally|100 ?%|perfectly) safe",
        gettext_lazy("suitable for most people; tell us about your health first"),
        unless_after=None,
    ),
    _claim(
        rf"permanent(?:ly)?{_SOME_WORDS}?\s*(?:relief|results?|reliev\w+|eas\w+|fix\w*|solutions?|free)",
        gettext_lazy("relief that may last some days"),
    ),
    _claim(
        r"(?:instant(?:ly)?|immediate(?:ly)?) (?:pain )?reli(?:ef|eves?|eved)", gettext_lazy("may bring some relief")
    ),
    _claim(r"miracles?|miraculous(?:ly)?|wonder[ -]cures?", gettext_lazy("helpful for many people")),
    _claim(r"boost(?:s|ed|ing)? (?:your |the )?immun(?:e|ity)(?: system)?", gettext_lazy("may help you rest")),
]


def claims(page: Page, surroundings: Surroundings) -> Iterator[Finding]:
    """Find them in all texts. They advise: whether there is evidence is for a person to decide."""
    named = [re.escape(name) for name in surroundings.condition_names if name]
    of_the_site = [
        _claim(
            rf"treat(?:s|ing)?{_SOME_WORDS}?\s*(?:{'|'.join([*COMPLAINTS, *named])})"
            rf"|treatments? (?:of|for) (?:\w+ ){{0,2}}(?:{'|'.join([*COMPLAINTS, *named])})",
            gettext_lazy("may help with"),
        ),
        *(Claim(phrase_pattern(own.value["words"]), own.value["plainer"]) for own in surroundings.settings.claims),
    ]
    for leaf in surroundings.leaves(page):
        found: dict[str, Finding] = {}
        for line in leaf.text.splitlines():
            line = " ".join(line.split())  # long rows of spaces would take the patterns minutes
            for claim in [*CLAIMS, *of_the_site]:
                for words in claim.found_in(line):
                    found.setdefault(words.casefold(), _finding(leaf.place, words, str(claim.plainer)))
        yield from found.values()


def _finding(place: Place, words: str, plainer: str) -> Finding:
    sentence = _("“%(words)s” claims more than can be shown. Plainer: “%(plainer)s”.")
    return Finding(Kind.CLAIM, sentence % {"words": words, "plainer": plainer}, place)
