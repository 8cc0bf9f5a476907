"""What a page tells search engines about itself."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from clinic.pages import BasePage
from clinic.structured_data import Node, as_script, breadcrumbs, site_address, website

register = template.Library()


@register.simple_tag(takes_context=True)
def structured_data(context: Context) -> SafeString | str:
    """Describe the page, the way to it, the site and the clinic; costs no query."""
    page, request = context.get("page"), context.get("request")
    if not isinstance(page, BasePage) or request is None:
        return ""
    part, clinic = context.get("part"), context["settings"]["home"]["ClinicSettings"]
    home, address = site_address(request), page.canonical_address(request, part)
    trail = [(crumb.title, crumb.get_full_url(request)) for crumb in context["navigation"].trail if crumb.is_public]
    way = breadcrumbs(address, [*trail, (part.title, address)] if part else trail)
    whole_context: dict[str, Any] = context.flatten()  # type: ignore[assignment]
    nodes: list[Node | None] = [
        *page.describe(address, whole_context),
        way,
        website(home, clinic.name, get_language() or ""),
        clinic.describe(home),
    ]
    return as_script([described for described in nodes if described])


@register.simple_tag(takes_context=True)
def canonical_address(context: dict[str, Any]) -> str:
    return context["page"].canonical_address(context["request"], context.get("part"))
