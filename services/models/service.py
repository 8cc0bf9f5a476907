"""Services: what a visitor can book."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from clinic.blocks import ProseBlock, QuestionBlock
from clinic.fields import NameListField
from clinic.guide import GuidePanel
from clinic.pages import BasePage, ReviewedPage
from clinic.structured_data import Node, node, reference, site_address
from media.models import PhotoRow
from media.models.rows import shown_rows, with_covers
from media.panels import PhotosPanel
from services.approval import ClinicalPage
from services.blocks import CautionBlock, SessionStepBlock
from services.forms import ServicePageForm
from services.models.condition import ConditionPage
from services.models.listed import listed_pages
from services.models.technique import TechniquePage


class ServiceIndexPage(ClinicalPage, BasePage):
    """The list of all services."""

    content_panels = [
        GuidePanel(
            _("The page that lists all services. Prices and texts stand on the services below it."),
            {_("Lists"): "pages#lists", _("Correct a price"): "services#correct-a-price"},
        ),
        *BasePage.content_panels,
    ]
    schema_type = "CollectionPage"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["services.ServicePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of services")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        services = ServicePage.objects.child_of(self).live().public().order_by("path")
        return super().get_context(request, *args, **kwargs) | {"services": with_covers(services, ServicePhoto)}


class ServicePage(ClinicalPage, ReviewedPage, BasePage):
    """A service: what it is, what it helps with, how firm it is, what happens, what it costs."""

    MAX_PRESSURE = 10

    other_names = NameListField(
        _("other names"),
        help_text=_("One name on each line. The address made of each, such as /medical-massage/, leads to this page."),
    )
    body = StreamField(ProseBlock(), verbose_name=_("text"), blank=True)
    pressure = models.PositiveSmallIntegerField(
        _("firmest pressure"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MAX_PRESSURE)],
        help_text=_("From 0, barely a touch, to 10, the worst pain. Empty: not stated."),
    )
    pressure_note = models.TextField(_("about the pressure"), blank=True)
    session_steps = StreamField([("step", SessionStepBlock())], verbose_name=_("session, step by step"), blank=True)
    cautions = StreamField(
        [("caution", CautionBlock())],
        verbose_name=_("when not to have it"),
        blank=True,
        help_text=_("When to stay away, and when to ask a doctor first."),
    )
    questions = StreamField([("question", QuestionBlock())], verbose_name=_("questions and answers"), blank=True)

    base_form_class = ServicePageForm
    content_panels = [
        GuidePanel(
            _("What a visitor can book. A clinical reviewer approves it before visitors see your changes."),
            {
                _("Correct a price"): "services#correct-a-price",
                _("Say what it helps with"): "services#say-which-conditions-a-service-helps-with",
                _("Submit it for approval"): "approval#submit-a-page",
            },
        ),
        *BasePage.content_panels,
        FieldPanel("other_names"),
        FieldPanel("body"),
        InlinePanel("service_conditions", label=_("Condition"), heading=_("What it helps with")),
        MultiFieldPanel([FieldPanel("pressure"), FieldPanel("pressure_note")], heading=_("How firm it is")),
        FieldPanel("session_steps"),
        InlinePanel("service_techniques", label=_("Technique"), heading=_("Techniques, in order")),
        InlinePanel("options", label=_("Option"), heading=_("Length and price")),
        FieldPanel("cautions"),
        FieldPanel("questions"),
        PhotosPanel("photos", help_text=_("The first one stands at the top of the page and on the service’s card.")),
        InlinePanel("related_services", label=_("Service"), heading=_("Related services")),
        *ReviewedPage.review_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("other_names", boost=2),
        index.AutocompleteField("other_names"),
        index.SearchField("body"),
        index.SearchField("session_steps"),
        index.SearchField("cautions"),
        index.SearchField("questions"),
    ]
    parent_page_types = ["services.ServiceIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        permissions = [("approve_servicepage", "Can approve services, conditions and techniques")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        photos = shown_rows(self.photos.all(), everything=getattr(request, "is_preview", False))
        listed = listed_pages(
            self, service_conditions="condition", service_techniques="technique", related_services="related"
        )
        return super().get_context(request, *args, **kwargs) | {
            "conditions": listed["service_conditions"],
            "techniques": listed["service_techniques"],
            "related": listed["related_services"],
            "options": list(self.options.all()),
            "cover": photos[0] if photos else None,
            "photos": photos[1:],
        }

    def describe(self, address: str, context: dict[str, Any]) -> list[Node]:
        """Return the page, and the service with an offer for each length that has a price."""
        page, *others = super().describe(address, context)
        clinic = context["settings"]["home"]["ClinicSettings"]
        home = site_address(context["request"])
        offers = [
            node(
                "Offer",
                name=gettext("%(minutes)d minutes") % {"minutes": option.minutes},
                price=str(option.price),
                priceCurrency=option.currency,
                url=address,
            )
            for option in context["options"]
            if option.price is not None
        ]
        service = node(
            "Service",
            id=f"{address}#service",
            name=self.title,
            alternateName=self.other_names,
            description=self.meta_description,
            url=address,
            provider=reference(f"{home}#clinic") if clinic.name else None,
            offers=offers,
        )
        return [page | {"mainEntity": reference(service["@id"])}, service, *others]

    @property
    def names(self) -> list[str]:
        """All names a text may call it by."""
        return [self.title, *self.other_names]


class ServiceCondition(Orderable):
    """A condition that a service lists. Edited from the service's page and from the condition's."""

    service = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="service_conditions")
    condition = models.ForeignKey(
        ConditionPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("condition")
    )
    note = models.CharField(_("note"), max_length=255, blank=True, help_text=_("What is special to this service."))

    panels = [PageChooserPanel("condition"), FieldPanel("note")]


class ServiceTechnique(Orderable):
    """A technique that a service uses."""

    service = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="service_techniques")
    technique = models.ForeignKey(
        TechniquePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("technique")
    )
    note = models.TextField(_("note"), blank=True, help_text=_("What is special to this service."))

    panels = [PageChooserPanel("technique"), FieldPanel("note")]


class ServiceOption(Orderable):
    """A length that can be booked, with its price where the clinic states one."""

    service = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="options")
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1), MaxValueValidator(600)])
    price = models.DecimalField(
        _("price"), max_digits=8, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Write the currency’s three capital letters, such as USD."))],
        help_text=_("Three capital letters, such as USD."),
    )

    panels = [FieldRowPanel([FieldPanel("minutes"), FieldPanel("price"), FieldPanel("currency")])]

    def clean(self) -> None:
        super().clean()
        if self.price is not None and not self.currency:
            raise ValidationError({"currency": _("A price needs its currency.")})


class RelatedService(Orderable):
    """A link from one service to another that a visitor may want instead or as well."""

    service = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="related_services")
    related = models.ForeignKey(ServicePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("service"))

    panels = [PageChooserPanel("related")]


class ServicePhoto(PhotoRow):
    page = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="photos")


class AliasRedirect(models.Model):
    """Marks a redirect as made for an alias, so that it goes when the alias does."""

    redirect = models.OneToOneField(Redirect, on_delete=models.CASCADE, primary_key=True)
    service = models.ForeignKey(ServicePage, on_delete=models.CASCADE, related_name="alias_redirects")

    def __str__(self) -> str:
        return str(self.redirect)
