"""Brings events to endpoints: at least once, each page's in order, and again after ever longer pauses."""

import logging
import time
from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.utils import timezone
from django.utils.translation import gettext as _

from staff.webhooks.addresses import CannotReach
from staff.webhooks.models import LEASE, PAUSES, Delivery, Endpoint, Event
from staff.webhooks.sending import Answer, send
from staff.webhooks.signing import signed_headers

logger = logging.getLogger(__name__)

SECONDS_AT_A_TIME = 30  # then other tasks of the worker have their turn
KEPT = timedelta(days=30)
GONE = 410


def deliver_due() -> int:
    """Send what is due, one after the other, and return how many were sent.

    An endpoint that does not answer at all is left alone until the next time, so that others need not wait for it.
    """
    ends_at = time.monotonic() + SECONDS_AT_A_TIME
    silent: set[int] = set()
    number = 0
    while time.monotonic() < ends_at:
        due = Delivery.objects.due().exclude(endpoint__in=silent).select_related("endpoint", "event")
        delivery = due.first()
        if delivery is None:
            break
        if _take(delivery):
            number += 1
            if not _deliver(delivery):
                silent.add(delivery.endpoint_id)
    return number


def _take(delivery: Delivery) -> bool:
    """Begin a try. Where several workers come here at once, one of them changes the row.

    If that one is ended before it is done, the next try is due when LEASE is over.
    """
    now = timezone.now()
    same = Delivery.objects.waiting().filter(pk=delivery.pk, next_at=delivery.next_at)
    delivery.attempts += 1
    return bool(same.update(next_at=now + LEASE, tried_at=now, attempts=delivery.attempts))


def _deliver(delivery: Delivery) -> bool:
    """Send it and keep what came of it; return whether the endpoint answered anything."""
    endpoint, event = delivery.endpoint, delivery.event
    try:
        headers = signed_headers(endpoint.secrets(), event.uid, int(time.time()), event.body)
        answer = send(endpoint.address, event.body, headers)
    except InvalidToken:
        _keep(delivery, None, _("The secret cannot be read, as the site has another key. Make a new one."))
    except CannotReach as error:
        _keep(delivery, None, str(error))
    else:
        _keep(delivery, answer, _problem(answer))
        if answer.status == GONE:
            _switch_off(endpoint)
        return True
    return False


def _problem(answer: Answer) -> str:
    if 200 <= answer.status < 300:
        return ""
    if 300 <= answer.status < 400:
        return _("It leads elsewhere (%(status)d), which is not followed. Enter the final address.") % vars(answer)
    if answer.status == GONE:
        return _("It is gone for good (410), so this webhook was switched off.")
    return _("It answered with status %(status)d.") % vars(answer)


def _keep(delivery: Delivery, answer: Answer | None, problem: str) -> None:
    """Keep what came of a try, unless meanwhile the endpoint was deleted or another try was begun."""
    state, next_at = Delivery.State.WAITING, None
    if not problem:
        state = Delivery.State.DELIVERED
    elif delivery.attempts > len(PAUSES) or (answer and answer.status == GONE):
        state = Delivery.State.GIVEN_UP
    else:
        next_at = timezone.now() + PAUSES[delivery.attempts - 1]
    Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts).update(
        state=state,
        next_at=next_at,
        problem=problem,
        status=answer.status if answer else None,
        answer=answer.text if answer else "",
    )


def _switch_off(endpoint: Endpoint) -> None:
    Endpoint.objects.filter(pk=endpoint.pk).update(active=False, gone_at=timezone.now())
    logger.warning("The webhook “%s” is gone and was switched off.", endpoint)


def forget_old() -> None:
    """Delete events that are a month old, but for those that still wait."""
    waiting = Delivery.objects.waiting().filter(endpoint__active=True).values("event")
    Event.objects.filter(happened_at__lt=timezone.now() - KEPT).exclude(pk__in=waiting).delete()
