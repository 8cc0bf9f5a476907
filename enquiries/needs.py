"""What enquiries say on the admin's first page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.permissions import policy_registry

from clinic.needs import Need
from enquiries.models import Enquiry


def may_answer(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Enquiry).user_has_permission(user, "change"))


def enquiries_need(user: Any) -> Iterator[Need]:
    if may_answer(user):
        new = Enquiry.objects.filter(state=Enquiry.State.NEW).aggregate(number=Count("pk"), since=Min("received_at"))
        sentence = ngettext(
            "%(number)d enquiry waits for an answer", "%(number)d enquiries wait for an answer", new["number"]
        )
        yield Need(new["number"], sentence % new, f"{reverse('enquiries:index')}?state=new", new["since"])


def received_on(day: date) -> dict[str, int]:
    """Return how many enquiries came on a day; only the number outlives them."""
    zone = timezone.get_default_timezone()
    with timezone.override(zone):
        return {"enquiries": Enquiry.objects.filter(received_at__date=day).count()}
