"""The guide for staff: the Markdown files of docs/guide, drawn for the admin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from clinic.guide import part_url

FOLDER: Path = settings.PROJECT_DIR / "docs" / "guide"
PICTURES = FOLDER / "pictures"
START = "README"  # which code hosts show with the folder
NAMES = (
    *(START, "first-steps", "pages", "services", "checks", "approval", "many", "photos"),
    *("enquiries", "settings", "accounts", "undo"),
)
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Section:
    title: str
    anchor: str


@dataclass(frozen=True)
class GuidePage:
    """One file of the guide. `part` is it with links that stay on one page with all others."""

    name: str
    title: str
    sections: tuple[Section, ...]
    html: SafeString
    part: SafeString

    @property
    def url(self) -> str:
        return page_url(self.name)


@cache
def guide() -> dict[str, GuidePage]:
    """Return the pages of the guide by name, in the order to read them."""
    return {name: _page(name) for name in NAMES}


def page_url(name: str) -> str:
    return reverse("guide") if name == START else reverse("guide_page", args=[name])


def anchor_of(heading: str) -> str:
    """Return the anchor of a heading, as code hosts make it too."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _page(name: str) -> GuidePage:
    tokens = MARKDOWN.parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    headings = list(_headings(tokens))
    title = headings[0][1]
    body = tokens[3:]  # without the title, which stands in a place of its own
    for heading, words in headings[1:]:
        heading.attrSet("id", anchor_of(words))
    sections = tuple(Section(words, anchor_of(words)) for heading, words in headings if heading.tag == "h2")
    links = [(child, str(child.attrs["href"])) for child in _children(body, "link_open")]
    for picture in _children(body, "image"):
        _show(picture)
    for link, target in links:
        link.attrSet("href", _address(target))
    html = MARKDOWN.renderer.render(body, MARKDOWN.options, {})
    for link, target in links:
        link.attrSet("href", _place(target))
    for token in body:
        if token.type.startswith("heading_"):
            token.tag = f"h{int(token.tag[1]) + 1}"
    part = MARKDOWN.renderer.render(body, MARKDOWN.options, {})
    # Safe as the files are the project's own, and HTML in them is escaped.
    return GuidePage(name, title, sections, mark_safe(html), mark_safe(part))  # noqa: S308


def _headings(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            yield token, "".join(child.content for child in following.children or ())


def _children(tokens: list[Token], kind: str) -> list[Token]:
    return [child for token in tokens for child in token.children or () if child.type == kind]


def _show(picture: Token) -> None:
    """Give a picture its address in the admin, and its size, so that nothing moves once it is there."""
    path = FOLDER / str(picture.attrs["src"])
    with Image.open(path) as file:
        width, height = file.size
    picture.attrs |= {"src": reverse("guide_picture", args=[path.stem]), "width": width, "height": height}
    picture.attrSet("loading", "lazy")


def _address(target: str) -> str:
    """Return where a link between the files leads in the admin."""
    name, dot, anchor = target.partition(".md")
    if not dot:
        return target
    return page_url(name) + anchor if name == START else part_url(name + anchor)


def _place(target: str) -> str:
    """Return where a link between the files leads where all stand on one page."""
    name, dot, anchor = target.partition(".md")
    return (anchor or f"#{name}") if dot else target
