"""What is due by the clock: to go live, or to expire.

Wagtail's own command clears the schedule before it saves the page, and outside a transaction: if it is stopped between,
the page is neither live nor scheduled. It stops at the first page that fails, and drops the schedule of a new version
when the old one expires. Here each page is one transaction, under a lock on its row.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, Page, Revision

from clinic.models import ScheduleProblem
from clinic.publishing import CannotPublish, locked
from clinic.tasks import tell_of_problem

logger = logging.getLogger(__name__)

Action = ScheduleProblem.Action


@dataclass(frozen=True)
class Due:
    """A page or snippet that is to go live or to expire, with the type and number of the row to be locked."""

    action: Action
    content_type_id: int
    object_id: str
    at: datetime
    title: str

    @property
    def key(self) -> tuple[str, int, str]:
        return self.action, self.content_type_id, self.object_id

    def lock(self) -> Any:
        """Return the row, or None if it is gone or another process is at it."""
        model = ContentType.objects.get_for_id(self.content_type_id).model_class()
        return model and locked(model, self.object_id, wait=False)


@dataclass(frozen=True)
class Outcome:
    """What came of it: that it is done, or what the problem is."""

    due: Due
    problem: str = ""


def find_due(now: datetime) -> list[Due]:
    """Return what is due, in the order in which to do it.

    What goes live comes first: where the machine was off, the new version decides whether the page has expired.
    """
    revisions = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    publishing = [
        Due(Action.PUBLISH, revision.base_content_type_id, revision.object_id, at, revision.object_str)
        for revision in revisions.defer("content")
        if (at := revision.approved_go_live_at)
    ]
    expiring = [
        Due(Action.UNPUBLISH, ContentType.objects.get_for_model(model).pk, str(found.pk), found.expire_at, str(found))
        for model in _models_with_drafts()
        for found in model._base_manager.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
    ]
    # One for each object: of several versions that are due, the last.
    return list({due.key: due for due in [*publishing, *expiring]}.values())


def publish_due(retry: bool = False) -> list[Outcome]:
    """Publish and take off the site what is due, and return what came of it.

    Any number of processes may do so at once. What fails stays scheduled, is shown to staff, and rests for some minutes
    before it is tried again, unless `retry`.
    """
    now = timezone.now()
    found = find_due(now)
    problems = {problem.key: problem for problem in ScheduleProblem.objects.all()}
    for key in problems.keys() - {due.key for due in found}:
        problems[key].delete()  # its schedule was cancelled, or the page is gone
    outcomes = []
    for due in found:
        if not retry and due.key in problems and problems[due.key].rests(now):
            continue
        try:
            if _carry_out(due, now):
                outcomes.append(Outcome(due))
        except Exception as error:
            outcomes.append(Outcome(due, _in_words(error)))
            try:
                _remember(due, error, now)
            except Exception:
                logger.exception("Could not remember why “%s” was not published", due.title)
    return outcomes


@transaction.atomic
def _carry_out(due: Due, now: datetime) -> bool:
    """Do what is due, and return whether it still had to be done."""
    row = due.lock()
    if row is None:
        return False
    done = _publish(row, now) if due.action == Action.PUBLISH else _unpublish(row, now)
    ScheduleProblem.objects.filter(
        action=due.action, content_type=due.content_type_id, object_id=due.object_id
    ).delete()
    return done


def _publish(row: Any, now: datetime) -> bool:
    scheduled = row.revisions.filter(approved_go_live_at__lte=now)
    revision = scheduled.order_by("-approved_go_live_at", "-pk").first()
    if revision is None:
        return False
    with _kept(row.revisions.filter(approved_go_live_at__gt=now)):
        revision.publish(log_action="wagtail.publish.scheduled")
    # Its time may be over too. It then never shows, but is as it would be had the machine been on.
    _unpublish(type(row)._base_manager.get(pk=row.pk), now)
    return True


def _unpublish(row: Any, now: datetime) -> bool:
    if not (row.live and row.expire_at and row.expire_at <= now):
        return False
    instance = row.specific if isinstance(row, Page) else row
    with _kept(row.revisions.filter(approved_go_live_at__isnull=False)):
        instance.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


@contextmanager
def _kept(revisions: models.QuerySet[Revision]) -> Iterator[None]:
    """Keep the schedule of these versions, which Wagtail clears with that of all others."""
    times = dict(revisions.values_list("pk", "approved_go_live_at"))
    yield
    for pk, time in times.items():
        Revision.objects.filter(pk=pk).update(approved_go_live_at=time)


@transaction.atomic
def _remember(due: Due, error: Exception, now: datetime) -> None:
    """Show staff why it failed, log it unless that is known, and have whoever scheduled it written to, once."""
    reason = _in_words(error)
    values = {"due_at": due.at, "tried_at": now, "reason": reason}
    key = {"action": due.action, "content_type_id": due.content_type_id, "object_id": due.object_id}
    problem, new = ScheduleProblem.objects.get_or_create(**key, defaults={"since": now, **values})
    by_staff = isinstance(error, CannotPublish | ValidationError)  # is this to be mended
    if new or problem.reason != reason:
        exc_info = None if by_staff else error
        logger.error("“%s” is due to %s and could not: %s", due.title, due.action.label, reason, exc_info=exc_info)
    this = ScheduleProblem.objects.filter(pk=problem.pk)
    this.update(**values)
    # Anything else, such as a busy database, is often over at the next try.
    if (by_staff or not new) and this.filter(told=False).update(told=True):
        tell_of_problem.enqueue(problem.pk)


def _in_words(error: Exception) -> str:
    if isinstance(error, CannotPublish):
        return " ".join(error.problems)
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return _("Something went wrong on the server (%(error)s). Tell whoever looks after the site.") % {
        "error": f"{type(error).__name__}: {error}"
    }


def _models_with_drafts() -> list[Any]:
    snippets = [m for m in apps.get_models() if issubclass(m, DraftStateMixin) and not issubclass(m, Page)]
    return [Page, *snippets]
