"""What the screens for many pages share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from staff.many.changes import Recorder


class ManyView(WagtailAdminTemplateMixin, View):
    """A screen of “Many at once”, for those whom `may_use` lets in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_use(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @staticmethod
    def may_use(user: Any) -> bool:
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = [{"url": "", "label": gettext_lazy("Many at once")}, {"url": "", "label": self.get_page_title()}]
        return [*super().get_breadcrumbs_items(), *here]

    def show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))


def tell(request: HttpRequest, recorder: Recorder, others: list[str] | None = None) -> None:
    """Tell a person what a change to many pages did and how to take it back, and what stays as it was."""
    if recorder.pages:
        published = sum(entry.published for entry in recorder.pages)
        drafts = len(recorder.pages) - published
        parts = [f"{recorder.change}."]
        if published:
            parts.append(
                ngettext("%(number)d page shows it now.", "%(number)d pages show it now.", published)
                % {"number": published}
            )
        if drafts:
            parts.append(
                ngettext("%(number)d page has it in its draft.", "%(number)d pages have it in their drafts.", drafts)
                % {"number": drafts}
            )
        button = messages.button(reverse("many_change", args=[recorder.change.pk]), _("See and undo"))
        messages.success(request, " ".join(parts), buttons=[button])
    if left := [*(others or ()), *recorder.left]:
        messages.warning(request, " ".join(left))
    elif not recorder.pages:
        messages.info(request, _("Nothing was changed."))
