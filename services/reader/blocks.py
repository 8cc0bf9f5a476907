"""The blocks of a page: its lines, told apart into headings, paragraphs, lists and captions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .ledger import Ledger
from .leftovers import is_leftover
from .spans import WORD, Span, is_short, trim

_HASHES = re.compile(r"(#{1,6})\s")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+)\1:?$")
_IMAGE = re.compile(r"!\[([^\[\]]+)\]\([^()]*\)$")
_NUMBER = re.compile(r"(?:\d{1,2}[.)]|\(?[a-zA-Z]\))\s+(?=\S)")
_BULLET = re.compile(
    # Glyphs that are only ever bullets need no space; the dashes and signs that prose uses too do.
    r"[•‣◦⁃∙·●○▪▫■□◆◇►▸▶➤➢➔→⇒✓✔✅☑★☆✦❖]\s*(?=\S)|[-–—*+»]\s+(?=\S)|-(?=[^\W\d_])"
)
_UNDERLINE = re.compile(r"(=+|-{3,})$")
_SENTENCE = re.compile(r";|[.!,][\"”’')\]]*$|[\"”]$")
_PRICE_OR_TIME = re.compile(r"[$£€¥]|\d\s*(?:min|minutes|hours?|hrs?|am|pm|%)\b|\d\s*/\s*\d|\d{3}", re.IGNORECASE)

# A heading of plain text is a short line; a caption is shorter. Wrapped lines are about as long as an e-mail's.
_HEADING_LENGTH = 100
_HEADING_WORDS = 10
_QUESTION_WORDS = 15
_LABEL_WORDS = 3
_CAPTION_WORDS = 8
_WRAPPED = range(45, 121)


@dataclass(frozen=True)
class HeadingBlock:
    """Hold a heading; `marked` when markup said so, rather than its looks."""

    span: Span
    level: int
    marked: bool


@dataclass(frozen=True)
class ParagraphBlock:
    """Hold a paragraph, which may run over several lines."""

    span: Span


@dataclass(frozen=True)
class ListBlock:
    """Hold a list; the markers of a numbered one are words too, so they are kept beside its items."""

    items: tuple[Span, ...]
    markers: tuple[Span, ...]
    numbered: bool


@dataclass(frozen=True)
class CaptionBlock:
    """Hold a caption, once for each time it stands on successive lines."""

    spans: tuple[Span, ...]


Block = HeadingBlock | ParagraphBlock | ListBlock | CaptionBlock


class _Line(NamedTuple):
    span: Span
    follows: bool  # directly on the line before, with nothing between
    indented: bool


class _Item(NamedTuple):
    marker: Span
    span: Span
    numbered: bool


def without_marker(line: str) -> str:
    """Return a line of a list without the bullet or number that it begins with."""
    marker = _NUMBER.match(line) or _BULLET.match(line)
    return line[marker.end() :] if marker else line


def find_blocks(ledger: Ledger) -> list[Block]:
    """Return the blocks of the ledger's text in order, proposing to drop builders' leftovers on the way."""
    return _recognise(ledger.text, list(_group(ledger)))


def _lines(text: str) -> Iterator[_Line]:
    position = -1
    for match in re.finditer(r"[^\n]+", text):
        span = trim(text, Span(*match.span()))
        if span.start < span.end:
            yield _Line(span, match.start() == position + 1, span.start > match.start())
            position = match.end()


def _group(ledger: Ledger) -> Iterator[Block]:
    """Yield blocks by the marks of their lines alone, each unmarked line or wrapped run of lines as a paragraph."""
    text = ledger.text
    paragraph: Span | None = None
    last_line = Span(0, 0)
    items: list[_Item] = []

    for line in _lines(text):
        item = _read_item(text, line.span)
        content = item.span if item else line.span
        underline = _UNDERLINE.match(text, line.span.start, line.span.end)
        heading = None if item else _read_heading(text, line.span)
        caption = None if item else _IMAGE.match(text, line.span.start, line.span.end)

        if items and not (item and item.numbered == items[0].numbered):
            if line.follows and line.indented and not (item or heading or caption or underline):
                items[-1] = items[-1]._replace(span=Span(items[-1].span.start, line.span.end))
                continue
            yield _list_of(items)
            items = []
        if paragraph:
            if underline and line.follows and paragraph == last_line:
                yield HeadingBlock(paragraph, 1 if underline[0].startswith("=") else 2, marked=True)
                paragraph = None
                continue
            if not (line.follows and not (item or heading or caption) and _runs_on(text, last_line, line.span)):
                yield ParagraphBlock(paragraph)
                paragraph = None
        if not WORD.search(text, content.start, content.end):
            continue
        if not heading and is_leftover(ledger, content):
            continue
        if item:
            items.append(item)
        elif heading:
            yield heading
        elif caption:
            yield CaptionBlock((Span(*caption.span(1)),))
        else:
            paragraph = Span(paragraph.start if paragraph else line.span.start, line.span.end)
            last_line = line.span
    if items:
        yield _list_of(items)
    if paragraph:
        yield ParagraphBlock(paragraph)


def _read_item(text: str, line: Span) -> _Item | None:
    number = _NUMBER.match(text, line.start, line.end)
    marker = number or _BULLET.match(text, line.start, line.end)
    if not marker:
        return None
    return _Item(trim(text, Span(*marker.span())), Span(marker.end(), line.end), numbered=number is not None)


def _list_of(items: list[_Item]) -> ListBlock:
    numbered = items[0].numbered
    markers = tuple(item.marker for item in items) if numbered else ()
    return ListBlock(tuple(item.span for item in items), markers, numbered)


def _read_heading(text: str, line: Span) -> HeadingBlock | None:
    if hashes := _HASHES.match(text, line.start, line.end):
        span = trim(text, Span(hashes.end(), line.end), "#")
        if WORD.search(text, *span):
            return HeadingBlock(span, len(hashes[1]), marked=True)
    bold = _BOLD.match(text, line.start, line.end) if line.end - line.start <= _HEADING_LENGTH else None
    if bold and not re.search(r"\*\*|__|[.,;]$", bold[2]) and WORD.search(bold[2]):
        return HeadingBlock(Span(*bold.span(2)), 2, marked=True)
    return None


def _runs_on(text: str, last: Span, line: Span) -> bool:
    """Return whether a line goes on with the sentence of the line before, as in text wrapped at some width."""
    wrapped = last.end - last.start in _WRAPPED and text[last.end - 1] not in ".!?:"
    return wrapped or text[line.start].islower()


def _recognise(text: str, blocks: list[Block]) -> list[Block]:
    """Find the headings and captions among the paragraphs, which only their looks and their neighbours tell."""
    recognised: list[Block] = []
    position = 0
    while position < len(blocks):
        block = blocks[position]
        position += 1
        if isinstance(block, ParagraphBlock):
            copies = [block.span]
            # The first line is the title: a second one like it is no caption.
            following = blocks[position] if position < len(blocks) else None
            while recognised and isinstance(following, ParagraphBlock) and _repeats(text, block, following):
                copies.append(following.span)
                position += 1
                following = blocks[position] if position < len(blocks) else None
            if len(copies) > 1:
                block = CaptionBlock(tuple(copies))
            elif _is_question(text, block.span) or (
                _looks_like_heading(text, block.span) and (not recognised or _is_content(text, following))
            ):
                block = HeadingBlock(block.span, 2, marked=False)
        recognised.append(block)
    return recognised


def _repeats(text: str, block: ParagraphBlock, other: ParagraphBlock) -> bool:
    if not is_short(text, block.span, _CAPTION_WORDS):
        return False
    words, others = (text[slice(*each.span)].casefold() for each in (block, other))
    return words == others and not words.endswith((".", "!", "?", ":"))


def _is_question(text: str, span: Span) -> bool:
    return text[span.end - 1] == "?" and is_short(text, span, _QUESTION_WORDS)


def _looks_like_heading(text: str, span: Span) -> bool:
    line = text[span.start : min(span.end, span.start + _HEADING_LENGTH + 1)]
    most_words = _LABEL_WORDS if line.endswith(":") else _HEADING_WORDS
    return (
        len(line) <= _HEADING_LENGTH
        and is_short(text, span, most_words)
        and not line[0].islower()
        and not _SENTENCE.search(line)
        and not _PRICE_OR_TIME.search(line)
    )


def _is_content(text: str, block: Block | None) -> bool:
    """Return whether a block is what a heading heads, rather than one more short line."""
    if isinstance(block, ParagraphBlock):
        return not _looks_like_heading(text, block.span)
    return isinstance(block, ListBlock)
