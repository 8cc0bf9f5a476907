"""How versions of a page are compared, where Wagtail would show what the program keeps and not what people read."""

from typing import Any

from django.db import models
from django.utils.formats import localize
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.admin.compare import FieldComparison, M2MFieldComparison, TextDiff, register_comparison_class

from clinic.fields import NameListField


class ValueComparison(FieldComparison):
    """Numbers, days and ticks, as they are written in the page's language; nothing is said to be empty."""

    def htmldiff(self) -> str:
        before, after = shown(self.val_a), shown(self.val_b)
        if before == after:
            return str(escape(after))
        return str(TextDiff([("deletion", before), ("addition", after)], separator=" ").to_html())


def shown(value: Any) -> str:
    if value is None or value == "":
        return _("empty")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(localize(value))


for kind in (models.DecimalField, models.IntegerField, models.BooleanField, models.DateField):
    register_comparison_class(kind, comparison_class=ValueComparison)
register_comparison_class(NameListField, comparison_class=M2MFieldComparison)
