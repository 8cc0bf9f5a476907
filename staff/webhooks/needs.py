"""What webhooks say on the admin's first page."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import ngettext

from clinic.needs import Need
from staff.webhooks.models import Delivery, Endpoint


def webhooks_need(user: Any) -> Iterator[Need]:
    """Yield the messages that were given up, and the webhooks that were switched off because nobody is there."""
    if not user.has_perm("webhooks.change_endpoint"):
        return
    given_up, gone = Q(deliveries__state=Delivery.State.GIVEN_UP, active=True), Q(gone_at__isnull=False)
    found = Endpoint.objects.aggregate(
        given_up=Count("deliveries", filter=given_up, distinct=True),
        given_up_since=Min("deliveries__tried_at", filter=given_up),
        gone=Count("pk", filter=gone, distinct=True),
        gone_since=Min("gone_at"),
    )
    sentence = ngettext(
        "%(number)d message to a front end could not be delivered",
        "%(number)d messages to front ends could not be delivered",
        found["given_up"],
    )
    url = f"{reverse('webhooks:deliveries')}?state={Delivery.State.GIVEN_UP}"
    yield Need(found["given_up"], sentence % {"number": found["given_up"]}, url, found["given_up_since"])
    sentence = ngettext(
        "%(number)d webhook was switched off because its front end is gone",
        "%(number)d webhooks were switched off because their front ends are gone",
        found["gone"],
    )
    yield Need(found["gone"], sentence % {"number": found["gone"]}, reverse("webhooks:index"), found["gone_since"])
