"""Rich text on its way: what it points to goes by ids, and on the way in only what an editor can write is kept."""

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

GONE = "0"  # a number that no row has
SCHEMES = ("", "http", "https", "mailto", "tel")
TEXT_ELEMENTS = ("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "br")
INLINE_ELEMENTS = ("b", "strong", "i", "em", "s", "del", "sub", "sup", "code")
EMPTY_ELEMENTS = ("hr", "br", "embed")
GONE_WITH_CONTENT = ("script", "style", "iframe", "object", "template", "svg", "math")

Rule = Callable[[str], Any]  # whether an attribute may say this


def _is_harmless_address(address: str) -> bool:
    try:
        return address.isprintable() and urlsplit("".join(address.split())).scheme.lower() in SCHEMES
    except ValueError:
        return False


KEY = re.compile(r"[\w-]{1,100}").fullmatch
ALLOWED: dict[str, dict[str, Rule]] = {
    **{name: {"data-block-key": KEY} for name in TEXT_ELEMENTS},
    **{name: {} for name in INLINE_ELEMENTS},
    "a": {"linktype": re.compile(r"page|document").fullmatch, "id": KEY, "href": _is_harmless_address},
    "embed": {"embedtype": re.compile(r"image").fullmatch, "id": KEY, "alt": lambda text: True, "format": KEY},
}
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+=\"[^\"<>]*\")*)\s*(/?)>")
ATTRIBUTE = re.compile(r"\s+([a-z-]+)=\"([^\"<>]*)\"")
STRAY = re.compile(r"<(?!/?[a-zA-Z][^<>]*>|!--[^<>]*-->)")
POINTER = re.compile(r"<(?:a|embed)\b[^>]*>")
ID = re.compile(r'(\sid=")([^"]*)(")')


def map_ids(html: str, number_or_id: Callable[[str, str], str]) -> str:
    """Return the text with each id that it points to replaced; the function is told the kind, such as `page`."""

    def replace(tag: re.Match[str]) -> str:
        kind = re.search(r'\s(?:linktype|embedtype)="(page|document|image)"', tag[0])
        if not kind:
            return tag[0]
        return ID.sub(lambda found: f"{found[1]}{number_or_id(kind[1], found[2])}{found[3]}", tag[0])

    return POINTER.sub(replace, html)


def cleaned(html: str) -> str:
    """Return the text with only what an editor can write; one that has nothing else comes back byte by byte."""
    if _is_clean(html):
        return html
    cleaner = _Cleaner()
    # What a parser takes for the beginning of something that never ends costs it much time, and is of no use.
    cleaner.feed(STRAY.sub("&lt;", html))
    cleaner.close()
    return "".join(cleaner.kept)


class _Cleaner(HTMLParser):
    """Writes anew what is allowed; of other elements the words stay, but not those that only browsers read."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []
        self.unread: str = ""  # the element whose content is left out

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in GONE_WITH_CONTENT:
            self.unread = self.unread or tag
        if self.unread or tag not in ALLOWED:
            return
        rules = ALLOWED[tag]
        said = {name: value or "" for name, value in attributes if name in rules and rules[name](value or "")}
        written = "".join(f' {name}="{escape(value)}"' for name, value in said.items())
        self.kept.append(f"<{tag}{written}{'/' if tag in EMPTY_ELEMENTS else ''}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.unread:
            self.unread = ""
        elif not self.unread and tag in ALLOWED and tag not in EMPTY_ELEMENTS:
            self.kept.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.kept.append(escape(data, quote=False))


def _is_clean(html: str) -> bool:
    """Return whether every `<` begins an element that is allowed, written as browsers cannot misread it."""
    if "<" in TAG.sub("", html):
        return False
    return all(
        tag[2] in ALLOWED
        and all(
            attribute[1] in ALLOWED[tag[2]] and ALLOWED[tag[2]][attribute[1]](unescape(attribute[2]))
            for attribute in ATTRIBUTE.finditer(tag[3])
        )
        for tag in TAG.finditer(html)
    )
