"""Changing many pages as one: each keeps its draft and its history, and one undo takes all of them back."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.log_actions import LogContext, log
from wagtail.models import Page, Revision

from clinic.publishing import CannotPublish
from services.listing import listing_service_ids
from services.models import ConditionPage
from staff.many.drafts import with_states
from staff.many.models import BulkChange, PageChange

MOST_PAGES = 100  # in one change: some seconds of saving, during which others who save must wait


def locked_for_change(model: type[Page], numbers: Iterable[int]) -> QuerySet[Any]:
    """Return pages that nobody else changes until the transaction ends. Whoever locks several does so in one order."""
    pages = Page.objects.filter(pk__in=numbers, alias_of__isnull=True).order_by("pk")
    locked = [page.pk for page in pages.select_for_update()]
    return with_states(model.objects.filter(pk__in=locked))


def obstacle(page: Page, user: Any) -> str:
    """Say why `user` may not change the page here; empty where nothing stands against it."""
    title = page.get_admin_display_title()
    permissions = page.permissions_for_user(user)
    if not permissions.can_edit():
        return _("“%(page)s” is not yours to edit.") % {"page": title}
    if page.workflow_in_progress:
        return _("“%(page)s” is under review.") % {"page": title}
    if permissions.page_locked():
        return _("“%(page)s” is locked.") % {"page": title}
    return ""


def is_wholly_published(page: Page) -> bool:
    """Return whether visitors see the newest version of the page."""
    return bool(page.live and not page.has_unpublished_changes)


def draft_of(page: Page) -> Any:
    """Return the newest version of a page in memory, to be changed and saved."""
    # In memory through and through: rows changed here are the rows that are saved.
    draft = page.with_content_json(page.latest_revision.content if page.latest_revision else page.serializable_data())
    if isinstance(draft, ConditionPage) and is_wholly_published(page):
        # Its ticks have gone out. Saved again they would undo what somebody changed on the services since.
        draft.listing_changes = {}
    return draft


class Recorder:
    """Saves pages of one change to many, and notes each of them. `left` are sentences on what stays as it was."""

    def __init__(self, kind: BulkChange.Kind, user: Any, undoes: BulkChange | None, **data: Any) -> None:
        self.user = user
        self.change = BulkChange(kind=kind, user=user, undoes=undoes, data=data)
        self.pages: list[PageChange] = []
        self.left: list[str] = []

    def add(self, page: Page, **data: Any) -> None:
        """Note a page that is new and has its first draft already."""
        entry = PageChange(page_id=page.pk, title=page.title, data=data | {"page": page.title}, made_page=True)
        entry.revision_after = page.latest_revision
        with LogContext(self.user):
            log(page, "many.change", user=self.user, revision=entry.revision_after, data=entry.data)
        self.pages.append(entry)

    def save(self, page: Page, draft: Any, publish: bool = False, **data: Any) -> PageChange:
        """Save `draft` as the newest version of `page`, and publish it where that was asked for and may be.

        Only a page whose newest version is public is published: nothing else goes out with it.
        """
        before = page.latest_revision or page.save_revision(changed=False, clean=False)
        entry = PageChange(page_id=page.pk, title=draft.title, data=data | {"page": draft.title})
        entry.revision_before, entry.was_published = before, is_wholly_published(page)
        # Wagtail's page history shows one entry for each context and action, even where they belong to several pages.
        with LogContext(self.user):
            save = draft.save_alone if isinstance(draft, ConditionPage) else draft.save_revision
            entry.revision_after = revision = save(user=self.user, clean=False)
            log(draft, "many.change", user=self.user, revision=revision, content_changed=True, data=entry.data)
            if publish:
                self._publish(page, entry, revision)
        self.pages.append(entry)
        return entry

    def _publish(self, page: Page, entry: PageChange, revision: Revision) -> None:
        problems = []
        if not entry.was_published:
            problems.append(_("It is a draft, or has other changes that wait for publishing."))
        elif not page.permissions_for_user(self.user).can_publish():
            problems.append(_("It is not yours to publish."))
        else:
            try:
                revision.publish(user=self.user)
                entry.published = True
            except CannotPublish as error:
                problems += error.problems
        if problems:
            self.left.append(
                " ".join([_("“%(page)s” has the change in its draft.") % {"page": entry.title}, *problems])
            )

    def keep(self) -> None:
        """Store the record, unless nothing was changed."""
        if not self.pages:
            return
        self.change.data |= {"left": self.left}
        self.change.save()
        for entry in self.pages:
            entry.bulk_change = self.change
        PageChange.objects.bulk_create(self.pages)


@contextmanager
def change_to_many(
    kind: BulkChange.Kind, user: Any, undoes: BulkChange | None = None, **data: Any
) -> Iterator[Recorder]:
    """Change pages within one transaction: all of it is saved and recorded, or nothing."""
    with transaction.atomic():
        recorder = Recorder(kind, user, undoes, **data)
        yield recorder
        recorder.keep()


def undo(change: BulkChange, user: Any) -> Recorder:
    """Put back each page of a change that nobody changed since; what stays as it is gets a sentence in `left`."""
    undone = {name: value for name, value in change.data.items() if name != "left"}
    with change_to_many(BulkChange.Kind.UNDO, user, change, undone_kind=change.kind, undone=undone) as recorder:
        entries = list(change.pages.select_related("revision_before"))
        pages = {
            page.pk: page for page in locked_for_change(Page, [entry.page_id for entry in entries if entry.page_id])
        }
        # New pages go last: drafts of services that are put back list them no more.
        for entry in sorted(entries, key=lambda entry: entry.made_page):
            page = pages.get(entry.page_id)
            if reason := reason_to_leave(entry, page, user):
                recorder.left.append(reason)
            elif entry.made_page:
                _delete(page, recorder)
            else:
                _put_back(page, entry, recorder)
    return recorder


def reason_to_leave(entry: PageChange, page: Any, user: Any) -> str:
    """Say why one page of a change cannot be put back by `user`; empty where it can."""
    title = {"page": entry.title}
    if page is None:
        return _("“%(page)s” is gone.") % title
    if page.latest_revision_id != entry.revision_after_id or not entry.revision_after_id:
        return _("“%(page)s” was changed since.") % title
    if (page.live_revision_id == entry.revision_after_id) != entry.published:
        return _("“%(page)s” was published or taken from the site since.") % title
    if reason := obstacle(page, user):
        return reason
    permissions = page.permissions_for_user(user)
    if entry.published and not permissions.can_publish():
        return _("“%(page)s” is published, and not yours to publish.") % title
    if entry.made_page:
        if not permissions.can_delete():
            return _("“%(page)s” is not yours to delete.") % title
    elif not entry.revision_before_id:
        return _("The former version of “%(page)s” is not kept any more.") % title
    return ""


def _put_back(page: Any, entry: Any, recorder: Recorder) -> None:
    draft = page.with_content_json(entry.revision_before.content)
    if isinstance(draft, ConditionPage) and entry.was_published:
        draft.listing_changes = {}  # as in `draft_of`
    recorder.save(page, draft, publish=entry.published, what="undone", undone=entry.data)
    if entry.was_published and not entry.published:
        # The draft is what visitors see all along.
        type(page).objects.filter(pk=page.pk).update(has_unpublished_changes=False)


def _delete(page: Any, recorder: Recorder) -> None:
    if isinstance(page, ConditionPage) and listing_service_ids(page):
        recorder.left.append(_("“%(page)s” is listed by a service, and stays.") % {"page": page.title})
        return
    data = {"what": "undone", "undone": {"what": "added", "page": page.title}, "page": page.title}
    recorder.pages.append(PageChange(title=page.title, data=data))
    DeletePageAction(page, user=recorder.user).execute()
