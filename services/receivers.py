"""What follows from publishing, whichever way it came about: by hand, in bulk, on schedule or by approval."""

from typing import Any

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import get_active_log_context

from services.addresses import alias_paths
from services.listing import publish_listing
from services.models import AliasRedirect, ConditionPage, ServicePage


@transaction.atomic
def update_alias_redirects(instance: ServicePage, **kwargs: Any) -> None:
    """Make the redirects of a service that was just published match its aliases.

    A redirect that somebody made by hand, or that belongs to another service, stays as it is.
    """
    site = instance.get_site()
    wanted = set(alias_paths(instance.other_names))
    Redirect.objects.filter(aliasredirect__service=instance).exclude(old_path__in=wanted).delete()
    existing = set(Redirect.objects.filter(old_path__in=wanted, site=site).values_list("old_path", flat=True))
    for path in sorted(wanted - existing):
        redirect = Redirect.add_redirect(path, instance, site=site)
        AliasRedirect.objects.create(redirect=redirect, service=instance)


def delete_alias_redirects(instance: ServicePage, **kwargs: Any) -> None:
    """Remove the redirects of a service that was just unpublished."""
    Redirect.objects.filter(aliasredirect__service=instance).delete()


def publish_ticks(instance: ConditionPage, **kwargs: Any) -> None:
    """Publish with a condition what its ticks changed on services that whoever publishes it may publish.

    That is not always who wrote it: a reviewer approves what an editor ticked. Nobody is at work when the clock
    publishes what was approved before.
    """
    if instance.live:  # not only scheduled
        publish_listing(instance, get_active_log_context().user)
