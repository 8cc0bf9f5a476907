"""The newest versions of many pages, read in one query however many there are."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from wagtail.models import Page, Revision, WorkflowState

from clinic.page_rights import pages_open_to


def newest_contents(pages: Iterable[Page]) -> dict[int, dict[str, Any]]:
    """Return the newest version of each page that has one of its own, as Wagtail stores it, by the page's id."""
    by_revision = {page.latest_revision_id: page.pk for page in pages if page.latest_revision_id}
    revisions = Revision.objects.filter(pk__in=by_revision)
    return {by_revision[pk]: content for pk, content in revisions.values_list("pk", "content")}


def editable(model: type[Page], user: Any) -> QuerySet[Any]:
    """Return the pages of a type whose editor is open to `user`, ready to be asked for what stands against that."""
    return with_states(editable_pages(model, user))


def editable_pages(model: type[Page], user: Any) -> QuerySet[Any]:
    """Return the pages of a type whose editor is open to `user`, without the copies that follow another page."""
    allowed = pages_open_to(user, "change").values("pk")
    pages: QuerySet[Any] = model.objects.filter(pk__in=allowed, alias_of__isnull=True)
    return pages


def with_states(pages: Any) -> QuerySet[Any]:
    """Return pages of their own types, with what tells whether they are locked, under review or wait for their day.

    Else Wagtail asks for that page by page.
    """
    if pages.model is Page:
        pages = pages.specific()
    # Wagtail's own method looks for approvals of one type of page as if they were of Page.
    states = WorkflowState.objects.active().select_related("current_task_state__task")
    prefetch = Prefetch("_specific_workflow_states", states, to_attr="_current_workflow_states")
    ready: QuerySet[Any] = pages.prefetch_related(prefetch).annotate_approved_schedule()
    return ready
