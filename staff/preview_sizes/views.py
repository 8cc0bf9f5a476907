"""The screen with three previews, and what stands in each."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.preview import PreviewOnEditView
from wagtail.utils.decorators import xframe_options_sameorigin_override

SIZES = [
    {"name": gettext_lazy("Phone"), "icon": "mobile-alt", "width": 360},
    {"name": gettext_lazy("Tablet"), "icon": "tablet-alt", "width": 768},
    {"name": gettext_lazy("Desktop"), "icon": "desktop", "width": 1280},
]


class PreviewFrame(PreviewOnEditView):
    """The page as Wagtail's preview has it; without what is typed but not saved, where no preview was opened."""

    http_method_names = ["get"]

    @method_decorator(xframe_options_sameorigin_override)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.get_form_state_queryset().exists():
            return super().get(request, *args, **kwargs)
        return self.object.make_preview_request(
            request, self.object.default_preview_mode, self.get_extra_request_attrs()
        )


class PreviewSizesView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "staff/preview_sizes/sizes.html"
    page_title = gettext_lazy("Phone, tablet and desktop")
    header_icon = "view"

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        frame = PreviewFrame()
        frame.setup(request, page_id=page_id)  # finds the page, and refuses whoever may not edit it
        self.page = frame.object
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        title = self.page.get_admin_display_title()
        editor = {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": title}
        return [*self.breadcrumbs_items, editor, {"url": "", "label": f"{self.page_title}: {title}"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = reverse("preview_sizes_frame", args=[self.page.pk])
        return super().get_context_data(**kwargs) | {"sizes": SIZES, "frame": f"{frame}?in_preview_panel=true"}
