"""What a page tells search engines about itself."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from clinic.pages import BasePage
from clinic.structured_data import as_script, page_graph

register = template.Library()


@register.simple_tag(takes_context=True)
def structured_data(context: Context) -> SafeString | str:
    """Describe the page, the way to it, the site and the clinic; costs no query."""
    page = context.get("page")
    if not isinstance(page, BasePage) or context.get("request") is None:
        return ""
    whole_context: dict[str, Any] = context.flatten()  # type: ignore[assignment]
    return as_script(page_graph(page, whole_context))


@register.simple_tag(takes_context=True)
def canonical_address(context: dict[str, Any]) -> str:
    return context["page"].canonical_address(context["request"], context.get("part"))
