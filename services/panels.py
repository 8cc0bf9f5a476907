"""Panels of the page editor."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.admin.compare import M2MFieldComparison
from wagtail.admin.panels import FieldPanel

from services.listing import listed_titles

if TYPE_CHECKING:
    from services.models import ConditionPage


class TicksComparison(M2MFieldComparison):
    """The services that list a condition, in two of its versions."""

    def __init__(self, before: "ConditionPage", after: "ConditionPage") -> None:
        self.val_a, self.val_b = listed_titles(before), listed_titles(after)

    def field_label(self) -> str:
        return _("Services that list it")


class TicksPanel(FieldPanel):
    """The services that list a condition. No field of the page holds them, so versions are compared here."""

    class BoundPanel(FieldPanel.BoundPanel):
        def get_comparison(self) -> list[Any]:
            return [TicksComparison]
