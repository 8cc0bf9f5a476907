"""The first steps: one page on what the person does most, first shown on the admin's first page."""

from typing import Any

from django.db import transaction
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.users.models import UserProfile

from staff.guide.pages import START, page_url
from staff.guide.steps import steps_for

HIDDEN = "first_steps"  # among what Wagtail remembers that a person dismissed


def is_hidden_for(user: Any) -> bool:
    profile = UserProfile.objects.filter(user=user).first()
    return bool(profile and profile.dismissibles.get(HIDDEN))


def remember(user: Any, is_hidden: bool) -> None:
    """Keep whether this person wants the first steps on the admin's first page."""
    UserProfile.get_for_user(user)  # makes it where there is none
    with transaction.atomic():
        profile = UserProfile.objects.select_for_update().get(user=user)
        profile.dismissibles[HIDDEN] = is_hidden
        profile.save(update_fields=["dismissibles"])


class FirstStepsPanel(Component):
    """The first steps at the head of the admin's first page, until the person has seen enough of them."""

    name = "first_steps"
    order = 5
    template_name = "staff/guide/first_steps.html"
    media = Media(css={"all": ["staff/guide.css"]})

    def __init__(self, is_hidden: bool) -> None:
        self.is_hidden = is_hidden

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        return {
            "request": request,
            "csrf_token": parent_context["csrf_token"],
            "roles": steps_for(request.user),
            "guide_url": page_url(START),
            "is_hidden": self.is_hidden,
        }


class FirstStepsView(WagtailAdminTemplateMixin, TemplateView):
    """The first steps as a page of their own, for those who took them from the first page."""

    template_name = "staff/guide/first_steps_page.html"
    header_icon = "list-ol"
    page_title = gettext_lazy("First steps for you")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": page_url(START), "label": _("Guide")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"first_steps": FirstStepsPanel(is_hidden_for(self.request.user))}

    def post(self, request: HttpRequest) -> HttpResponse:
        remember(request.user, "show" not in request.POST)
        return redirect("wagtailadmin_home")
