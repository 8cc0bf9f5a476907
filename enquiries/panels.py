"""How the inbox shows what a visitor wrote."""

from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from wagtail.admin.panels import FieldPanel


class WrittenPanel(FieldPanel):
    """A field as it was written, not to be changed: with its lines, and with a link where it is a way to answer."""

    def __init__(self, *args: Any, scheme: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "read_only": True})
        self.scheme = scheme

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"scheme": self.scheme}

    def format_value_for_display(self, value: Any) -> str:
        if value and self.scheme:
            return format_html('<a href="{}:{}">{}</a>', self.scheme, value.replace(" ", ""), value)
        return linebreaksbr(value) if isinstance(value, str) else super().format_value_for_display(value)
