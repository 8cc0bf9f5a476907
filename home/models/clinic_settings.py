"""The clinic's settings."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Site

from clinic.fields import NameListField
from clinic.guide import GuidePanel
from clinic.structured_data import Node
from home.blocks import ClaimBlock, PlaceBlock, SpecialDaysBlock
from home.hours import Hours
from home.opening_words import ShownHours, shown_hours
from home.structured_data import business
from media.models import ClinicImage, ClinicRendition, Consent
from media.models.photo import is_showable
from media.presets import PRESETS


def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the names of all time zones for a select, by part of the world."""
    names = sorted(name for name in available_timezones() if "/" in name or name in ("UTC", settings.TIME_ZONE))
    return [
        (region, [(name, name.removeprefix(f"{region}/").replace("_", " ")) for name in group])
        for region, group in groupby(names, key=lambda name: name.partition("/")[0])
    ]


def default_time_zone() -> str:
    return settings.TIME_ZONE


@dataclass(frozen=True)
class ShownPlace:
    """A place with what visitors read about its hours, if it states any."""

    value: Any
    hours: ShownHours | None


@register_setting(icon="home", order=100)
class ClinicSettings(BaseSiteSetting):
    """What is true of the clinic on every page; written once, empty where the clinic says nothing."""

    class Kind(models.TextChoices):
        """Types of schema.org's vocabulary."""

        MASSAGE = "HealthAndBeautyBusiness", _("A massage business")
        MEDICAL = "MedicalBusiness", _("A business registered as a medical one")
        CLINIC = "MedicalClinic", _("A registered medical clinic")

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
    special_days = StreamField(
        [("special_days", SpecialDaysBlock())],
        verbose_name=_("holidays and other special days"),
        blank=True,
        help_text=_(
            "Days on which the clinic is closed or keeps other hours, at all its places. Past ones do no harm."
        ),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        choices=time_zones,
        default=default_time_zone,
        help_text=_("Of the opening hours."),
    )
    kind = models.CharField(
        _("kind of business"),
        max_length=30,
        choices=Kind,
        default=Kind.MASSAGE,
        help_text=_("What search engines are told. Choose a medical one only if the clinic is registered as such."),
    )
    licence_number = models.CharField(
        _("licence number"),
        max_length=100,
        blank=True,
        help_text=_("Shown at the foot of every page, as some laws ask."),
    )
    forbidden_terms = NameListField(
        _("forbidden terms"),
        help_text=_(
            "One on each line: words that the law where you work forbids in adverts, such as “medical massage”. "
            "A page with one of them is not published."
        ),
    )
    claims = StreamField(
        [("claim", ClaimBlock())],
        verbose_name=_("words that claim too much"),
        blank=True,
        help_text=_(
            "Editors are warned of “cures”, “guaranteed” and the like, and offered a plainer wording. "
            "Add your own here."
        ),
    )
    review_months = models.PositiveSmallIntegerField(
        _("months between reviews"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("After how many months a service, condition or technique is due for review again."),
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
        GuidePanel(
            _("What is true of the clinic on every page, written once. A change is live as soon as you save it."),
            {
                _("Opening hours and holidays"): "settings#opening-hours-holidays-special-days",
                _("Forbidden terms"): "checks#words-of-your-own",
                _("What search engines are told"): "settings#what-search-engines-are-told",
            },
        ),
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("telephone"), FieldPanel("text_message")]),
                FieldPanel("email"),
                FieldPanel("booking_url"),
            ],
            heading=_("How to reach the clinic"),
        ),
        MultiFieldPanel(
            [FieldPanel("places"), FieldPanel("special_days"), FieldPanel("time_zone")],
            heading=_("Where and when"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("kind", "licence_number", "forbidden_terms", "claims")],
            heading=_("What the law asks"),
        ),
        FieldPanel("review_months"),
        FieldPanel("share_image"),
    ]

    share_size: dict[str, Any] | None = None  # found by `base_queryset`

    class Meta:
        verbose_name = _("clinic settings")

    def clean(self) -> None:
        super().clean()
        image = self.share_image
        if image and not ClinicImage.objects.shareable().filter(pk=image.pk).exists():
            raise ValidationError(
                {"share_image": image.hindrance() or _("The consent for this photo does not cover shared links.")}
            )

    @classmethod
    def base_queryset(cls) -> models.QuerySet:
        """Return the settings with what a shared link shows of the picture for it: one query instead of two a page."""
        return super().base_queryset().annotate(share_size=share_size("share_image"))

    @classmethod
    def of_default_site(cls) -> "ClinicSettings":
        """Return the settings for what belongs to no request, such as mails; empty ones where none were saved."""
        return cls.objects.filter(site__is_default_site=True).first() or cls()

    @classmethod
    def found_with_site(cls, request: HttpRequest) -> "ClinicSettings | None":
        """Return the settings for the site that is asked for, and that site with its root, in one query.

        Chooses the site as Wagtail does, and leaves both where Wagtail looks for them on the request. Returns None
        where there is no site.
        """
        host, _port = split_domain_port(request.get_host())
        known = Site.objects.filter(Q(hostname=host) | Q(is_default_site=True))
        sites = list(
            known.select_related("root_page", "clinicsettings").annotate(
                share_size=share_size("clinicsettings__share_image")
            )
        )
        named = [site for site in sites if site.hostname == host]
        exact = [site for site in named if str(site.port) == request.get_port()]
        default = [site for site in sites if site.is_default_site]
        site = next(iter(exact or (named if len(named) == 1 else default)), None)
        if site is None:
            return None
        clinic: ClinicSettings = getattr(site, "clinicsettings", None) or cls(site=site)
        clinic.share_size = site.share_size
        request.__dict__["_wagtail_site"] = site
        setattr(request, cls.get_cache_attr_name(), clinic)
        return clinic

    @property
    def share_picture(self) -> ClinicRendition | None:
        """The picture for shared links, in its size for them; none where it is not ready or must not be shared."""
        size = dict(self.share_size or {})
        image = ClinicImage(description=size.pop("description", ""), collection=None)  # its default costs a query
        return ClinicRendition(image=image, **size) if size else None

    @property
    def can_be_reached(self) -> bool:
        """Whether visitors can book, call, text or send an e-mail."""
        return bool(self.booking_url or self.telephone or self.text_message or self.email)

    @cached_property
    def shown_places(self) -> list[ShownPlace]:
        """The places, with what is said of their hours at this moment."""
        now = timezone.now()
        return [
            ShownPlace(place.value, shown_hours(hours, now) if any(hours.week) or hours.special else None)
            for place in self.places
            for hours in [self.hours_of(place.value)]
        ]

    def describe(self, address: str) -> Node | None:
        """Return what search engines read about the clinic whose site is at `address`."""
        return business(self, address) if self.name else None

    def hours_of(self, place: Any) -> Hours:
        """Return the hours of a place, whose own special days win over those of the clinic."""
        week = tuple(tuple(entry.stretch for entry in place["hours"] if entry["day"] == str(day)) for day in range(7))
        special = [*place["special_days"], *(block.value for block in self.special_days)]
        return Hours(ZoneInfo(self.time_zone), week, tuple(days.special_days for days in special))


def share_size(image: str) -> Subquery:
    """Return the size for shared links of the photo at a lookup path, as JSON, where it may be shared."""
    size = ClinicRendition.objects.filter(
        is_showable("image__", [Consent.Scope.SHARING]),
        image=OuterRef(image),
        filter_spec=PRESETS["share"].fallback_spec,
    )
    shown = JSONObject(file="file", width="width", height="height", description="image__description")
    return Subquery(size.values(shown=shown)[:1])
