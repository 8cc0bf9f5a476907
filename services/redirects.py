"""Redirects from a service's other names to its page."""

from typing import Any

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect

from services.models import AliasRedirect, ServicePage


@transaction.atomic
def update_alias_redirects(instance: ServicePage, **kwargs: Any) -> None:
    """Make the redirects of a service that was just published match its aliases.

    A redirect that somebody made by hand, or that belongs to another service, stays as it is.
    """
    site = instance.get_site()
    wanted = set(instance.alias_paths)
    Redirect.objects.filter(aliasredirect__service=instance).exclude(old_path__in=wanted).delete()
    existing = set(Redirect.objects.filter(old_path__in=wanted, site=site).values_list("old_path", flat=True))
    for path in sorted(wanted - existing):
        redirect = Redirect.add_redirect(path, instance, site=site)
        AliasRedirect.objects.create(redirect=redirect, service=instance)


def delete_alias_redirects(instance: ServicePage, **kwargs: Any) -> None:
    """Remove the redirects of a service that was just unpublished."""
    Redirect.objects.filter(aliasredirect__service=instance).delete()
