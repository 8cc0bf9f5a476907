"""The blocks of the clinic's settings."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from home.hours import SpecialDays, Stretch

LONGEST_NIGHT = timedelta(hours=12)


class StretchValue(blocks.StructValue):
    @property
    def stretch(self) -> Stretch:
        return Stretch(self["opens"], self["closes"])


class StretchBlock(blocks.StructBlock):
    """A time from opening to closing, in the clinic's own time zone; it may go on past midnight."""

    opens = blocks.TimeBlock(label=_("Opens"))
    closes = blocks.TimeBlock(label=_("Closes"), help_text=_("A time before the opening time is on the next day."))

    class Meta:
        icon = "time"
        label = _("Opening hours")
        value_class = StretchValue

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        opens, closes = (datetime.combine(date.min, value[name]) for name in ("opens", "closes"))
        goes_on = closes <= opens and (closes.time() > time.min or opens == closes)  # beyond midnight
        if goes_on and closes + timedelta(days=1) - opens > LONGEST_NIGHT:
            # Such as 9:00 to 5:30, where 17:30 is meant.
            raise StructBlockValidationError(
                {
                    "closes": ValidationError(
                        _("That would be open overnight, for more than 12 hours. Write afternoon times such as 17:30.")
                    )
                }
            )
        return value


class OpeningHoursBlock(StretchBlock):
    """One stretch of time on one day of the week."""

    day = blocks.ChoiceBlock(choices=[(str(number), name) for number, name in WEEKDAYS.items()], label=_("Day"))

    class Meta:
        form_layout = ["day", "opens", "closes"]
        label_format = "{day} {opens} – {closes}"


class SpecialDaysValue(blocks.StructValue):
    @property
    def special_days(self) -> SpecialDays:
        stretches = tuple(hours.stretch for hours in self["hours"])
        return SpecialDays(self["first"], self["last"] or self["first"], stretches, self["note"])


class SpecialDaysBlock(blocks.StructBlock):
    """Days on which it is closed, or open at other times than in other weeks."""

    first = blocks.DateBlock(label=_("First day"))
    last = blocks.DateBlock(label=_("Last day"), required=False, help_text=_("Empty: that one day."))
    hours = blocks.ListBlock(StretchBlock(), label=_("Hours on each of these days"), default=[])
    note = blocks.CharBlock(
        label=_("Note"), max_length=60, required=False, help_text=_("Shown to visitors, such as “holidays”.")
    )

    class Meta:
        icon = "date"
        label = _("Special days")
        label_format = "{first} {note}"
        value_class = SpecialDaysValue

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value["last"] and value["last"] < value["first"]:
            raise StructBlockValidationError(
                {"last": ValidationError(_("The last day must not come before the first day."))}
            )
        return value


class PlaceBlock(blocks.StructBlock):
    """A place where the clinic works."""

    name = blocks.CharBlock(label=_("Name"), max_length=100, required=False, help_text=_("Such as “Main Street”."))
    street = blocks.CharBlock(label=_("Street and number"), max_length=200)
    locality = blocks.CharBlock(label=_("Town"), max_length=100)
    region = blocks.CharBlock(label=_("State or region"), max_length=100, required=False)
    postcode = blocks.CharBlock(label=_("Postcode"), max_length=20, required=False)
    country = blocks.CharBlock(label=_("Country"), max_length=100, required=False)
    hours = blocks.ListBlock(
        OpeningHoursBlock(),
        label=_("Opening hours"),
        default=[],
        collapsed=True,  # a week has many
        help_text=_("One entry for each stretch: a day with a break in it has two. Days without an entry are closed."),
    )
    special_days = blocks.ListBlock(
        SpecialDaysBlock(),
        label=_("Special days of this place"),
        default=[],
        help_text=_("Only what differs from the other places. They win over the special days of the clinic."),
    )

    class Meta:
        icon = "site"
        label = _("Place")
        label_format = "{street}, {locality}"


class ClaimBlock(blocks.StructBlock):
    """Words that the clinic does not want to claim, and what to write instead."""

    words = blocks.CharBlock(label=_("Words"), max_length=100)
    plainer = blocks.CharBlock(label=_("Plainer wording"), max_length=200)

    class Meta:
        icon = "warning"
        label = _("Claim")
        label_format = "{words}: {plainer}"
