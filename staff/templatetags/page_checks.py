"""The list of findings in the page editor."""

from typing import Any

from django import template

from staff.checks.checking import find
from staff.checks.editing import listed, page_in

register = template.Library()


@register.inclusion_tag("staff/checks/panel.html")
def page_checks(page: Any, form: Any) -> dict[str, Any]:
    """Show what is found on the page as it was saved, or as a form that was refused has it."""
    return listed(find(page_in(form) if form.is_bound else page))
