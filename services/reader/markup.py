"""Web pages in HTML: what a reader would see of one, as plain lines."""

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from bs4.exceptions import ParserRejectedMarkup

_HTML_NAME = re.compile(
    r"a|abbr|article|aside|b|blockquote|body|br|button|caption|center|cite|code|dd|div|dl|dt|em|figcaption|figure|font"
    r"|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|link|main|mark|meta|nav|ol|option|p|pre|q|s"
    r"|script|section|select|small|span|strong|style|sub|sup|svg|table|tbody|td|tfoot|th|thead|time|title|tr|u|ul|video",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?([a-z][a-z0-9]*)(?=[\s/>])|<!doctype\b|<!--", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b|<[a-z][^<>]*[\s/\"']on[a-z]+\s*=|\]\(\s*<?javascript:", re.IGNORECASE)
_SCRIPT_ADDRESS = re.compile(r"(?:javascript|vbscript):", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"audio|canvas|iframe|noscript|object|script|style|svg|template|title|video")
# Each tag or entity costs time; the pages of site builders hold a few thousand. For each tag that is not closed
# html.parser reads on to the end of the page.
_MOST_TAGS = 20_000
_MOST_REREAD = 5_000_000
_CLOSED = re.compile(r"<[^<>]*>")
_UNCLOSED = re.compile(r"<[a-z/]", re.IGNORECASE)
_ENDS = {"<!--": "-->", "<![": "]>", "<!": ">", "<?": ">"}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCK = re.compile(
    r"address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form"
    r"|h[1-6]|header|hr|html|li|main|nav|ol|option|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
# How the plain lines mark what the tag meant; blocks.py reads the same marks in markdown.
_OPENINGS = {
    "li": "• ",
    "dt": "• ",
    "figcaption": "![",
    **{f"h{level}": "#" * level + " " for level in range(1, 7)},
}
_CLOSINGS = {"figcaption": "]()"}


def looks_like_html(text: str) -> bool:
    """Return whether a text holds HTML tags."""
    return any(match[1] is None or _HTML_NAME.fullmatch(match[1]) for match in _TAG.finditer(text))


def shows_scripts(text: str) -> bool:
    """Return whether a text, HTML or not, holds a script element, a script's handler or a link to a script."""
    return _SCRIPT.search(text) is not None


def parse_html(html: str) -> BeautifulSoup | None:
    """Parse a page written in HTML, or return None where its code is too long or too broken."""
    html = _without_comments(html)
    if html.count("<") + html.count("&") > _MOST_TAGS:
        return None
    if len(_UNCLOSED.findall(_CLOSED.sub("", html))) * len(html) > _MOST_REREAD:
        return None
    try:
        return BeautifulSoup(html, "html.parser")
    except ParserRejectedMarkup:
        return None


def runs_scripts(page: BeautifulSoup) -> bool:
    """Return whether a parsed page has a script element, an on… handler or an address that is a script."""
    for tag in page.find_all(True):
        if tag.name == "script":
            return True
        for name, value in tag.attrs.items():
            address = "".join(str(value).split())
            if (name.startswith("on") and len(name) > 2) or _SCRIPT_ADDRESS.match(address):
                return True
    return False


def page_lines(page: BeautifulSoup, keep_lines: bool) -> str:
    """Return the visible text of a parsed page, with `# `, `• ` and `![caption]()` where its tags said so.

    Blocks are parted by blank lines, items of a list by line ends. `keep_lines` also keeps the line ends of the text
    itself, for text that only holds a few tags.
    """
    lines = _Lines(keep_lines)
    # A stack in place of recursion: a page may nest deeper than Python's calls.
    waiting: list[PageElement | str] = [page]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str) and not isinstance(node, NavigableString):
            lines.close(node)
        elif type(node) is NavigableString:
            lines.add(node)
        elif isinstance(node, Tag) and not _is_hidden(node):
            lines.open(node.name)
            waiting.append(str(node.name))
            waiting.extend(reversed(node.contents))
    return lines.text()


def _without_comments(html: str) -> str:
    """Return a page without comments, declarations and instructions, which html.parser is slow to find the end of."""
    kept, position = [], 0
    for match in re.finditer(r"<!--|<!\[|<!|<\?", html):
        if match.start() < position:
            continue
        kept.append(html[position : match.start()])
        end = html.find(_ENDS[match[0]], match.end())
        if end < 0:
            return "".join(kept)
        position = end + len(_ENDS[match[0]])
    kept.append(html[position:])
    return "".join(kept)


def _is_hidden(tag: Tag) -> bool:
    return (
        _NOT_SHOWN.fullmatch(tag.name) is not None
        or tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(str(tag.get("style", ""))) is not None
    )


class _Lines:
    """Gather text into lines, block by block."""

    def __init__(self, keep_lines: bool) -> None:
        self._keep_lines = keep_lines
        self._lines: list[str] = []
        self._line: list[str] = []
        self._opening = ""

    def add(self, text: str) -> None:
        first, *others = text.split("\n") if self._keep_lines else [text]
        self._line.append(first)
        for line in others:
            self._end_line()
            self._line.append(line)

    def open(self, name: str) -> None:
        if name == "br":
            self._end_line()
        elif _BLOCK.fullmatch(name):
            self._end_block(name)
            self._opening = _OPENINGS.get(name, self._opening)

    def close(self, name: str) -> None:
        if _BLOCK.fullmatch(name):
            if any(part.strip() for part in self._line):
                self._line.append(_CLOSINGS.get(name, ""))
            self._end_block(name)
            if name in _OPENINGS:
                self._opening = ""

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines)

    def _end_block(self, name: str) -> None:
        self._end_line()
        if name != "li" and self._lines and self._lines[-1]:
            self._lines.append("")

    def _end_line(self) -> None:
        line = " ".join("".join(self._line).split())
        self._line.clear()
        if line:
            self._lines.append(self._opening + line)
            self._opening = ""
        elif self._keep_lines and self._lines and self._lines[-1]:
            self._lines.append("")
