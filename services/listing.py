"""Which services list a condition, edited from the condition's side.

The relation belongs to the service: its rows are part of the service's drafts and publishing. A tick on the
condition's page therefore becomes a draft of the service, never a second copy of the relation.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import Revision

if TYPE_CHECKING:
    from services.models import ConditionPage, ServicePage

# What differs between two revisions of a page although nobody edited anything.
BOOKKEEPING = {
    "draft_title",
    "expired",
    "first_published_at",
    "has_unpublished_changes",
    "last_published_at",
    "latest_revision",
    "latest_revision_created_at",
    "live",
    "live_revision",
    "locked",
    "locked_at",
    "locked_by",
}


def listing_service_ids(condition: "ConditionPage") -> set[int]:
    """Return the ids of services whose newest draft lists the condition; two queries however many services."""
    from services.models import ServiceCondition, ServicePage

    published = ServiceCondition.objects.filter(condition_id=condition.pk, service__has_unpublished_changes=False)
    drafts = ServicePage.objects.filter(has_unpublished_changes=True).values("latest_revision")
    return set(published.values_list("service_id", flat=True)) | {
        int(draft.object_id) for draft in Revision.objects.filter(pk__in=drafts) if _lists(draft.content, condition.pk)
    }


def draft_listing(condition: "ConditionPage", service_ids: Collection[int], user: AbstractBaseUser | None) -> None:
    """Make exactly the services in `service_ids` list the condition, each by a new draft of its page."""
    from services.models import ServiceCondition, ServicePage

    for service in ServicePage.objects.filter(pk__in=set(service_ids) ^ listing_service_ids(condition)):
        draft = service.get_latest_revision_as_object()
        rows = list(draft.service_conditions.all())
        kept = [row for row in rows if row.condition_id != condition.pk]
        if service.pk in service_ids:
            kept.append(ServiceCondition(condition=condition, sort_order=len(kept)))
        draft.service_conditions.set(kept)
        draft.save_revision(user=user)


def publish_listing(condition: "ConditionPage", user: Any) -> list["ServicePage"]:
    """Publish the drafts that only changed whether the service lists the condition.

    Returns the services whose drafts had to wait, because they hold other changes or `user` may not publish them.
    """
    from services.models import ServicePage

    waiting = []
    for service in ServicePage.objects.filter(live=True, has_unpublished_changes=True).select_related(
        "latest_revision", "live_revision"
    ):
        if service.live_revision is None:
            continue
        draft, live = service.latest_revision.content, service.live_revision.content
        if _lists(draft, condition.pk) == _lists(live, condition.pk):
            continue
        if _without(draft, condition.pk) == _without(live, condition.pk) and (
            service.permissions_for_user(user).can_publish()
        ):
            service.latest_revision.publish(user=user)
        else:
            waiting.append(service)
    return waiting


def _lists(content: dict[str, Any], condition_id: int) -> bool:
    return any(row["condition"] == condition_id for row in content["service_conditions"])


def _without(content: dict[str, Any], condition_id: int) -> dict[str, Any]:
    rows = [
        (row["condition"], row["note"]) for row in content["service_conditions"] if row["condition"] != condition_id
    ]
    return {key: value for key, value in content.items() if key not in BOOKKEEPING} | {"service_conditions": rows}
