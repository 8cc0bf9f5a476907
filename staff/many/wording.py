"""Words looked for in texts, and replaced; in rich text between the tags only, never within one."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

SURROUNDINGS = 50  # letters shown on either side


@dataclass(frozen=True)
class Finding:
    """A place where the words stand, with what is around them."""

    before: str
    words: str
    after: str


class Wording:
    """Words to look for, and those to put in their place. Any white space between them fits any other."""

    def __init__(self, old: str, new: str, whole_words: bool = False, match_case: bool = False) -> None:
        self.new = new
        words = r"\s+".join(map(re.escape, old.split()))
        pattern = rf"(?<!\w)(?:{words})(?!\w)" if whole_words else words
        self.pattern = re.compile(pattern, 0 if match_case else re.IGNORECASE)

    def findings(self, text: str, is_html: bool) -> list[Finding]:
        return [
            Finding(_end_of(piece[: match.start()]), match[0], _start_of(piece[match.end() :]))
            for piece in (_plain_pieces(text) if is_html else [text])
            for match in self.pattern.finditer(piece)
        ]

    def replace(self, text: str, is_html: bool, chosen: Callable[[], bool]) -> str:
        """Replace where `chosen`, which is asked once for each finding in order, says so."""
        if not is_html:
            return self._replace(text, chosen)
        return "".join(self._in_html(piece, chosen) if is_text else piece for piece, is_text in split_html(text))

    def mentioned_in(self, value: Any) -> bool:
        """Return whether the words may stand anywhere in a stored version of a page: quick, and never wrongly no."""
        if isinstance(value, dict):
            return any(self.mentioned_in(inner) for inner in value.values())
        if isinstance(value, list):
            return any(self.mentioned_in(inner) for inner in value)
        return isinstance(value, str) and bool(self.pattern.search(html.unescape(value)))

    def _replace(self, text: str, chosen: Callable[[], bool]) -> str:
        return self.pattern.sub(lambda match: self.new if chosen() else match[0], text)

    def _in_html(self, piece: str, chosen: Callable[[], bool]) -> str:
        before = html.unescape(piece)
        after = self._replace(before, chosen)
        return piece if after == before else html.escape(after, quote=False)


def _end_of(text: str) -> str:
    return text if len(text) <= SURROUNDINGS else "… " + text[-SURROUNDINGS:].partition(" ")[2]


def _start_of(text: str) -> str:
    return text if len(text) <= SURROUNDINGS else text[:SURROUNDINGS].rpartition(" ")[0] + " …"


def _plain_pieces(text: str) -> Iterator[str]:
    return (html.unescape(piece) for piece, is_text in split_html(text) if is_text)


def split_html(text: str) -> list[tuple[str, bool]]:
    """Split rich text into tags and the texts between them; together they are the whole again."""
    splitter = _Splitter(text)
    splitter.feed(text)
    splitter.close()
    starts = [start for start, _is_text in splitter.starts]
    cut = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    return [(piece, is_text) for piece, (_start, is_text) in zip(cut, splitter.starts, strict=True)]


class _Splitter(HTMLParser):
    """Notes where each tag and each text begins; a text goes on over characters written as codes, such as `&amp;`."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.starts: list[tuple[int, bool]] = []
        self.lines = [0]
        for line in text.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)

    def note(self, is_text: bool) -> None:
        line, column = self.getpos()
        if not (is_text and self.starts and self.starts[-1][1]):
            self.starts.append((self.lines[line - 1] + column, is_text))

    def handle_data(self, data: str) -> None:
        self.note(is_text=True)

    def handle_entityref(self, name: str) -> None:
        self.note(is_text=True)

    def handle_charref(self, name: str) -> None:
        self.note(is_text=True)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.note(is_text=False)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.note(is_text=False)

    def handle_endtag(self, tag: str) -> None:
        self.note(is_text=False)

    def handle_comment(self, data: str) -> None:
        self.note(is_text=False)

    def handle_decl(self, decl: str) -> None:
        self.note(is_text=False)

    def handle_pi(self, data: str) -> None:
        self.note(is_text=False)

    def unknown_decl(self, data: str) -> None:
        self.note(is_text=False)
