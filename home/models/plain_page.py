"""Plain pages, such as the first visit or privacy."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from clinic.guide import GuidePanel
from clinic.pages import BasePage
from media.blocks import IllustratedProseBlock, shown_blocks


class PlainPage(BasePage):
    """A page of text, such as the first visit, contact or privacy."""

    body = StreamField(IllustratedProseBlock(), verbose_name=_("text"), blank=True)
    shows_contact = models.BooleanField(
        _("show how to reach the clinic"),
        default=False,
        help_text=_("Telephone, e-mail, places and opening hours from the clinic’s settings stand below the text."),
    )

    content_panels = [
        GuidePanel(
            _("A page of text, such as the first visit or privacy."),
            {
                _("Plain pages"): "pages#plain-pages",
                _("Show a draft to somebody"): "pages#show-a-draft-to-somebody-without-an-account",
                _("Submit it for approval"): "approval#submit-a-page",
            },
        ),
        *BasePage.content_panels,
        FieldPanel("body"),
        FieldPanel("shows_contact"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.PlainPage"]
    subpage_types = ["home.PlainPage"]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    @property
    def schema_type(self) -> str:
        return "ContactPage" if self.shows_contact else "WebPage"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        body = shown_blocks(self.body, everything=getattr(request, "is_preview", False))
        return super().get_context(request, *args, **kwargs) | {
            "body": body,
            "shows_gallery": any(block.block_type == "gallery" for block in body),
            "children": PlainPage.objects.child_of(self).live().public().order_by("path"),
        }
