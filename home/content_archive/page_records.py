"""A page as an archive has it: where it stands, who may read it, and its versions."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import BaseViewRestriction, Page, Revision

from home.content_archive.translation import Outward
from home.content_archive.values import written

VERSIONS = ("live", "scheduled", "draft")
KINDS_OF_PRIVACY = (BaseViewRestriction.LOGIN, BaseViewRestriction.GROUPS, BaseViewRestriction.PASSWORD)


def page_record(page: Page, place: int, outward: Outward) -> dict[str, Any]:
    """Return all that an archive says of a page; `place` is its number among the pages below its parent."""
    parent = page.get_parent()
    record = {
        "id": str(page.translation_key),
        "kind": page.specific_class._meta.label,
        "parent": None if parent.is_root() else str(parent.translation_key),
        "place": place,
        "privacy": privacy_of(page),
    }
    if page.alias_of_id:
        follows = outward.row(Page, page.alias_of_id)
        return record | {"follows": follows, "title": page.title, "slug": page.slug, "live": page.live}
    dates = {name: _moment(getattr(page, name)) for name in ("first_published_at", "last_published_at")}
    return record | dates | versions_of(page, outward)


def versions_of(page: Page, outward: Outward) -> dict[str, Any]:
    """Return the versions of a page that are not the same: live, approved to go live on a day, and the newest draft."""
    specific = page.specific
    live = written(specific, outward) if page.live else None
    scheduled_revision = Revision.page_revisions.filter(
        object_id=str(page.pk), approved_go_live_at__isnull=False
    ).first()
    scheduled = written(scheduled_revision.as_object(), outward) if scheduled_revision else None
    newest = written(page.get_latest_revision_as_object(), outward)
    draft = None if newest in (live, scheduled) else newest
    return {"live": live, "scheduled": scheduled, "draft": draft}


def as_of_now(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with what has become of its versions since it was written.

    What was to go live by now is live, and what was to expire by now is a draft.
    """
    versions = {name: record.get(name) for name in VERSIONS}
    if is_past(versions["scheduled"], "go_live_at"):
        versions["live"], versions["scheduled"] = versions["scheduled"], None
    if is_past(versions["live"], "expire_at"):
        versions["draft"], versions["live"] = versions["draft"] or versions["live"], None
    return record | versions


def is_past(version: Any, name: str) -> bool:
    moment = isinstance(version, dict) and isinstance(version.get(name), str) and parse_moment(version[name])
    return bool(moment and moment <= timezone.now())


def parse_moment(text: Any) -> datetime | None:
    """Return the moment that a text names with its time zone, or None where it names none."""
    try:
        moment = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def privacy_of(thing: Any) -> list[dict[str, Any]]:
    """Return the restrictions on reading a page or collection itself, without passwords."""
    return sorted(_restrictions(thing), key=str)


def _restrictions(thing: Any) -> Iterator[dict[str, Any]]:
    for restriction in thing.view_restrictions.all():
        groups = sorted(group.name for group in restriction.groups.all())
        of_groups = restriction.restriction_type == BaseViewRestriction.GROUPS
        yield {"kind": restriction.restriction_type} | ({"groups": groups} if of_groups else {})


def _moment(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat() if value else None
