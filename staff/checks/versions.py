"""The versions of pages that are checked: what is live, and what waits to be."""

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision

from clinic.pages import BasePage
from staff.checks.checking import find_all
from staff.checks.findings import Finding


def findings_by_page(pages: Collection[Page]) -> dict[int, list[Finding]]:
    """Return what is found on each of the pages, in its newest version or as published; pages without are left out.

    The number of queries does not grow with the number of pages, except for those that were saved by no form.
    """
    versions = _versions(pages)
    found: dict[int, dict[Finding, None]] = {}
    for version, findings in zip(versions, find_all(versions), strict=True):
        if findings:
            found.setdefault(version.pk, {}).update(dict.fromkeys(findings))
    return {number: list(findings) for number, findings in found.items()}


def _versions(pages: Collection[Page]) -> list[Page]:
    """Return the newest version of each page, and the published one where that differs, newest first."""
    wanted = {number for page in pages for number in (page.latest_revision_id, _published(page)) if number}
    revisions = Revision.objects.in_bulk(wanted)
    versions = []
    for page in pages:
        saved = [revisions[number] for number in (page.latest_revision_id, _published(page)) if number in revisions]
        models = [ContentType.objects.get_for_id(revision.content_type_id).model_class() for revision in saved]
        versions += [
            _as_it_stands(_read(model, revision.content), page)
            for revision, model in zip(saved, models, strict=True)
            if model and issubclass(model, BasePage)
        ]
        if not saved and isinstance(specific := page.specific, BasePage):
            versions.append(specific)
    return versions


def _read(model: Any, content: dict[str, Any]) -> Any:
    """Make a page of what was saved, without relations such as body areas, each of which would take a query."""
    relations = {field.name for field in model._meta.many_to_many}
    kept = {name: value for name, value in content.items() if name not in relations}
    return model.from_serializable_data(kept, check_fks=False)


def _published(page: Page) -> int | None:
    return page.live_revision_id if page.live and page.live_revision_id != page.latest_revision_id else None


def _as_it_stands(version: Any, page: Page) -> Any:
    """Give a version the place in the tree that its page has today."""
    for name in ("pk", "path", "depth", "numchild", "url_path", "live"):
        setattr(version, name, getattr(page, name))
    return version
