"""Headings that say nothing, head nothing, or skip a level."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Page

from clinic.blocks import HeadingBlock
from staff.checks.findings import Finding, Kind, Place
from staff.checks.surroundings import Surroundings
from staff.checks.texts import Leaf

IN_HTML = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.DOTALL)


@dataclass(frozen=True)
class Heading:
    place: Place
    level: int
    text: str
    is_followed: bool  # by something else than a heading of its level or above, or the end of the field


def headings(page: Page, surroundings: Surroundings) -> Iterator[Finding]:
    """Find them in each field of a page, whose own title is the heading of the first level."""
    by_field: dict[str | int, list[Leaf]] = {}
    for leaf in surroundings.leaves(page):
        by_field.setdefault(leaf.place.steps[0], []).append(leaf)
    for leaves in by_field.values():
        before = 1
        for heading in _headings_of(leaves):
            if sentence := _problem(heading, before):
                yield Finding(Kind.HEADING, sentence, heading.place)
            before = heading.level


def _problem(heading: Heading, before: int) -> str:
    if not heading.text:
        return _("This heading says nothing. Write it, or take it out.")
    if heading.level == 1 or heading.level > before + 1:
        return _(
            "“%(heading)s” is a heading of level %(level)d after one of level %(before)d. "
            "People who listen to the page lose their way: go one level down at a time."
        ) % {"heading": heading.text, "level": heading.level, "before": before}
    if not heading.is_followed:
        return _("Nothing stands below the heading “%(heading)s”. Write something, or take it out.") % {
            "heading": heading.text
        }
    return ""


def _headings_of(leaves: list[Leaf]) -> list[Heading]:
    pieces: list[tuple[Place, int, str]] = []  # level 0: something that is no heading
    for leaf in leaves:
        if isinstance(leaf.holder, HeadingBlock):
            pieces.append((leaf.place, 2, (leaf.value or "").strip()))
        elif leaf.is_html:
            end = 0
            for match in IN_HTML.finditer(leaf.value or ""):
                pieces.append((leaf.place, 0, strip_tags(leaf.value[end : match.start()]).strip()))
                pieces.append((leaf.place, int(match[1]), strip_tags(match[2]).strip()))
                end = match.end()
            pieces.append((leaf.place, 0, strip_tags((leaf.value or "")[end:]).strip()))
        else:
            pieces.append((leaf.place, 0, "something"))
    pieces = [piece for piece in pieces if piece[1] or piece[2]]
    return [
        Heading(place, level, text, is_followed=bool(rest) and (not rest[0][1] or rest[0][1] > level))
        for (place, level, text), rest in ((piece, pieces[number + 1 :]) for number, piece in enumerate(pieces))
        if level
    ]
