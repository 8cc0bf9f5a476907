"""Turns what the reader understood of an old page into drafts: a service, and the pages it names that are missing."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process, utils
from wagtail.models import Page

from clinic.fields import unique_names
from services.models import (
    ConditionListPage,
    ConditionPage,
    RelatedService,
    ServiceCondition,
    ServiceIndexPage,
    ServicePage,
    ServiceTechnique,
    TechniqueIndexPage,
    TechniquePage,
)
from services.reader.reading import BulletList, Heading, Reading, read

TITLE_LENGTH = 255
SUMMARY_LENGTH = 300
LIKELY_THE_SAME = 88  # of 100, in rapidfuzz's ratio: one wrong letter in a word of six


MOST_NEW_PAGES = 100  # about three seconds of writing, during which others who save must wait


class CannotDraft(Exception):
    """The drafts cannot be made; the message tells a person why and what to do."""


@dataclass(frozen=True)
class Match:
    """What becomes of one name in the source.

    `found` is the page that seems to be meant. Where that page's title is another, using it is a proposal: `key`
    names it, and a person may refuse it.
    """

    name: str
    found: Page | None
    key: str = ""
    refused: bool = False
    guessed: bool = False  # by spelling, not by a name that the page goes by

    @property
    def page(self) -> Page | None:
        """The page that stands for the name, or None where the site has none."""
        return None if self.refused else self.found


class NameIndex:
    """Finds pages of one type by title, other names and misspellings; loads them once."""

    def __init__(self, model: type[Page]) -> None:
        self.pages: dict[str, Page] = {}
        for page in model.objects.filter(alias_of__isnull=True).order_by("-live", "path"):
            for name in page.names:
                self.pages.setdefault(_plain(name), page)

    def find(self, name: str, refused: Collection[str] = ()) -> Match:
        """Return the page called `name`, or spelt nearly so, unless the proposal to use it is refused."""
        plain = _plain(name)
        page = self.pages.get(plain)
        guessed = page is None
        if page is None and len(plain) > 5:
            nearest = process.extractOne(plain, self.pages.keys(), scorer=fuzz.ratio, score_cutoff=LIKELY_THE_SAME)
            page = self.pages[nearest[0]] if nearest else None
        if page is None or _plain(page.title) == plain:
            return Match(name, page)
        key = "same-" + blake2b(f"{plain}:{page.pk}".encode(), digest_size=5).hexdigest()
        return Match(name, page, key, refused=key in refused, guessed=guessed)

    def nearest(self, name: str, most: int = 3) -> list[Page]:
        """Return the pages whose names are spelt most like `name`, however little that is."""
        found = process.extract(_plain(name), self.pages.keys(), scorer=fuzz.WRatio, score_cutoff=60, limit=most)
        return list(dict.fromkeys(self.pages[plain] for plain, _score, _place in found))


@dataclass
class Plan:
    """What bringing a page in would do. `existing` is the service that the page seems to be about, or None."""

    source: str
    refused: set[str]
    reading: Reading
    existing: ServicePage | None
    conditions: list[Match]
    techniques: list[Match]
    related: list[Match]
    not_placed: list[str]

    @property
    def choices(self) -> list[Match]:
        """The matches that a person may refuse."""
        return [match for match in (*self.conditions, *self.techniques) if match.key]


def make_plan(source: str, refused: Collection[str] = ()) -> Plan:
    """Read a page's text and match it against the pages there are; changes nothing.

    `refused` holds the keys of proposals, mends and matches, that a person turned down.
    """
    refused = set(refused)
    reading = read(source, accepted={mend.key for mend in read(source).mends} - refused)
    conditions, techniques, services = NameIndex(ConditionPage), NameIndex(TechniquePage), NameIndex(ServicePage)
    known = (services.pages.get(_plain(name)) for name in (reading.title, *reading.aliases))
    return Plan(
        source=source,
        refused=refused,
        reading=reading,
        existing=next((page for page in known if page), None),
        conditions=[conditions.find(condition.name, refused) for condition in reading.conditions],
        techniques=[techniques.find(technique.name, refused) for technique in reading.techniques],
        related=[services.find(name) for name in reading.related_services],
        not_placed=[
            *reading.not_placed,
            # A caption belongs to a photo, and a text brings none.
            *(_("Caption: %s") % caption for caption in reading.captions),
        ],
    )


@transaction.atomic
def make_drafts(plan: Plan, user: Any = None, update: ServicePage | None = None) -> ServicePage:
    """Save the plan as drafts and return the service: a new page, or a new draft of `update`.

    Nothing is published. What the source says nothing about, such as prices and photos, stays as it is in the
    page that is updated. Raises CannotDraft when the site lacks a list that new pages belong in, or there are too many.
    """
    reading = plan.reading
    new_pages = sum(match.page is None for match in (*plan.conditions, *plan.techniques))
    if new_pages > MOST_NEW_PAGES:
        raise CannotDraft(
            _("This would make %(count)d new pages, and %(limit)d at once are the most. Bring the text in in parts.")
            % {"count": new_pages, "limit": MOST_NEW_PAGES}
        )
    service = update.get_latest_revision_as_object() if update else ServicePage(live=False)
    overflow: list[str] = []
    service.title = _fit(reading.title or _("Page without a title"), TITLE_LENGTH, overflow)
    service.other_names = unique_names([*service.other_names, *reading.aliases])
    summary, rest = split_summary(reading.summary)
    service.summary = summary or service.summary
    body = [("text", _paragraph(rest))] if rest else []
    body += [_body_block(item) for item in reading.body]
    conditions = _condition_rows(plan, user, overflow)
    techniques = _technique_rows(plan, user, overflow)
    body += [("text", _paragraph(text)) for text in overflow]
    service.body = body or service.body
    if reading.pressure is not None:
        service.pressure = reading.pressure
    service.pressure_note = reading.pressure_note or service.pressure_note
    if reading.steps:
        service.session_steps = [("step", {"title": "", "text": step}) for step in reading.steps]
    if conditions:
        service.service_conditions.set(_kept_rows(service.service_conditions.all(), conditions, "condition_id"))
    if techniques:
        service.service_techniques.set(_kept_rows(service.service_techniques.all(), techniques, "technique_id"))
    linked = {row.related_id for row in service.related_services.all()}
    service.related_services.add(
        *(
            RelatedService(related=match.page, sort_order=len(linked))
            for match in plan.related
            if match.page and match.page.pk not in linked | {service.pk}
        )
    )
    if update is None:
        _index(ServiceIndexPage).add_child(instance=service)
    service.save_revision(user=user, clean=False, log_action=True)
    return ServicePage.objects.get(pk=service.pk)


def split_summary(text: str) -> tuple[str, str]:
    """Return as many whole sentences of `text` as fit a summary, and the rest."""
    if len(text) <= SUMMARY_LENGTH:
        return text, ""
    ends = [match.end() for match in re.finditer(r"[.!?][\"”’)]*(?=\s)", text[: SUMMARY_LENGTH + 1])]
    end = ends[-1] if ends else 0
    return text[:end].strip(), text[end:].strip()


def _condition_rows(plan: Plan, user: Any, overflow: list[str]) -> list[ServiceCondition]:
    rows: dict[int, ServiceCondition] = {}
    made: dict[str, Page] = {}
    for named, match in zip(plan.reading.conditions, plan.conditions, strict=True):
        page = match.page
        if page is None:
            wider = made.get(named.parent or "")
            new = ConditionPage(title=_title(named.name, overflow), part_of=wider)
            page = _add_draft(ConditionListPage, new, user)
        made[named.name] = page
        if page.pk in rows:
            overflow.extend(filter(None, [named.note]))
        else:
            rows[page.pk] = ServiceCondition(condition=page, note=_fit(named.note, 255, overflow), sort_order=len(rows))
    return list(rows.values())


def _technique_rows(plan: Plan, user: Any, overflow: list[str]) -> list[ServiceTechnique]:
    rows: dict[int, ServiceTechnique] = {}
    for named, match in zip(plan.reading.techniques, plan.techniques, strict=True):
        page = match.page
        if page is None:
            page = _add_draft(TechniqueIndexPage, TechniquePage(title=_title(named.name, overflow)), user)
        note = "\n".join(filter(None, [named.description, named.note]))
        if page.pk in rows:
            rows[page.pk].note += f"\n{note}"
        else:
            rows[page.pk] = ServiceTechnique(technique=page, note=note, sort_order=len(rows))
    return list(rows.values())


def _kept_rows(old: Iterable[Any], new: list[Any], target: str) -> list[Any]:
    """Keep the identity of rows whose target stays, and the note that staff wrote where the source has none."""
    before = {getattr(row, target): row for row in old}
    for row in new:
        if kept := before.get(getattr(row, target)):
            row.pk = kept.pk
            row.note = row.note or kept.note
    return new


def _add_draft(index_model: type[Page], page: Page, user: Any) -> Any:
    page.live = False
    page.owner = user
    _index(index_model).add_child(instance=page)
    page.save_revision(user=user)
    return page


def _index(model: type[Page]) -> Any:
    index = model.objects.order_by("path").first()
    if index is None:
        raise CannotDraft(
            _("The site has no “%s” page yet. Add it below the home page first.") % model._meta.verbose_name
        )
    return index


def _body_block(item: Any) -> tuple[str, str]:
    match item:
        case Heading():
            return "heading", item.text
        case BulletList():
            tag = "ol" if item.numbered else "ul"
            items = format_html_join("", "<li>{}</li>", ((line,) for line in item.items))
            return "text", format_html("<{}>{}</{}>", mark_safe(tag), items, mark_safe(tag))  # noqa: S308
        case _:
            return "text", _paragraph(item.text)


def _paragraph(text: str) -> str:
    return format_html("<p>{}</p>", text)


def page_title(name: str) -> str:
    """Return a name as a page's title: with a capital, as lists inside sentences have none."""
    return name[:1].upper() + name[1:]


def _title(name: str, overflow: list[str]) -> str:
    return _fit(page_title(name), TITLE_LENGTH, overflow)


def _fit(text: str, limit: int, overflow: list[str]) -> str:
    """Return `text` cut to `limit` characters; what is cut goes whole into `overflow`, so that no word is lost."""
    if len(text) <= limit:
        return text
    overflow.append(text)
    return text[:limit].rsplit(" ", 1)[0]


def _plain(name: str) -> str:
    return " ".join(utils.default_process(name).split())
