"""The blocks of the clinic's settings."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError


class OpeningHoursValue(blocks.StructValue):
    @property
    def day_name(self) -> str:
        return str(WEEKDAYS[int(self["day"])])


class OpeningHoursBlock(blocks.StructBlock):
    """One stretch of time on one day of the week, in the clinic's own time zone."""

    day = blocks.ChoiceBlock(choices=[(str(number), name) for number, name in WEEKDAYS.items()], label=_("Day"))
    opens = blocks.TimeBlock(label=_("Opens"))
    closes = blocks.TimeBlock(label=_("Closes"))

    class Meta:
        icon = "time"
        label = _("Opening hours")
        value_class = OpeningHoursValue

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value["closes"] <= value["opens"]:
            raise StructBlockValidationError(
                {"closes": ValidationError(_("The closing time must come after the opening time."))}
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
    hours = blocks.ListBlock(OpeningHoursBlock(), label=_("Opening hours"), default=[])

    class Meta:
        icon = "site"
        label = _("Place")
