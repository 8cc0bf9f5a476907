"""The panel at the head of the admin's first page."""

from typing import Any

from django.forms import Media
from wagtail.admin.ui.components import Component

from clinic.needs import needs_of
from staff.dashboard.trends import trends_for


class NeedsPanel(Component):
    name = "needs_somebody"
    order = 10
    template_name = "staff/dashboard/needs.html"
    media = Media(css={"all": ["staff/dashboard.css"]})

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"needs": needs_of(user), "trends": trends_for(user)}
