"""The reader: a page's text in, the fields of a draft service page out."""

import re
from collections.abc import Collection
from dataclasses import replace

from .blocks import Block, CaptionBlock, HeadingBlock, ListBlock, ParagraphBlock, find_blocks
from .conditions import ConditionList
from .content import BodyItem, BulletList, Heading, Paragraph, ReadCondition, Reading, ReadTechnique
from .ledger import Ledger
from .mends import MendKind
from .pressure import find_pressure
from .prose import ProseItem, ProseList, find_prose_list, find_sentences, start_of_item
from .purposes import Purpose, list_purpose
from .sessions import tells_a_session
from .spans import Span
from .techniques import has_name, read_technique
from .titles import read_title
from .wording import propose_wording

__all__ = ["BulletList", "Heading", "Paragraph", "ReadCondition", "ReadTechnique", "Reading", "read"]

_RELATED = re.compile(
    r"\b(?i:combin\w+|pair\w*|blend\w*|together|alongside|goes well|works well) with "
    r"((?:[A-Z][\w’'-]*)(?: [A-Z][\w’'-]*){0,3}(?: (?:massage|therapy))?)"
)
_SUMMARY_WORDS = 5


def read(text: str, accepted: Collection[str] | None = None) -> Reading:
    """Return what a canonical text says, with the mends whose keys are `accepted` made, or all of them if None.

    Keys that name no proposed mend are ignored. Never raises.
    """
    proposed = _Reader(text, None).reading()
    if accepted is None or proposed.accepted <= frozenset(accepted):
        return proposed
    keys = proposed.accepted & frozenset(accepted)
    return replace(_Reader(text, keys).reading(), mends=proposed.mends, accepted=keys)


class _Reader:
    """Read one text, block by block, gathering the fields of a page."""

    def __init__(self, text: str, accepted: frozenset[str] | None) -> None:
        self._text = text
        self._ledger = Ledger(text, accepted)
        self._conditions = ConditionList(self._ledger)
        self._title = ""
        self._aliases: tuple[str, ...] = ()
        self._summary = ""
        self._body: list[BodyItem] = []
        self._pressure: int | None = None
        self._pressure_note = ""
        self._techniques: list[ReadTechnique] = []
        self._steps: list[str] = []
        self._captions: list[str] = []
        self._list_numbers: list[str] = []
        # What stands above the block being read.
        self._headings: list[HeadingBlock] = []
        self._lead = ""
        self._opening_is_over = False

    def reading(self) -> Reading:
        propose_wording(self._ledger)
        blocks = find_blocks(self._ledger)
        title = _find_title(self._text, blocks)
        for block in blocks:
            if block is title:
                self._title, self._aliases = read_title(self._ledger, title.span)
            elif isinstance(block, HeadingBlock):
                self._read_heading(block)
            elif isinstance(block, ParagraphBlock):
                self._read_paragraph(block.span)
            elif isinstance(block, ListBlock):
                self._read_list(block)
            else:
                self._read_caption(block)
        mends = self._ledger.mends()
        return Reading(
            title=self._title,
            aliases=self._aliases,
            summary=self._summary,
            body=tuple(self._body),
            pressure=self._pressure,
            pressure_note=self._pressure_note,
            conditions=tuple(self._conditions.conditions),
            techniques=tuple(self._techniques),
            steps=tuple(self._steps),
            captions=tuple(self._captions),
            related_services=self._related_services(),
            not_placed=self._ledger.not_placed() + tuple(self._list_numbers),
            mends=mends,
            accepted=frozenset(mend.key for mend in mends),
        )

    def _read_heading(self, block: HeadingBlock) -> None:
        self._body.append(Heading(self._ledger.place(block.span), block.level))
        self._headings = [above for above in self._headings if above.level < block.level] + [block]
        self._lead = ""

    def _read_caption(self, block: CaptionBlock) -> None:
        first, *copies = block.spans
        self._captions.append(self._ledger.place(first))
        if copies and not self._ledger.propose(
            MendKind.DUPLICATE,
            Span(copies[0].start, copies[-1].end),
            "",
            "A picture's title stands beside its caption and says the same.",
            drops=tuple(copies),
        ):
            self._captions += map(self._ledger.place, copies)

    def _read_list(self, block: ListBlock) -> None:
        items = tuple(ProseItem(None, item) for item in block.items)
        if not self._fill_field(self._purpose(self._lead, block.items), items):
            others = [item for item in block.items if not self._take_pressure([item])]
            if others:
                self._body.append(BulletList(tuple(map(self._ledger.place, others)), block.numbered))
        if block.markers:
            self._list_numbers.append(self._ledger.place(*block.markers))
        self._lead = ""
        self._opening_is_over = True

    def _read_paragraph(self, paragraph: Span) -> None:
        sentences = find_sentences(self._text, paragraph)
        self._lead = self._text[slice(*sentences[-1])]
        pressure = self._take_pressure(sentences)
        sentences = [sentence for index, sentence in enumerate(sentences) if index not in pressure]
        if tells_a_session(self._text, paragraph):
            self._steps += map(self._ledger.place, sentences)
            return
        prose: list[Span] = []
        for sentence in sentences:
            found = find_prose_list(self._text, sentence)
            if found and self._fill_from_prose(found, prose[-1:]):
                self._add_prose([*prose, found.lead])
                prose = []
            else:
                prose.append(sentence)
        self._add_prose(prose)

    def _fill_from_prose(self, found: ProseList, before: list[Span]) -> bool:
        lead = " ".join(self._text[slice(*span)] for span in [*before, found.lead])
        return self._fill_field(self._purpose(lead, [item.span for item in found.items]), found.items)

    def _purpose(self, lead: str, items: Collection[Span]) -> Purpose:
        headings = [self._text[slice(*heading.span)] for heading in self._headings]
        return list_purpose(self._title, headings, lead.rstrip(), [self._text[slice(*item)] for item in items])

    def _fill_field(self, purpose: Purpose, items: tuple[ProseItem, ...]) -> bool:
        """Place the items of a list in the field it is for; return whether there is one."""
        if purpose is Purpose.TECHNIQUES and all(has_name(self._text, item.span) for item in items):
            for item in items:
                self._techniques.append(read_technique(self._ledger, item.span, start_of_item(self._ledger, item)))
        elif purpose is Purpose.CONDITIONS:
            for item in items:
                self._conditions.read(Span(start_of_item(self._ledger, item), item.span.end))
        elif purpose is Purpose.STEPS:
            for item in items:
                self._steps.append(self._ledger.place(Span(start_of_item(self._ledger, item), item.span.end)))
        else:
            return False
        return True

    def _take_pressure(self, sentences: list[Span]) -> range:
        """Place the sentences that say how firm the massage is; return which they are."""
        found = find_pressure(self._text, sentences) if self._pressure is None else None
        if not found:
            return range(0)
        self._pressure, which = found
        self._pressure_note = self._ledger.place(*sentences[which.start : which.stop])
        return which

    def _add_prose(self, sentences: list[Span]) -> None:
        """Place a paragraph: the first of the page, before any list, is its summary; the others are its body."""
        prose = self._ledger.place(*sentences)
        if not prose:
            return
        if self._opening_is_over or prose.endswith(":") or len(prose.split(maxsplit=_SUMMARY_WORDS)) <= _SUMMARY_WORDS:
            self._body.append(Paragraph(prose))
        else:
            self._summary = prose
            self._opening_is_over = True

    def _related_services(self) -> tuple[str, ...]:
        prose = [self._summary, *(item.text for item in self._body if isinstance(item, Paragraph))]
        own = {self._title, *self._aliases, *(technique.name for technique in self._techniques)}
        found = dict.fromkeys(name for text in prose for name in _RELATED.findall(text))
        return tuple(name for name in found if name not in own)


def _find_title(text: str, blocks: list[Block]) -> HeadingBlock | None:
    """Return the first heading of level 1, or else a heading that opens the page; one that asks is not a title."""
    headings = [block for block in blocks if isinstance(block, HeadingBlock) and text[block.span.end - 1] != "?"]
    for heading in headings:
        if heading.marked and heading.level == 1:
            return heading
    return headings[0] if headings and headings[0] is blocks[0] else None
