"""Work that the worker does: finding out what others are to be told, and telling them."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from clinic.changes import Changed
from staff.webhooks.delivering import deliver_due
from staff.webhooks.finding import find_events, may_have_changed, write_change
from staff.webhooks.models import Delivery

REST_AFTER_FAILURE = timedelta(minutes=5)


@task(backend="worker", priority=-5)
def tell_others() -> int:
    """Tell the front ends that listen of what changed on the site, and return how many messages were sent."""
    if may_have_changed():
        find_events()
    return deliver_due()


def note_change(kind: Changed, instance: Any, **kwargs: Any) -> None:
    """Write down that something public changes, in that transaction, and have others told when it is over."""
    write_change(kind, instance)
    tell_after_commit()


def tell_after_commit() -> None:
    transaction.on_commit(tell_soon, robust=True)  # the clock comes to it, too


def tell_soon() -> None:
    """Have others told, unless that is about to happen anyway, or has just failed and must be mended first."""
    rounds = DBTaskResult.objects.filter(task_path=tell_others.module_path)
    just_failed = rounds.failed().filter(finished_at__gt=timezone.now() - REST_AFTER_FAILURE)
    if not (rounds.ready().exists() or just_failed.exists()):
        tell_others.enqueue()


def tell_what_is_left() -> None:
    """Have others told of what did not reach them before: for the clock, which so brings about the second tries."""
    if may_have_changed() or Delivery.objects.due().exists():
        tell_soon()
