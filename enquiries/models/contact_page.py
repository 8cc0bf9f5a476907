"""The page with the form."""

from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.url_routing import RouteResult

from clinic.blocks import ProseBlock
from clinic.guide import GuidePanel
from clinic.pages import BasePage, PagePart
from enquiries.forms import EnquiryForm
from enquiries.intake import Refused, take_in
from enquiries.models.enquiry import EnquirySettings


class ContactPage(BasePage):
    """How to reach the clinic, and a form.

    The form is sent to `send/` below the page and leads to `sent/`. That address takes no CSRF cookie, see
    docs/decisions/0015-forms-without-a-cookie.md.
    """

    schema_type = "ContactPage"
    takes_enquiries = True
    shows_contact = True  # the foot of the page does not say it again

    body = StreamField(ProseBlock(), verbose_name=gettext_lazy("text"), blank=True)

    content_panels = [
        GuidePanel(
            gettext_lazy("How to reach the clinic, and a form. Places, hours and numbers come from the settings."),
            {
                gettext_lazy("The contact page"): "enquiries#the-contact-page",
                gettext_lazy("Answer an enquiry"): "enquiries#answer-an-enquiry",
                gettext_lazy("Opening hours"): "settings#opening-hours-holidays-special-days",
            },
        ),
        *BasePage.content_panels,
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = gettext_lazy("contact page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page itself, where its form is sent to, or what is shown afterwards."""
        if self.live and path_components in (["send"], ["sent"]):
            return RouteResult(self, kwargs={"step": path_components[0]})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, step: str = "", **kwargs: Any) -> HttpResponse:
        if step == "send":
            response = self.receive(request) if request.method == "POST" else redirect(self.get_url(request))
        else:
            response = super().serve(request, *args, step=step, **kwargs)
        add_never_cache_headers(response)
        return response

    def receive(self, request: HttpRequest) -> HttpResponse:
        """Take what was sent, or show the form again with what is wrong and all that was typed."""
        settings = EnquirySettings.load(request)
        try:
            form = EnquiryForm(request.POST, settings=settings)
        except (BadRequest, MultiPartParserError, SuspiciousOperation):  # such as a body of many megabytes
            form = EnquiryForm(settings=settings)
            refusal = Refused(_("What you sent is too long to be read. Please write less, or call us."), status=413)
        else:
            if form.is_valid():
                try:
                    take_in(form, request)
                    return redirect(f"{self.get_url(request)}sent/")
                except Refused as error:
                    refusal = error
            else:
                refusal = Refused("", status=422)
        response = super().serve(request, form=form, refusal=refusal)
        response.status_code = refusal.status
        return response

    def get_template(self, request: HttpRequest, *args: Any, step: str = "", **kwargs: Any) -> str:
        return "enquiries/sent.html" if step == "sent" else super().get_template(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, step: str = "", **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        settings = EnquirySettings.load(request)
        if step == "sent":
            return context | {"part": PagePart("sent", _("We have your message"), ""), "days": settings.days}
        return context | {
            "form": kwargs.get("form") or EnquiryForm(settings=settings),
            "refusal": kwargs.get("refusal"),
        }
