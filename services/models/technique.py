"""Techniques: what the hands do."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from clinic.blocks import ProseBlock
from clinic.fields import NameListField
from clinic.guide import GuidePanel
from clinic.pages import BasePage, ReviewedPage
from services.approval import ClinicalPage


class TechniqueIndexPage(ClinicalPage, BasePage):
    """The list of all techniques."""

    content_panels = [
        GuidePanel(
            _("The page that lists all techniques. Their texts stand on the techniques below it."),
            {_("Lists"): "pages#lists"},
        ),
        *BasePage.content_panels,
    ]
    schema_type = "CollectionPage"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["services.TechniquePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of techniques")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        techniques = TechniquePage.objects.child_of(self).live().public().order_by("path")
        return super().get_context(request, *args, **kwargs) | {"techniques": techniques}


class TechniquePage(ClinicalPage, ReviewedPage, BasePage):
    """One technique, used by any number of services."""

    other_names = NameListField(
        _("other names"), help_text=_("One name on each line. Old pages and searches find the technique by them too.")
    )
    body = StreamField(ProseBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        GuidePanel(
            _("What the hands do, described once for all services that use it."),
            {_("Techniques"): "services#techniques", _("Submit it for approval"): "approval#submit-a-page"},
        ),
        *BasePage.content_panels,
        FieldPanel("body"),
        FieldPanel("other_names"),
        *ReviewedPage.review_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("other_names"),
        index.AutocompleteField("other_names"),
        index.SearchField("body"),
    ]
    parent_page_types = ["services.TechniqueIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("technique")
        verbose_name_plural = _("techniques")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from services.models.service import ServicePage

        services = ServicePage.objects.filter(service_techniques__technique_id=self.pk).live().public().distinct()
        return super().get_context(request, *args, **kwargs) | {"services": services.order_by("path")}

    @property
    def names(self) -> list[str]:
        """All names a text may call it by."""
        return [self.title, *self.other_names]
