"""The admin screen that brings in an old page."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from clinic.page_rights import kinds_open_to
from services.drafting import CannotDraft, Plan, make_drafts, make_plan
from services.forms import OldPageForm
from services.models import ConditionListPage, ServiceIndexPage, TechniqueIndexPage


def may_bring_in(user: Any) -> bool:
    """Return whether the user may add every kind of page that an old page turns into."""
    return {ServiceIndexPage, ConditionListPage, TechniqueIndexPage} <= kinds_open_to(user, "add")


class OldPageView(WagtailAdminTemplateMixin, View):
    """Take a text, show what was understood of it, and make the drafts once a person agrees.

    The source travels with the form, so nothing is kept on the server before the last step.
    """

    page_title = gettext_lazy("Bring in an old page")
    header_icon = "upload"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": gettext_lazy("Bring in an old page")},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_bring_in(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show("services/old_page_form.html", form=OldPageForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OldPageForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show("services/old_page_form.html", form=form)
        refused = set(request.POST.getlist("offered")) - set(request.POST.getlist("accepted"))
        plan = make_plan(form.cleaned_data["source"], refused)
        if "make" in request.POST:
            return self.make(request, plan)
        return self.review(plan)

    def make(self, request: HttpRequest, plan: Plan) -> HttpResponse:
        update = plan.existing if request.POST.get("target") == "update" else None
        permissions = update and update.permissions_for_user(request.user)
        if permissions and (not permissions.can_edit() or permissions.page_locked()):
            problem = _("You may not change “%(page)s” now. Make a new page, or ask who looks after it.")
            messages.error(request, problem % {"page": plan.existing})
            return self.review(plan)
        try:
            service = make_drafts(plan, request.user, update)
        except CannotDraft as problem:
            messages.error(request, str(problem))
            return self.review(plan)
        messages.success(
            request,
            _("The draft of “%(page)s” is ready. Read it through, add photos and prices, then publish.")
            % {"page": service.get_admin_display_title()},
        )
        if plan.not_placed:
            messages.warning(request, _("Not placed on the page: %s") % " · ".join(plan.not_placed))
        return redirect("wagtailadmin_pages:edit", service.pk)

    def review(self, plan: Plan) -> HttpResponse:
        return self.show("services/old_page_review.html", plan=plan)

    def show(self, template: str, **context: Any) -> HttpResponse:
        self.template_name = template
        return self.render_to_response(self.get_context_data(**context))
