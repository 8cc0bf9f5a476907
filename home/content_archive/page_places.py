"""Puts the pages of an archive into the tree: found again by their ids, moved, or made as empty drafts to be filled."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from home.content_archive.checking import sentence
from home.content_archive.format import ArchiveProblem
from home.content_archive.identities import Identities
from home.content_archive.outcome import Outcome
from home.content_archive.page_records import VERSIONS
from home.content_archive.privacy import restrict

Record = dict[str, Any]


class PagePlaces:
    """`placed` are the pages that have their place, by id; `made` are the ids of those that are new."""

    def __init__(self, records: list[Record], identities: Identities, outcome: Outcome) -> None:
        self.records = _parents_first(records)
        self.ids = {record["id"] for record in records}
        self.identities = identities
        self.outcome = outcome
        self.placed: dict[str, int] = {}
        self.made: set[str] = set()

    def place(self) -> None:
        for record in self.records:
            page = self._found(record)
            page = self._in_place(page, record) if page else self._new(record)
            if page is None:
                continue
            self.placed[record["id"]] = page.pk
            self.identities.add(Page, record["id"], page.pk)
            restrict(page, f"“{_title(record)}”", record.get("privacy", []), self.outcome)
        self._tie_followers()

    def put_in_order(self) -> None:
        """Give the pages below each parent the archive's order, where they have another."""
        by_parent: dict[int, list[tuple[int, int]]] = {}
        for record in self.records:
            if record["id"] in self.placed:
                page = Page.objects.get(pk=self.placed[record["id"]])
                by_parent.setdefault(page.get_parent().pk, []).append((record["place"], page.pk))
        for parent, places in by_parent.items():
            wanted = [number for _place, number in sorted(places)]
            there = Page.objects.get(pk=parent).get_children().filter(pk__in=wanted).order_by("path")
            if list(there.values_list("pk", flat=True)) == wanted:
                continue
            for number in wanted:
                Page.objects.get(pk=number).move(Page.objects.get(pk=parent), pos="last-child")
            self.outcome.changed["orders of pages"] += 1

    def _parent(self, record: Record) -> Page | None:
        """Return the page that a record's page belongs below, or None where that is not here."""
        if record["parent"] is None:
            return Page.get_first_root_node()
        number = self.placed.get(record["parent"]) or (
            None if record["parent"] in self.ids else self.identities.number_of(Page, record["parent"])
        )
        return Page.objects.filter(pk=number).first() if number else None

    def _found(self, record: Record) -> Page | None:
        """Return the page that is the record's; where there can be one of its type only, that one, whatever its id."""
        number = self.identities.number_of(Page, record["id"])
        if number:
            return Page.objects.get(pk=number)
        model = _model(record)
        only = Page.objects.type(model).first() if model and model.max_count == 1 else None
        if only is None or str(only.translation_key) in self.ids:
            return None
        only.translation_key = UUID(record["id"])
        Page.objects.filter(pk=only.pk).update(translation_key=only.translation_key)
        return only

    def _in_place(self, page: Page, record: Record) -> Page | None:
        """Return a page that is here, moved where that is needed and possible."""
        title = page.get_admin_display_title()
        if page.specific_class._meta.label != record["kind"] or bool(page.alias_of_id) != ("follows" in record):
            self.outcome.tell(_("“%(page)s” is a page of another kind here. It stays as it is.") % {"page": title})
            return None
        parent = self._parent(record)
        if parent is None or page.get_parent().pk == parent.pk:
            return page
        if page.specific.locked or not page.specific.can_move_to(parent) or _is_taken(parent, page.slug):
            self.outcome.tell(_("“%(page)s” could not be moved, and stays where it is here.") % {"page": title})
            return page
        page.move(parent, pos="last-child")
        self.outcome.changed["places of pages"] += 1
        return Page.objects.get(pk=page.pk)

    def _new(self, record: Record) -> Page | None:
        model, parent, title = _model(record), self._parent(record), _title(record)
        if model is None:
            reason = _("this site has no pages of its kind.")
        elif parent is None:
            reason = _("the page that it belongs below is not here.")
        elif _is_taken(parent, _slug(record)):
            reason = _("another page has its address %(address)s already. Give one of them another address.") % {
                "address": f"{parent.url_path}{_slug(record)}/"
            }
        elif not model.can_create_at(parent.specific):
            reason = _("“%(parent)s” cannot hold another page of its kind.") % {"parent": parent.title}
        else:
            page = model(title=title, slug=_slug(record), translation_key=UUID(record["id"]), live=False)
            try:
                Page._meta.get_field("slug").clean(page.slug, page)
                parent.add_child(instance=page)
            except ValidationError as error:
                reason = sentence(error)
            else:
                self.made.add(record["id"])
                self.outcome.added["pages"] += 1
                return page
        self.outcome.tell(_("The page “%(page)s” was left out: %(reason)s") % {"page": title, "reason": reason})
        return None

    def _tie_followers(self) -> None:
        """Say of each new page that follows another which one that is."""
        for record in self.records:
            if record["id"] in self.made and "follows" in record:
                source = self.identities.number_of(Page, record["follows"])
                Page.objects.filter(pk=self.placed[record["id"]]).update(alias_of=source)


def checked_pages(records: dict[str, Record]) -> list[Record]:
    """Return records of pages whose basics can be relied on; raises ArchiveProblem otherwise."""
    for name, record in records.items():
        try:
            is_sound = str(UUID(record["id"])) == record["id"] and _has_basics(record)
        except (KeyError, ValueError, TypeError, AttributeError):
            is_sound = False
        if not is_sound:
            raise ArchiveProblem(_("%(file)s does not say what it should. Export again.") % {"file": name[:200]})
    found = list(records.values())
    if len({record["id"] for record in found}) != len(found):
        raise ArchiveProblem(_("Two pages of the archive have the same id. Export again."))
    return found


def _has_basics(record: Record) -> bool:
    versions = [record] if "follows" in record else [record[name] for name in VERSIONS if record[name] is not None]
    return (
        isinstance(record["kind"], str)
        and isinstance(record["parent"], str | None)
        and isinstance(record.get("follows"), str | None)
        and type(record["place"]) is int
        and bool(versions)
        and all(isinstance(version[part], str) for version in versions for part in ("title", "slug"))
    )


def first_version(record: Record) -> Record:
    """Return what a new page begins with: what is or was live, or else its draft."""
    return next(version for version in (record.get(name) for name in VERSIONS) if version)


def _title(record: Record) -> str:
    title: str = (record if "follows" in record else first_version(record))["title"]
    return title[:255] or _("Untitled")


def _slug(record: Record) -> str:
    slug: str = (record if "follows" in record else first_version(record))["slug"]
    return slug


def _model(record: Record) -> Any:
    try:
        model = apps.get_model(record["kind"])
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, Page) and model is not Page else None


def _is_taken(parent: Page, slug: str) -> bool:
    return parent.get_children().filter(slug=slug).exists()


def _parents_first(records: list[Record]) -> list[Record]:
    """Return the records so that each comes after its parent; raises ArchiveProblem where they go round in a circle."""
    by_id = {record["id"]: record for record in records}
    depths: dict[str, int] = {}
    for record in records:
        trail = []
        while record is not None and record["id"] not in depths:
            if record["id"] in trail:
                raise ArchiveProblem(_("Pages of the archive lie below each other in a circle. Export again."))
            trail.append(record["id"])
            record = by_id.get(record["parent"])  # type: ignore[assignment]
        depth = depths[record["id"]] if record is not None else 0
        for step, id in enumerate(reversed(trail), start=1):
            depths[id] = depth + step
    return sorted(
        records, key=lambda record: (depths[record["id"]], record["parent"] or "", record["place"], record["id"])
    )
