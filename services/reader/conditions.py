"""Conditions: each bullet of a list, told apart into one condition or several."""

import re
from dataclasses import dataclass, field

from .content import ReadCondition
from .ledger import Ledger
from .mends import MendKind
from .spans import Span, is_short, split_outside_brackets, trim
from .techniques import split_name

_CUE = r"i\.?e\.?|e\.?g\.?|for example|for instance|such as|including"
_EXAMPLES_IN_BRACKETS = re.compile(rf"\(\s?((?:{_CUE})[,:]?\s)?([^()]*)\)\s*$", re.IGNORECASE)
_EXAMPLES = re.compile(r",?\s((?:i\.e\.|e\.g\.|for example|for instance|such as|including)[,:]?\s)", re.IGNORECASE)
_ET_CETERA = re.compile(r"\b((?:and\s)?etc)\b[.\s]*$", re.IGNORECASE)
_NOTE = re.compile(r"\(([^()]+)\)\s*$")
_OR = re.compile(r",\s(or\s)|\s(or\s)|,\s", re.IGNORECASE)
_AND = re.compile(r"\band\b|&|[()/]", re.IGNORECASE)
_AND_WORD = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_SHARED_LEAD = re.compile(r"\b(?:from|of|with|after|in|to|for|by|following)\s", re.IGNORECASE)
# Words that say little alone: "Neck or shoulder pain" is not "Neck" and "shoulder pain".
_NOT_ALONE = re.compile(
    r"(?:(?:upper|lower|mid|middle|left|right|acute|chronic|mild|severe|new|old|tight|sore|stiff|weak|painful|poor|limited"
    r"|physical|emotional|mental|muscle|muscular|joint|nerve|sports?|work|pre|post|neck|shoulders?|back|hips?|knees?|legs?"
    r"|arms?|wrists?|ankles?|foot|feet|hands?|elbows?|jaw|head|heel|spine|chest)\s?)+$",
    re.IGNORECASE,
)
_PART_WORDS = 4
_EXAMPLE_WORDS = 5
_EXAMPLES_WORDS = 100


def parts_of_line(line: str) -> list[str]:
    """Return the conditions that a line of a list may name; none where it names one.

    Besides what the reader parts, these are the two sides of “and”, which often belong together: a person decides.
    """
    listed = ConditionList(Ledger(line, None))
    listed.read(Span(0, len(line)))
    names = [condition.name for condition in listed.conditions]
    if len(names) == 1:
        names = [part.strip() for part in _AND_WORD.split(line)]
    return names if len(names) > 1 and all(names) else []


@dataclass
class ConditionList:
    """Gather the conditions of a page, bullet by bullet."""

    ledger: Ledger
    conditions: list[ReadCondition] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)

    def read(self, bullet: Span) -> None:
        """Place the words of one bullet, proposing to part it into the conditions it holds."""
        text = self.ledger.text
        bullet = trim(text, bullet, ".,;")
        if self._read_examples(bullet) or self._read_pair(bullet):
            return
        named = split_name(text, bullet) or self._split_note(bullet)
        if named:
            self._add((named[0],), note=named[1])
        else:
            self._add((bullet,))

    def _add(self, spans: tuple[Span, ...], note: Span | None = None, parent: str | None = None) -> str:
        """Place a condition, unless it is there already and a person agrees that once is enough; return its name."""
        name = self.ledger.quote(*spans)
        own = spans[-1]
        if (
            note is None
            and name.casefold() in self._names
            and self.ledger.propose(MendKind.DUPLICATE, own, "", f"“{name}” is in the list already.", drops=(own,))
        ):
            return name
        self._names.add(name.casefold())
        self.ledger.place(*spans)
        self.conditions.append(ReadCondition(name, self.ledger.place(note) if note else "", parent))
        return name

    def _read_examples(self, bullet: Span) -> bool:
        """Read "Injuries (e.g. tennis elbow, etc.)" or "Injuries such as tennis elbow"; return whether it is one."""
        text = self.ledger.text
        found = _EXAMPLES_IN_BRACKETS.search(text, *bullet)
        if found:
            inside = Span(*found.span(2))
            rest = _ET_CETERA.search(text, *inside)
            if not (found[1] or rest):
                return False
            cue = Span(*found.span(1)) if found[1] else None
        elif found := _EXAMPLES.search(text, *bullet):
            inside, cue = Span(found.end(), bullet.end), Span(*found.span(1))
            rest = _ET_CETERA.search(text, *inside)
        else:
            return False
        head = trim(text, Span(bullet.start, found.start()), ",")
        listed = Span(inside.start, rest.start() if rest else inside.end)
        if head.start == head.end or not is_short(text, listed, _EXAMPLES_WORDS):
            return False
        examples = [
            trim(text, part, ".")
            for clause in split_outside_brackets(text, listed, ";")
            for part in split_outside_brackets(text, clause, ",")
            if part.start < part.end
        ]
        if not all(is_short(text, example, _EXAMPLE_WORDS) for example in examples):
            return False
        names = "; ".join(text[slice(*example)] for example in examples)
        if not self.ledger.propose(
            MendKind.EXAMPLES,
            bullet,
            f"{text[slice(*head)]}: {names}",
            "This line names examples of a condition: each becomes a condition of its own that belongs to it.",
            drops=tuple(span for span in (cue, Span(*rest.span(1)) if rest else None) if span),
        ):
            self._add((bullet,))
            return True
        parent = self._add((head,))
        for example in examples:
            self._add((example,), parent=parent)
        return True

    def _read_pair(self, bullet: Span) -> bool:
        """Read "Headaches, Migraines" or "Recovery from injuries or falls"; return whether it is parted."""
        text = self.ledger.text
        if not is_short(text, bullet, 4 * _PART_WORDS) or _AND.search(text, *bullet) or split_name(text, bullet):
            return False
        parts, joiners, start = [], [], bullet.start
        for match in _OR.finditer(text, *bullet):
            parts.append(trim(text, Span(start, match.start())))
            joiners += [Span(*match.span(match.lastindex))] if match.lastindex else []
            start = match.end()
        parts.append(trim(text, Span(start, bullet.end)))
        if len(parts) < 2:
            return False
        if any(_SHARED_LEAD.match(text, *part) for part in parts):
            return False
        leads = list(_SHARED_LEAD.finditer(text, *parts[0]))
        if any(_SHARED_LEAD.search(text, *part) for part in parts[1:]):
            leads = []
        lead = Span(bullet.start, leads[-1].end()) if leads and leads[-1].end() < parts[0].end else None
        if lead:
            parts[0] = Span(lead.end, parts[0].end)
        elif any(_NOT_ALONE.match(text, *part) for part in parts):
            return False
        if not all(is_short(text, part, _PART_WORDS) for part in parts):
            return False
        wholes = [(lead, part) if lead else (part,) for part in parts]
        after = "; ".join(" ".join(text[slice(*span)].strip() for span in whole) for whole in wholes)
        reason = f"This line names {len(parts)} conditions."
        if not self.ledger.propose(MendKind.SPLIT, bullet, after, reason, drops=tuple(joiners)):
            return False
        for whole in wholes:
            self._add(whole)
        return True

    def _split_note(self, bullet: Span) -> tuple[Span, Span] | None:
        note = _NOTE.search(self.ledger.text, *bullet)
        name = trim(self.ledger.text, Span(bullet.start, note.start())) if note else bullet
        if not note or name.start == name.end:
            return None
        return name, Span(*note.span(1))
