"""A service that does not say what it costs, how long it takes, or how to book it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.models import Page

from enquiries.models import ContactPage
from services.models import ServicePage
from staff.checks.findings import Finding, Kind, Place
from staff.checks.surroundings import Surroundings


def booking(page: Page, surroundings: Surroundings) -> Iterator[Finding]:
    """Find what a visitor who wants to come would miss; a clinic may have reasons, so it advises."""
    if not isinstance(page, ServicePage):
        return
    options = list(page.options.all())
    place = Place.of_field("options", _("Length and price"))
    if not options:
        yield Finding(Kind.BOOKING, _("The page says neither how long this takes nor what it costs."), place)
    elif all(option.price is None for option in options):
        yield Finding(Kind.BOOKING, _("The page does not say what this costs; visitors read “ask us”."), place)
    if not _can_be_booked(surroundings):
        yield Finding(
            Kind.BOOKING,
            _(
                "There is no way to book this. Give a telephone number, an e-mail address or a booking address in the "
                "clinic’s settings, or publish a contact page and show it in menus."
            ),
        )


def _can_be_booked(surroundings: Surroundings) -> bool:
    return surroundings.settings.can_be_reached or any(
        page.is_public and page.show_in_menus and surroundings.is_of_type(page, ContactPage)
        for page in surroundings.pages.values()
    )
