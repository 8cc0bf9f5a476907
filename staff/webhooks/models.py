"""Whom the site tells of changes, of which, and what came of it."""

import json
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel

from clinic.ciphers import cipher
from staff.webhooks.addresses import CannotReach, checked_target
from staff.webhooks.events import TEST, EventType, all_types
from staff.webhooks.signing import new_secret

PURPOSE = "webhooks.secret"
FORMER_SECRET_WORKS = timedelta(days=1)
LEASE = timedelta(minutes=1)  # after which a delivery that was begun and did not end is tried again
# The pauses between tries that Standard Webhooks advises, three days in all.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)


class EventTypesField(models.JSONField):
    """A list of types of event, chosen by ticks."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.TypedMultipleChoiceField(
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            choices=EventType.choices,
            widget=forms.CheckboxSelectMultiple,
            initial=all_types,
        )


class Endpoint(models.Model):
    """An address that is told of changes.

    Its secret is encrypted and shown once; nothing of it stands in logs, lists or exports.
    """

    address = models.URLField(
        gettext_lazy("address"),
        max_length=500,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=gettext_lazy("Where the front end listens, such as https://www.clinic.example/hooks/content."),
    )
    description = models.CharField(
        gettext_lazy("description"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("What listens there, and who looks after it."),
    )
    event_types = EventTypesField(gettext_lazy("told when"), default=all_types)
    active = models.BooleanField(
        gettext_lazy("active"),
        default=True,
        help_text=gettext_lazy("Not ticked: nothing is sent, and what happens meanwhile is not sent later."),
    )
    gone_at = models.DateTimeField(null=True, editable=False, help_text="When it answered that it is gone for good.")
    secret = models.CharField(max_length=250, editable=False)
    former_secret = models.CharField(max_length=250, blank=True, editable=False)
    former_until = models.DateTimeField(null=True, editable=False)

    panels = [FieldPanel("address"), FieldPanel("description"), FieldPanel("event_types"), FieldPanel("active")]

    class Meta:
        ordering = ["address"]
        verbose_name = gettext_lazy("webhook")
        verbose_name_plural = gettext_lazy("webhooks")

    def __str__(self) -> str:
        return self.description or self.address

    def clean(self) -> None:
        super().clean()
        try:
            if self.address and self.active:  # one that leads nowhere any more can be switched off
                checked_target(self.address)
        except CannotReach as error:
            raise ValidationError({"address": str(error)}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.active:
            self.gone_at = None
        super().save(*args, **kwargs)

    @property
    def state(self) -> str:
        if self.gone_at:
            return _("Gone")
        return _("Active") if self.active else _("Switched off")

    def asked_for(self, type_: str) -> bool:
        return type_ == TEST or type_ in self.event_types

    def renew_secret(self) -> str:
        """Give it a new secret and return that, which nobody can read again; the former one works for another day."""
        secret = new_secret()
        if self.secret:
            self.former_secret, self.former_until = self.secret, timezone.now() + FORMER_SECRET_WORKS
        self.secret = cipher(PURPOSE).encrypt(secret.encode()).decode()
        return secret

    def secrets(self) -> list[str]:
        """Return the secrets to sign with; raises InvalidToken where the site's key is another than it was."""
        kept = [self.secret]
        if self.former_until and self.former_until > timezone.now():
            kept.append(self.former_secret)
        return [cipher(PURPOSE).decrypt(secret.encode()).decode() for secret in kept]


class PendingChange(models.Model):
    """That something public changed, written down with the change itself; gone once others are being told."""

    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=255, help_text="Of settings their name, of a redirect its address.")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.at} {self.kind} {self.about}"


class SiteAsTold(models.Model):
    """When the site was last compared with what others were told of it; one row, locked while that is done."""

    compared_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.compared_at)


class KnownPage(models.Model):
    """A public page, as others were told of it."""

    page_number = models.PositiveBigIntegerField(unique=True)
    site_number = models.PositiveBigIntegerField()
    path = models.TextField()
    type = models.CharField(max_length=200)
    published_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.page_number} {self.path}"


class KnownPhoto(models.Model):
    """A photo on public pages, as others were told of it."""

    photo_number = models.PositiveBigIntegerField(unique=True)
    shown = models.BooleanField(help_text="Whether visitors may see it, and it has the sizes for that.")
    version = models.CharField(max_length=64)
    page_numbers = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.photo_number} on {self.page_numbers}"


def new_uid() -> str:
    return f"msg_{get_random_string(27)}"


class Event(models.Model):
    """Something that happened, in the very words in which others are told."""

    uid = models.CharField(max_length=40, unique=True, default=new_uid)
    type = models.CharField(gettext_lazy("event"), max_length=40)
    subject = models.CharField(max_length=255, help_text="What it is about; events of one are told in their order.")
    body = models.TextField(gettext_lazy("message"))
    happened_at = models.DateTimeField(gettext_lazy("happened"), default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.type} {self.subject}"

    @property
    def about(self) -> str:
        """Say for a list what it is about: the address of a page, or else the subject, such as “photo 7”."""
        return str(json.loads(self.body)["data"].get("path") or self.subject.replace(":", " "))


class DeliveryQuerySet(models.QuerySet):
    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.WAITING)

    def due(self) -> "DeliveryQuerySet":
        """Return what is to be sent now, oldest first: nothing that has an earlier event of its subject before it."""
        before = Delivery.objects.waiting().filter(
            endpoint=OuterRef("endpoint"), event__subject=OuterRef("event__subject"), event_id__lt=OuterRef("event_id")
        )
        now = timezone.now()
        return self.waiting().filter(~Exists(before), endpoint__active=True, next_at__lte=now).order_by("event", "pk")

    def send_again(self) -> int:
        """Have these sent once more, with all tries, under the numbers they had; return how many."""
        return self.update(state=Delivery.State.WAITING, attempts=0, next_at=timezone.now())


class Delivery(models.Model):
    """An event on its way to one endpoint."""

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Waiting")
        DELIVERED = "delivered", gettext_lazy("Delivered")
        GIVEN_UP = "given_up", gettext_lazy("Given up")

    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.CASCADE, related_name="deliveries", verbose_name=gettext_lazy("webhook")
    )
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="deliveries", verbose_name=gettext_lazy("event")
    )
    state = models.CharField(gettext_lazy("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(gettext_lazy("tries"), default=0)
    tried_at = models.DateTimeField(gettext_lazy("last tried"), null=True)
    next_at = models.DateTimeField(gettext_lazy("next try"), default=timezone.now, null=True)
    status = models.PositiveSmallIntegerField(gettext_lazy("status of the answer"), null=True)
    answer = models.TextField(gettext_lazy("beginning of the answer"), blank=True)
    problem = models.TextField(gettext_lazy("problem"), blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = []  # whoever may change the webhook reads them
        verbose_name = gettext_lazy("delivery")
        verbose_name_plural = gettext_lazy("deliveries")
        constraints = [models.UniqueConstraint(fields=["endpoint", "event"], name="one_delivery_for_each_endpoint")]
        indexes = [models.Index(fields=["state", "next_at"], name="deliveries_by_time")]

    def __str__(self) -> str:
        return f"{self.event} → {self.endpoint}"

    @property
    def outcome(self) -> str:
        """Say in a few words what came of the last try."""
        return self.problem or (str(self.status) if self.status else "")
