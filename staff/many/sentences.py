"""What was done to many pages, and to each of them, in sentences. Only what they are made of is stored."""

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_LETTERS = 60  # of words looked for, within a sentence


def change_sentence(kind: str, data: dict[str, Any]) -> str:
    """Say what a change to many pages did as a whole."""
    if kind == "undo":
        return _("Undid: %(sentence)s") % {"sentence": change_sentence(data["undone_kind"], data["undone"])}
    number = data["number"]
    match kind:
        case "paste":
            sentence = ngettext(
                "Added %(number)d condition from a list", "Added %(number)d conditions from a list", number
            )
        case "grid":
            sentence = ngettext(
                "Changed %(number)d tick between conditions and services",
                "Changed %(number)d ticks between conditions and services",
                number,
            )
        case "prices":
            sentence = ngettext("Changed %(number)d length or price", "Changed %(number)d lengths and prices", number)
        case _words:
            sentence = ngettext(
                "Replaced “%(old)s” by “%(new)s” in %(number)d place",
                "Replaced “%(old)s” by “%(new)s” in %(number)d places",
                number,
            )
    return sentence % _short(data)


def page_sentence(data: dict[str, Any]) -> str:
    """Say what a change to many pages did to one of them: “Changed 3 conditions of “Deep tissue massage””."""
    match data["what"]:
        case "undone":
            return _("Undid: %(sentence)s") % {"sentence": page_sentence(data["undone"])}
        case "added":
            return _("Added “%(page)s” from a list") % data
        case "conditions":
            sentence = ngettext(
                "Changed %(number)d condition of “%(page)s”",
                "Changed %(number)d conditions of “%(page)s”",
                data["number"],
            )
        case "services":
            sentence = ngettext(
                "Changed %(number)d service that lists “%(page)s”",
                "Changed %(number)d services that list “%(page)s”",
                data["number"],
            )
        case "options":
            sentence = ngettext(
                "Changed %(number)d length or price of “%(page)s”",
                "Changed %(number)d lengths and prices of “%(page)s”",
                data["number"],
            )
        case _words:
            sentence = ngettext(
                "Replaced “%(old)s” by “%(new)s” in %(number)d place of “%(page)s”",
                "Replaced “%(old)s” by “%(new)s” in %(number)d places of “%(page)s”",
                data["number"],
            )
    return sentence % _short(data)


def _short(data: dict[str, Any]) -> dict[str, Any]:
    return {
        name: Truncator(value).chars(MOST_LETTERS) if name in ("old", "new") else value for name, value in data.items()
    }
