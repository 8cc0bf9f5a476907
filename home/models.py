"""The home page, plain pages and the clinic's settings."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from clinic.blocks import ProseBlock
from clinic.fields import NameListField
from clinic.pages import BasePage
from clinic.visibility import is_public
from home.blocks import PlaceBlock
from media.blocks import IllustratedProseBlock, shown_blocks
from media.models import ClinicImage, PhotoRow
from media.models.rows import shown_rows
from media.panels import PhotosPanel
from services.models import BodyArea, ConditionListPage, ServicePage


class HomePage(BasePage):
    """The front door: one promise, the services, where it hurts, the first visit, a look inside."""

    headline = models.CharField(
        _("headline"), max_length=80, help_text=_("The promise in one line. The summary stands below it.")
    )
    first_visit = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page about the first visit"),
    )
    body = StreamField(ProseBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        FieldPanel("title"),
        FieldPanel("headline"),
        FieldPanel("summary"),
        PhotosPanel("photos", heading=_("Picture"), max_num=1),
        PageChooserPanel("first_visit", ["home.PlainPage"]),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("headline"), index.SearchField("body")]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        condition_list = ConditionListPage.objects.child_of(self).live().public().first()
        return super().get_context(request, *args, **kwargs) | {
            "cover": next(iter(shown_rows(self.photos.all(), everything=getattr(request, "is_preview", False))), None),
            "services": ServicePage.objects.descendant_of(self).live().public().order_by("path"),
            "conditions_url": condition_list.get_url(request) if condition_list else "",
            "areas": BodyArea.objects.filter(is_public("conditions__")).distinct(),
            "visit": PlainPage.objects.filter(pk=self.first_visit_id).live().public().first(),
        }


class HomePhoto(PhotoRow):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="photos")


class PlainPage(BasePage):
    """A page of text, such as the first visit, contact or privacy."""

    body = StreamField(IllustratedProseBlock(), verbose_name=_("text"), blank=True)
    shows_contact = models.BooleanField(
        _("show how to reach the clinic"),
        default=False,
        help_text=_("Telephone, e-mail, places and opening hours from the clinic’s settings stand below the text."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("body"), FieldPanel("shows_contact")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.PlainPage"]
    subpage_types = ["home.PlainPage"]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        body = shown_blocks(self.body, everything=getattr(request, "is_preview", False))
        return super().get_context(request, *args, **kwargs) | {
            "body": body,
            "shows_gallery": any(block.block_type == "gallery" for block in body),
            "children": PlainPage.objects.child_of(self).live().public().order_by("path"),
        }


@register_setting(icon="home", order=100)
class ClinicSettings(BaseSiteSetting):
    """What is true of the clinic on every page; written once, empty where the clinic says nothing."""

    name = models.CharField(_("name"), max_length=100, blank=True, help_text=_("As it stands on the door."))
    telephone = models.CharField(
        _("telephone"),
        max_length=30,
        blank=True,
        validators=[RegexValidator(r"^\+?[\d\s().-]{5,}$", _("Write the number in digits, such as +1 555 0100."))],
    )
    text_message = models.CharField(
        _("text messages"),
        max_length=30,
        blank=True,
        validators=[RegexValidator(r"^\+?[\d\s().-]{5,}$", _("Write the number in digits, such as +1 555 0100."))],
    )
    email = models.EmailField(_("e-mail"), blank=True)
    booking_url = models.URLField(
        _("booking address"),
        blank=True,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=_("Where visitors book online. Empty: they are asked to call."),
    )
    places = StreamField([("place", PlaceBlock())], verbose_name=_("places and opening hours"), blank=True)
    licence_number = models.CharField(
        _("licence number"),
        max_length=100,
        blank=True,
        help_text=_("Shown at the foot of every page, as some laws ask."),
    )
    forbidden_terms = NameListField(
        _("forbidden terms"),
        help_text=_(
            "One on each line: words that the law where you work forbids in adverts, such as “medical massage”."
        ),
    )
    share_image = models.ForeignKey(
        ClinicImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for shared links"),
        help_text=_("Shown where a page without a photo of its own is shared."),
    )

    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("telephone"), FieldPanel("text_message")]),
                FieldPanel("email"),
                FieldPanel("booking_url"),
            ],
            heading=_("How to reach the clinic"),
        ),
        FieldPanel("places"),
        MultiFieldPanel([FieldPanel("licence_number"), FieldPanel("forbidden_terms")], heading=_("What the law asks")),
        FieldPanel("share_image"),
    ]

    class Meta:
        verbose_name = _("clinic settings")

    def clean(self) -> None:
        super().clean()
        image = self.share_image
        if image and not ClinicImage.objects.shareable().filter(pk=image.pk).exists():
            raise ValidationError(
                {"share_image": image.hindrance or _("The consent for this photo does not cover shared links.")}
            )
