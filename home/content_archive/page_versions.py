"""Gives pages that have their place their versions: what is live, what has its day, and the newest draft."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from clinic.publishing import CannotPublish, locked, publishing_problems
from home.content_archive.checking import check, check_draft, sentence
from home.content_archive.format import ArchiveProblem
from home.content_archive.identities import Identities
from home.content_archive.outcome import Outcome
from home.content_archive.page_places import Record
from home.content_archive.page_records import VERSIONS, as_of_now, parse_moment, versions_of
from home.content_archive.scope import LEFT_OUT_FIELDS, carried_fields, carried_relations
from home.content_archive.translation import Inward, Outward
from home.content_archive.values import fill, written

Versions = dict[str, Any]  # by VERSIONS; an object in memory, or None


class PageVersions:
    """Saves versions as new revisions where they differ, and publishes what may be published here."""

    def __init__(self, identities: Identities, outcome: Outcome) -> None:
        self.inward, self.outward = Inward(identities), Outward(identities)
        self.outcome = outcome

    def bring_in(self, number: int, record: Record, is_new: bool) -> None:
        """Make a page what the archive has it to be, as far as it may be that here."""
        page: Any = locked(Page, number).specific
        name = page.get_admin_display_title()
        record = as_of_now(record)
        wanted: Versions = {version: self._in_memory(page, record[version]) for version in VERSIONS}
        there = versions_of(page, self.outward)
        if self._written(wanted) == there and not is_new:
            return
        if not is_new and (reason := self._hindrance(page)):
            self.outcome.tell(reason)
            return
        if self._withhold(name, wanted, there):
            there["live"] = None  # from here on it is only the draft that counts
        elif page.live and not wanted["live"]:
            page.unpublish()
        if self._written(wanted) == there and not is_new:
            return
        self._save(page, wanted, there)
        if wanted["live"] or is_new:
            dates = {name: parse_moment(record.get(name)) for name in ("first_published_at", "last_published_at")}
            Page.objects.filter(pk=page.pk).update(**dates)
        if not is_new:
            self.outcome.changed["pages"] += 1

    def follow(self, number: int, record: Record) -> None:
        """Give a page that follows another the content of that page."""
        page: Any = Page.objects.get(pk=number).specific
        source = page.alias_of and page.alias_of.specific
        if source is None:
            self.outcome.tell(_("“%(page)s” follows a page that is not here.") % {"page": record["title"]})
        elif source.live and record.get("live"):
            source.update_aliases()

    def _in_memory(self, page: Any, data: Record | None) -> Any:
        """Return a version of the page in memory; raises ArchiveProblem where the archive's data is unfit."""
        if data is None:
            return None
        # In memory through and through, so that its rows are those that are saved.
        version = page.with_content_json(page.serializable_data())
        _forget_left_out(version)
        try:
            fill(version, data, self.inward)
            check_draft(version)
        except ValidationError as error:
            raise ArchiveProblem(
                _("“%(page)s” in the archive is not as it should be: %(reason)s")
                % {"page": data["title"][:100], "reason": sentence(error)}
            ) from error
        self.outcome.tell_of_missing(f"“{data['title'][:100]}”", self.inward.missing)
        if not Page._slug_is_available(version.slug, page.get_parent(), page):
            self.outcome.tell(
                _("“%(page)s” keeps its address: another page has %(slug)s already.")
                % {"page": data["title"][:100], "slug": version.slug}
            )
            version.slug = page.slug
        known = {field.name for field in carried_fields(type(page))} | {
            relation.get_accessor_name() for relation in carried_relations(type(page))
        }
        for unknown in sorted(set(data) - known):
            self.outcome.tell(
                _("“%(field)s” of %(kind)s was left out: this site does not know it.")
                % {"field": unknown[:100], "kind": page._meta.label}
            )
        return version

    def _written(self, versions: Versions) -> dict[str, Any]:
        found = {name: version and written(version, self.outward) for name, version in versions.items()}
        if found["draft"] in (found["live"], found["scheduled"]):
            found["draft"] = None
        return found

    def _hindrance(self, page: Any) -> str:
        title = {"page": page.get_admin_display_title()}
        if page.workflow_in_progress:
            return _("“%(page)s” is under review, and stays as it is here.") % title
        if page.locked:
            return _("“%(page)s” is locked, and stays as it is here.") % title
        return ""

    def _withhold(self, name: str, wanted: Versions, there: dict[str, Any]) -> bool:
        """Make drafts of versions that must not go out; return whether what is live here stays so instead."""
        stays_live = False
        for version in ("scheduled", "live"):
            if wanted[version] is None or written(wanted[version], self.outward) == there[version]:
                continue
            if reason := _reason_to_withhold(wanted[version]):
                self.outcome.tell(_("“%(page)s” came in as a draft. %(reason)s") % {"page": name, "reason": reason})
                stays_live = version == "live" and there["live"] is not None
                wanted["draft"], wanted[version] = wanted["draft"] or wanted[version], None
        return stays_live

    def _save(self, page: Any, wanted: Versions, there: dict[str, Any]) -> None:
        """Save what differs, oldest first, since each version builds on the one before."""
        data = self._written(wanted)
        drops_draft = there["draft"] is not None and data["draft"] is None
        drops_schedule = there["scheduled"] is not None and data["scheduled"] is None
        saves_live = wanted["live"] and (data["live"] != there["live"] or drops_draft or drops_schedule)
        saves_scheduled = wanted["scheduled"] and (data["scheduled"] != there["scheduled"] or saves_live)
        if drops_schedule:
            Revision.page_revisions.filter(object_id=str(page.pk)).update(approved_go_live_at=None)
        if saves_live:
            self._publish(wanted["live"])
        if saves_scheduled:
            self._publish(wanted["scheduled"])
        if wanted["draft"] and (data["draft"] != there["draft"] or saves_live or saves_scheduled):
            self._draft(wanted["draft"])

    def _draft(self, version: Any) -> Revision:
        now = Page.objects.get(pk=version.pk)
        version.live, version.live_revision_id = now.live, now.live_revision_id
        version.latest_revision_id = now.latest_revision_id
        version.first_published_at = now.first_published_at
        if not now.live:
            version.save()  # as the editor does: the row of a page that is not live holds its newest draft
        revision: Revision = version.save_revision(clean=False, log_action=True)
        return revision

    def _publish(self, version: Any) -> None:
        revision = self._draft(version)
        try:
            revision.publish()
        except CannotPublish as error:
            self.outcome.tell(
                _("“%(page)s” came in as a draft. %(reason)s")
                % {"page": version.get_admin_display_title(), "reason": " ".join(error.problems)}
            )


def _reason_to_withhold(version: Any) -> str:
    """Say why a version must not go out here; empty where it may."""
    try:
        check(version)
    except ValidationError as error:
        return sentence(error)
    return " ".join(publishing_problems(version))


def _forget_left_out(version: Any) -> None:
    """Empty the fields of its own that do not travel: what they say belongs to another version than the archive's."""
    for field in type(version)._meta.local_concrete_fields:
        if f"{field.model._meta.label}.{field.name}" in LEFT_OUT_FIELDS:
            setattr(version, field.attname, field.get_default())
