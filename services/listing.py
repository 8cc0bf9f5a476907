"""Which services list a condition, edited from the condition's side.

The relation belongs to the service: its rows are part of the service's drafts and publishing. A tick on the
condition's page therefore becomes a draft of the service, never a second copy of the relation. The condition's own
draft remembers what its ticks changed, and publishing the condition publishes just that.
"""

from typing import TYPE_CHECKING, Any

from wagtail.log_actions import LogContext
from wagtail.models import Revision

from clinic.publishing import publishing_problems

if TYPE_CHECKING:
    from services.models import ConditionPage, ServicePage

# What differs between two versions of a page although nobody edited anything.
BOOKKEEPING = {
    "depth",
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
    "numchild",
    "path",
    "url_path",
    "wagtail_admin_comments",
}


def listing_service_ids(condition: "ConditionPage") -> set[int]:
    """Return the ids of services whose newest draft lists the condition; two queries however many services."""
    from services.models import ServiceCondition, ServicePage

    published = ServiceCondition.objects.filter(condition_id=condition.pk, service__has_unpublished_changes=False)
    drafts = ServicePage.objects.filter(has_unpublished_changes=True).values("latest_revision")
    return set(published.values_list("service_id", flat=True)) | {
        int(draft.object_id)
        for draft in Revision.objects.filter(pk__in=drafts)
        if any(row["condition"] == condition.pk for row in draft.content["service_conditions"])
    }


def listed_titles(condition: "ConditionPage") -> list[str]:
    """Return the titles of the services that list a version of a condition once it is published."""
    from services.models import ServiceCondition, ServicePage

    listed = set(ServiceCondition.objects.filter(condition_id=condition.pk).values_list("service_id", flat=True))
    for number, wanted in condition.listing_changes.items():
        (listed.add if wanted else listed.discard)(int(number))
    return list(ServicePage.objects.filter(pk__in=listed).order_by("title").values_list("title", flat=True))


def draft_listing(condition: "ConditionPage", user: Any) -> None:
    """Save a new draft of each service that the condition's ticks change."""
    for service, wanted in _ticked_services(condition):
        draft = service.get_latest_revision_as_object()
        if set_listed(draft, condition, wanted):
            with LogContext(user):  # of its own: Wagtail's page history shows one entry of each, for all pages together
                draft.save_revision(user=user, clean=False, log_action=True)


def publish_listing(condition: "ConditionPage", user: Any) -> None:
    """Publish what the ticks of a condition that was just published change on live services, and nothing else.

    Other unpublished changes of a service stay its draft. A service that is locked, under review, not the
    user's to publish, or that must not go out as it is keeps the tick as a draft; `waiting_services` names it.
    """
    from services.models import ServicePage

    for service, wanted in _ticked_services(condition):
        if not service.live or not _may_publish(service, user):
            continue
        draft = service.get_latest_revision_as_object()
        position = next((row.sort_order for row in draft.service_conditions.all() if row.condition == condition), None)
        if set_listed(service, condition, wanted, position) and not publishing_problems(service):
            with LogContext(user):
                service.save_revision(user=user, clean=False, log_action=True).publish(user=user)
            if _contents(draft) != _contents(ServicePage.objects.get(pk=service.pk)):
                draft.save_revision(user=user, clean=False)


def waiting_services(condition: "ConditionPage") -> list["ServicePage"]:
    """Return the live services that do not show yet what the ticks of a published condition changed."""
    return [
        service
        for service, wanted in _ticked_services(condition)
        if service.live and service.service_conditions.filter(condition_id=condition.pk).exists() != wanted
    ]


def _ticked_services(condition: "ConditionPage") -> list[tuple["ServicePage", bool]]:
    from services.models import ServicePage

    services = ServicePage.objects.filter(pk__in=condition.listing_changes, alias_of__isnull=True)
    services = services.order_by("pk")  # all lock them in one order
    return [(service, condition.listing_changes[str(service.pk)]) for service in services]


def set_listed(service: "ServicePage", condition: "ConditionPage", wanted: bool, position: int | None = None) -> bool:
    """Add the condition in memory, at the end unless at `position`, or take it away; return whether that changed it."""
    from services.models import ServiceCondition

    rows = list(service.service_conditions.all())
    kept = [row for row in rows if row.condition_id != condition.pk]
    if (len(kept) < len(rows)) == wanted:
        return False
    if wanted:
        # A row that is still live comes back with its note and place.
        row = ServiceCondition.objects.filter(service_id=service.pk, condition=condition).first()
        end = max((row.sort_order or 0 for row in rows), default=-1) + 1
        kept.append(row or ServiceCondition(condition=condition, sort_order=end if position is None else position))
    service.service_conditions.set(kept)
    return True


def _may_publish(service: "ServicePage", user: Any) -> bool:
    if service.workflow_in_progress:
        return False
    if user is None:
        return not service.locked
    permissions = service.permissions_for_user(user)
    return bool(permissions.can_publish() and not permissions.page_locked())


def _contents(service: "ServicePage") -> dict[str, Any]:
    """Return what a person edits on a service, comparable between drafts and what is live."""
    data = {name: value for name, value in service.serializable_data().items() if name not in BOOKKEEPING}
    for name, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict) and "sort_order" in value[0]:
            data[name] = [{k: v for k, v in row.items() if k not in ("pk", "sort_order")} for row in value]
    return data
