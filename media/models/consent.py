"""What a client agreed to in writing before a photograph of them may be shown."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, storages
from django.core.validators import FileExtensionValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from clinic.guide import GuidePanel
from media.consent_forms import ConsentForm


def private_storage() -> Storage:
    """Return the storage of files that have no address; only a view that asks who is there hands them out."""
    return storages["private"]


def form_path(consent: "Consent", filename: str) -> str:
    """Return a path that nobody can guess and that says nothing of the client."""
    return f"consents/{get_random_string(20)}.{filename.rpartition('.')[2].lower()}"


def clinic_day() -> date:
    """Return today's date at the clinic; in the admin, Django's is that of where the user says to be."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def is_valid(prefix: str = "") -> Q:
    """Return a condition that holds for consents valid today, in the clinic's time zone.

    `prefix` is the lookup path to the consent, such as `consent__`.
    """
    today = clinic_day()
    not_revoked = Q(**{f"{prefix}revoked_on": None}) | Q(**{f"{prefix}revoked_on__gt": today})
    return Q(**{f"{prefix}given_on__lte": today, f"{prefix}expires_on__gte": today}) & not_revoked


class ConsentQuerySet(models.QuerySet):
    def valid(self) -> "ConsentQuerySet":
        """Return consents that are given, not revoked and not expired."""
        return self.filter(is_valid())

    def ending(self, days: int) -> "ConsentQuerySet":
        """Return valid consents that expire within `days` days."""
        return self.valid().filter(expires_on__lte=clinic_day() + timedelta(days=days))

    def ended(self) -> "ConsentQuerySet":
        """Return consents that are revoked or expired."""
        today = clinic_day()
        return self.filter(Q(expires_on__lt=today) | Q(revoked_on__lte=today))

    def offered(self, photo: Any) -> "ConsentQuerySet":
        """Return consents that a photo can be tied to: those that have not ended, and those it is tied to already."""
        tied = self.filter(photos=photo).values("pk") if photo.pk else self.none().values("pk")
        return self.exclude(pk__in=self.ended().values("pk")) | self.filter(pk__in=tied)


class Consent(models.Model):
    """A client's written consent; while it is not valid, no photo tied to it is public."""

    class Scope(models.TextChoices):
        SITE = "site", gettext_lazy("On the pages of this site")
        SHARING = "sharing", gettext_lazy("On the pages of this site and in pictures for shared links")
        ELSEWHERE = "elsewhere", gettext_lazy("Not on this site")

    reference = models.CharField(
        gettext_lazy("reference"),
        max_length=50,
        unique=True,
        help_text=gettext_lazy(
            "How you find the paper, such as “2026-014”. Write no name: photos and logs show the reference."
        ),
    )
    scope = models.CharField(
        gettext_lazy("where photos may be shown"), max_length=20, choices=Scope, default=Scope.SITE
    )
    note = models.TextField(
        gettext_lazy("what was agreed"),
        blank=True,
        help_text=gettext_lazy("Limits that the client set, such as “back and shoulders only”."),
    )
    given_on = models.DateField(gettext_lazy("given on"))
    expires_on = models.DateField(
        gettext_lazy("expires on"), help_text=gettext_lazy("The last day on which the photos may be shown.")
    )
    revoked_on = models.DateField(
        gettext_lazy("revoked on"),
        null=True,
        blank=True,
        help_text=gettext_lazy("From this day on the photos are not shown any more."),
    )
    form = models.FileField(
        gettext_lazy("signed form"),
        storage=private_storage,
        upload_to=form_path,
        validators=[FileExtensionValidator(["pdf", "jpg", "jpeg", "png"])],
        help_text=gettext_lazy("A PDF or a picture of the paper. Only staff who look after consents can open it."),
    )
    end_noted = models.BooleanField(default=False, editable=False, help_text="Whether the log says that it ended.")
    warned_of = models.DateField(null=True, editable=False, help_text="The expiry of which staff had a note.")

    objects = ConsentQuerySet.as_manager()

    panels = [
        GuidePanel(
            gettext_lazy("A client’s written consent to photos. When it ends, its photos leave every page at once."),
            {gettext_lazy("Photos of clients"): "photos#photos-of-clients"},
        ),
        FieldPanel("reference"),
        FieldPanel("scope"),
        FieldPanel("note"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("given_on"), FieldPanel("expires_on")]), FieldPanel("revoked_on")],
            heading=gettext_lazy("From when until when"),
        ),
        FieldPanel("form"),
    ]
    base_form_class = ConsentForm

    class Meta:
        ordering = ["expires_on", "reference"]
        verbose_name = gettext_lazy("consent")
        verbose_name_plural = gettext_lazy("consents")

    def __str__(self) -> str:
        return self.reference

    def clean(self) -> None:
        super().clean()
        if self.given_on and self.expires_on and self.expires_on < self.given_on:
            raise ValidationError({"expires_on": _("The consent cannot expire before it is given.")})

    @property
    def state(self) -> str:
        """Say in a word or two how the consent stands today."""
        today = clinic_day()
        if self.revoked_on is not None and self.revoked_on <= today:
            return _("Revoked")
        if self.expires_on < today:
            return _("Expired")
        return _("Not yet valid") if self.given_on > today else _("Valid")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the record; a form that was replaced is deleted."""
        former = Consent.objects.filter(pk=self.pk).values_list("form", flat=True).first() if self.pk else None
        super().save(*args, **kwargs)
        if former and former != self.form.name:
            transaction.on_commit(lambda: self.form.storage.delete(former))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the record and its form, which must not outlive it."""
        storage, form = self.form.storage, str(self.form)
        deleted = super().delete(*args, **kwargs)
        transaction.on_commit(lambda: storage.delete(form))
        return deleted
