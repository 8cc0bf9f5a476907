"""Conditions: what people come with, where it hurts, and when to see a doctor instead."""

from itertools import groupby
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, PageChooserPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.search import index

from clinic.fields import NameListField
from clinic.guide import GuidePanel
from clinic.pages import BasePage, ReviewedPage
from clinic.structured_data import Node, node
from clinic.visibility import is_public
from media.models.rows import with_covers
from services.approval import ClinicalPage
from services.forms import ConditionPageForm
from services.listing import draft_listing
from services.panels import TicksPanel


class BodyArea(models.Model):
    """A region of the body, fixed because the finder's figure is drawn with these regions."""

    slug = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=50)
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("From head to foot."))

    class Meta:
        ordering = ["position"]
        verbose_name = _("body area")
        verbose_name_plural = _("body areas")

    def __str__(self) -> str:
        return self.name


class ConditionListPage(ClinicalPage, BasePage):
    """All conditions from A to Z, which a visitor can narrow to one body area by `?area=lower-back`."""

    content_panels = [
        GuidePanel(
            _("The page that lists all conditions from A to Z. Their texts stand on the conditions below it."),
            {_("Lists"): "pages#lists", _("Add several conditions"): "many#add-conditions-from-a-list"},
        ),
        *BasePage.content_panels,
    ]
    schema_type = "CollectionPage"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["services.ConditionPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of conditions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        areas = list(BodyArea.objects.filter(is_public("conditions__")).distinct())
        chosen = next((area for area in areas if area.slug == request.GET.get("area")), None)
        conditions = ConditionPage.objects.child_of(self).live().public()
        if chosen:
            conditions = conditions.filter(body_areas=chosen)
        ordered = sorted(conditions, key=lambda condition: condition.title.casefold())
        return super().get_context(request, *args, **kwargs) | {
            "areas": areas,
            "chosen_area": chosen,
            "conditions_url": self.get_url(request),
            "count": len(ordered),
            "letters": [
                (letter, list(group)) for letter, group in groupby(ordered, key=lambda found: found.title[:1].upper())
            ],
        }


class ConditionPage(ClinicalPage, ReviewedPage, BasePage):
    """A complaint in everyday words, with care advice and the services that may help."""

    body = RichTextField(_("text"), blank=True, help_text=_("What it is, what it may feel like, how massage may fit."))
    synonyms = NameListField(_("other names"), help_text=_("One name on each line. Searches and old pages find it."))
    misspellings = NameListField(
        _("common misspellings"), help_text=_("One on each line. Never shown; searches and old pages find it by them.")
    )
    body_areas = ParentalManyToManyField(BodyArea, blank=True, verbose_name=_("body areas"), related_name="conditions")
    part_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("is a kind of"),
        help_text=_("The wider condition that this is one form of, such as repetitive strain injury."),
    )
    listing_changes = models.JSONField(
        default=dict, blank=True, editable=False, help_text="Whether a service, by its id, lists it after publishing."
    )
    emergency = RichTextField(
        _("call for help now"), blank=True, help_text=_("Signs of an emergency. They stand first on the page.")
    )
    urgent = RichTextField(_("see a doctor soon"), blank=True)
    self_care = RichTextField(_("what you can do yourself"), blank=True)

    base_form_class = ConditionPageForm
    content_panels = [
        GuidePanel(
            _("What people come with. A clinical reviewer approves it before visitors see your changes."),
            {
                _("Tick the services"): "services#say-which-conditions-a-service-helps-with",
                _("Write care advice"): "services#care-advice-on-conditions",
                _("Submit it for approval"): "approval#submit-a-page",
            },
        ),
        *BasePage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("emergency"), FieldPanel("urgent"), FieldPanel("self_care")], heading=_("Care advice")
        ),
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_("A tick changes the draft of the service’s page; publishing here publishes it too.")
                ),
                TicksPanel("services"),
            ],
            heading=_("Services that list it"),
        ),
        MultiFieldPanel(
            [FieldPanel("body_areas", widget=CheckboxSelectMultiple), PageChooserPanel("part_of")],
            heading=_("Where it belongs"),
        ),
        MultiFieldPanel([FieldPanel("synonyms"), FieldPanel("misspellings")], heading=_("Names people use")),
        *ReviewedPage.review_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("synonyms", boost=2),
        index.AutocompleteField("synonyms"),
        index.SearchField("misspellings"),
        index.AutocompleteField("misspellings"),
        index.SearchField("body"),
        index.SearchField("self_care"),
        index.FilterField("part_of"),
    ]
    api_fields = [
        *BasePage.api_fields,
        *(APIField(name, writable=True) for name in ("body", "emergency", "urgent", "self_care")),
        *(APIField(name, writable=True) for name in ("body_areas", "part_of", "synonyms", "misspellings")),
    ]
    parent_page_types = ["services.ConditionListPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["listing_changes"]

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from services.models.service import ServicePage, ServicePhoto

        services = ServicePage.objects.filter(service_conditions__condition_id=self.pk).live().public().distinct()
        kin = ConditionPage.objects.filter(Q(pk=self.part_of_id) | Q(part_of_id=self.pk)).live().public()
        return super().get_context(request, *args, **kwargs) | {
            "services": with_covers(services.order_by("path"), ServicePhoto),
            "areas": self.body_areas.all(),
            "wider": [page for page in kin if page.pk == self.part_of_id],
            "parts": [page for page in kin if page.part_of_id == self.pk],
        }

    def describe(self, address: str, context: dict[str, Any]) -> list[Node]:
        """Return the page and what it is about: a condition, and nothing of any treatment for it."""
        page, *others = super().describe(address, context)
        about = node("MedicalCondition", name=self.title, alternateName=self.synonyms)
        return [page | {"about": about}, *others]

    @transaction.atomic
    def save_revision(self, user: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Save the draft, and with it a draft of each service that its ticks change."""
        revision = self.save_alone(user, *args, **kwargs)
        draft_listing(self, user)
        return revision

    def save_alone(self, user: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Save the draft of this page only, where the services are saved by whoever calls."""
        return super().save_revision(user, *args, **kwargs)

    @property
    def names(self) -> list[str]:
        """All names a text may call it by, misspelt ones included."""
        return [self.title, *self.synonyms, *self.misspellings]

    @property
    def is_indexable(self) -> bool:
        """Only a complete and reviewed page is open to search engines; until then it is an entry in the list."""
        return bool(self.summary and self.body and self.last_reviewed)

    @staticmethod
    def unfinished(prefix: str = "") -> Q:
        """Return a condition that holds for what is not `is_indexable`; `prefix` is the lookup path to it."""
        empty = Q(**{f"{prefix}summary": ""}) | Q(**{f"{prefix}body": ""})
        return empty | Q(**{f"{prefix}pk__isnull": False, f"{prefix}last_reviewed": None})

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return super().get_sitemap_urls(request) if self.is_indexable else []
