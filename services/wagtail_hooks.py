"""What services add to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from services.listing import publish_listing
from services.models import ConditionPage


@hooks.register("after_publish_page")
def publish_ticked_services(request: HttpRequest, page: Page) -> None:
    """Publish with a condition what its ticks changed on services, and name the services that must wait."""
    if not isinstance(page, ConditionPage):
        return
    for service in publish_listing(page, request.user):
        messages.warning(
            request,
            _("“%(service)s” has other unpublished changes. The tick shows when that page is published.")
            % {"service": service.get_admin_display_title()},
        )
