"""The screens of the guide."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from staff.guide.pages import PICTURES, START, GuidePage, guide, page_url


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """One page of the guide, for everybody who may sign in to the admin."""

    template_name = "staff/guide/page.html"
    header_icon = "help"

    def setup(self, request: HttpRequest, name: str = START, **kwargs: Any) -> None:
        super().setup(request, name=name, **kwargs)
        if name not in guide():
            raise Http404
        self.page: GuidePage = guide()[name]

    def get_page_title(self) -> str:
        return self.page.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        start = {"url": page_url(START), "label": guide()[START].title}
        here = {"url": "", "label": self.page.title}
        return [*self.breadcrumbs_items, *([] if self.page.name == START else [start]), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = list(guide().values())
        place = pages.index(self.page)
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "pages": pages,
            "previous": pages[place - 1] if place else None,
            "next": pages[place + 1] if place + 1 < len(pages) else None,
        }


class WholeGuideView(WagtailAdminTemplateMixin, TemplateView):
    """The whole guide on one page, to be searched by the browser, or printed."""

    template_name = "staff/guide/whole.html"
    header_icon = "help"
    page_title = gettext_lazy("The whole guide")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        start = {"url": page_url(START), "label": guide()[START].title}
        return [*self.breadcrumbs_items, start, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"pages": guide().values()}


@require_safe
@cache_control(private=True, max_age=3600)
def serve_picture(request: HttpRequest, name: str) -> FileResponse:
    try:
        return FileResponse((PICTURES / f"{name}.png").open("rb"))
    except FileNotFoundError as error:
        raise Http404 from error
