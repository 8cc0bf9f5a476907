"""What photos and consents say on the admin's first page."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import ngettext, ngettext_lazy
from wagtail.permissions import policy_registry

from clinic.needs import Need
from media.consents import NOTICE_DAYS
from media.library import Attention, needs
from media.models import ClinicImage, Consent

# What is left to do for photos, but for those on no page, which may wait there as long as they like.
SENTENCES = {
    Attention.WORDLESS: ngettext_lazy(
        "%(number)d photo has no alt text", "%(number)d photos have no alt text", "number"
    ),
    Attention.UNSAID: ngettext_lazy(
        "%(number)d photo does not say who is shown", "%(number)d photos do not say who is shown", "number"
    ),
    Attention.UNCONSENTED: ngettext_lazy(
        "%(number)d photo shows a client without a valid consent",
        "%(number)d photos show clients without a valid consent",
        "number",
    ),
    Attention.DAMAGED: ngettext_lazy(
        "The file of %(number)d photo is missing or damaged",
        "The files of %(number)d photos are missing or damaged",
        "number",
    ),
}


def photos_need(user: Any) -> Iterator[Need]:
    policy = policy_registry.get_by_type(ClinicImage)
    if not policy.user_has_permission(user, "change"):
        return
    counts: dict[str, Any] = {kind.value: Count("pk", filter=needs(kind)) for kind in SENTENCES}
    oldest = {f"{kind.value}_since": Min("created_at", filter=needs(kind)) for kind in SENTENCES}
    found = policy.instances_user_has_permission_for(user, "change").aggregate(**counts, **oldest)
    for kind, sentence in SENTENCES.items():
        number = found[kind.value]
        url = f"{reverse('wagtailimages:index')}?attention={kind.value}"
        yield Need(number, sentence % {"number": number}, url, found[f"{kind.value}_since"])


def consents_need(user: Any) -> Iterator[Need]:
    """Yield the consents with photos that end soon, and those that have ended."""
    if not policy_registry.get_by_type(Consent).user_has_permission(user, "change"):
        return
    tied = Consent.objects.filter(photos__isnull=False)
    ending, ended = Q(pk__in=Consent.objects.ending(NOTICE_DAYS)), Q(pk__in=Consent.objects.ended())
    found = tied.aggregate(
        ending=Count("pk", filter=ending, distinct=True),
        ended=Count("pk", filter=ended, distinct=True),
        ended_on=Min("expires_on", filter=ended),
    )
    soon = ngettext(
        "%(number)d consent for photos ends within %(days)d days",
        "%(number)d consents for photos end within %(days)d days",
        found["ending"],
    )
    over = ngettext(
        "%(number)d consent has ended while photos are tied to it",
        "%(number)d consents have ended while photos are tied to them",
        found["ended"],
    )
    url = reverse("consents:index")
    yield Need(found["ending"], soon % {"number": found["ending"], "days": NOTICE_DAYS}, f"{url}?state=ending")
    yield Need(found["ended"], over % {"number": found["ended"]}, f"{url}?state=ended", found["ended_on"])
