"""What search engines read about the clinic itself."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.utils import timezone

from clinic.structured_data import Node, node
from home.hours import Hours, Stretch

if TYPE_CHECKING:
    from home.models import ClinicSettings

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def business(clinic: "ClinicSettings", address: str) -> Node:
    """Return the clinic, with its address and hours where it has one place, or else with all its places."""
    places = [_place(clinic, place.value) for place in clinic.places]
    booking = clinic.booking_url and node("ReserveAction", target=clinic.booking_url)
    licence = clinic.licence_number and node("PropertyValue", propertyID="licence", value=clinic.licence_number)
    return node(
        clinic.kind,
        id=f"{address}#clinic",
        name=clinic.name,
        url=address,
        telephone=clinic.telephone,
        email=clinic.email,
        logo=f"{address.rstrip('/')}{static('clinic/favicon-512.png')}",
        identifier=licence,
        potentialAction=booking,
        **(places[0] if len(places) == 1 else {"location": [node("Place", **place) for place in places]}),
    )


def _place(clinic: "ClinicSettings", place: Any) -> dict[str, Any]:
    """Return what is said of a place; its name only tells several apart."""
    hours = clinic.hours_of(place)
    return {
        **({"name": place["name"] or place["locality"]} if len(clinic.places) > 1 else {}),
        "address": node(
            "PostalAddress",
            streetAddress=place["street"],
            addressLocality=place["locality"],
            addressRegion=place["region"],
            postalCode=place["postcode"],
            addressCountry=place["country"],
        ),
        "openingHoursSpecification": _week(hours),
        "specialOpeningHoursSpecification": _special_days(hours, timezone.localdate(timezone=hours.zone)),
    }


def _week(hours: Hours) -> list[Node]:
    """Return each stretch with the days it holds on; without any, a closed day."""
    stretches = sorted({stretch for day in hours.week for stretch in day})
    return [
        _specification(stretch, dayOfWeek=[name for name, day in zip(DAYS, hours.week, strict=True) if stretch in day])
        for stretch in stretches
    ]


def _special_days(hours: Hours, today: date) -> list[Node]:
    return [
        _specification(stretch, validFrom=special.first.isoformat(), validThrough=special.last.isoformat())
        for special in hours.special
        if special.last >= today
        for stretch in special.stretches or [None]
    ]


def _specification(stretch: Stretch | None, **when: Any) -> Node:
    """Return opening hours; closed is opening and closing at midnight, as Google asks for."""
    opens, closes = (stretch.opens, stretch.closes) if stretch else (None, None)
    return node(
        "OpeningHoursSpecification",
        opens=opens.isoformat("minutes") if opens else "00:00",
        closes=closes.isoformat("minutes") if closes else "00:00",
        **when,
    )
