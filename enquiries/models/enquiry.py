"""Enquiries, and what the clinic sets for them."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from clinic.guide import GuidePanel
from enquiries.panels import WrittenPanel

on_one_line = RegexValidator(r"^[^\x00-\x1f\x7f\x85\u2028\u2029]*$", gettext_lazy("Write this on one line."))


def default_wording() -> str:
    return _("You may keep what I write here to answer me. You delete it after {days} days at the latest.")


@register_setting(icon="mail", order=110)
class EnquirySettings(BaseGenericSetting):
    """How long enquiries are kept, and what people agree to when they send one."""

    days = models.PositiveSmallIntegerField(
        gettext_lazy("days until an enquiry is deleted"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=gettext_lazy(
            "Fewer days hold for enquiries that are there already; more days only for new ones, "
            "since people agreed to the days they were told."
        ),
    )
    wording = models.TextField(
        gettext_lazy("what people agree to"),
        max_length=300,
        default=default_wording,
        help_text=gettext_lazy("Stands beside the box that people tick. {days} becomes the number of days."),
    )

    panels = [
        GuidePanel(
            gettext_lazy("How long the site keeps what visitors write, and the sentence that they agree to."),
            {gettext_lazy("How long enquiries are kept"): "enquiries#how-long-enquiries-are-kept"},
        ),
        FieldPanel("days"),
        FieldPanel("wording"),
    ]

    class Meta:
        verbose_name = gettext_lazy("enquiries")

    @property
    def consent_wording(self) -> str:
        return self.wording.replace("{days}", str(self.days))


class Enquiry(models.Model):
    """What somebody sent with the form.

    Nothing of it may stand where it outlives the row: not in its `__str__`, which logs repeat, nor in the search index.
    """

    class State(models.TextChoices):
        NEW = "new", gettext_lazy("New")
        ANSWERED = "answered", gettext_lazy("Answered")
        CLOSED = "closed", gettext_lazy("Closed")

    received_at = models.DateTimeField(gettext_lazy("received"), default=timezone.now, editable=False, db_index=True)
    name = models.CharField(gettext_lazy("name"), max_length=100, validators=[on_one_line])
    email = models.EmailField(gettext_lazy("e-mail"), blank=True)
    telephone = models.CharField(
        gettext_lazy("telephone"),
        max_length=40,
        blank=True,
        validators=[
            RegexValidator(
                r"^(?=(?:\D*\d){5})[\d +()./-]+$", gettext_lazy("Write the number in digits, such as +1 555 0100.")
            )
        ],
    )
    preferred_time = models.CharField(
        gettext_lazy("preferred time"), max_length=200, blank=True, validators=[on_one_line]
    )
    message = models.TextField(gettext_lazy("message"), max_length=1000, blank=True)
    consent_wording = models.TextField(gettext_lazy("agreed to"), editable=False)
    delete_on = models.DateField(gettext_lazy("deleted on"), editable=False)
    state = models.CharField(gettext_lazy("state"), max_length=20, choices=State, default=State.NEW, db_index=True)
    notes = models.TextField(
        gettext_lazy("notes"),
        blank=True,
        help_text=gettext_lazy("Only staff see them. They are deleted with the enquiry, and given out with it."),
    )
    announce_at = models.DateTimeField(
        null=True, editable=False, help_text="When staff are to be written to if they were not until then."
    )
    token = models.CharField(max_length=32, unique=True, editable=False, help_text="The form it was sent with.")
    proved = models.BooleanField(editable=False, help_text="Whether the sender's browser did the work.")
    sender = models.CharField(
        max_length=64, blank=True, editable=False, help_text="The network address, as a keyed hash, for a day."
    )

    panels = [
        GuidePanel(
            gettext_lazy("What a visitor wrote. Answer it, mark it as answered, and leave notes for your colleagues."),
            {
                gettext_lazy("Answer an enquiry"): "enquiries#answer-an-enquiry",
                gettext_lazy("How long it is kept"): "enquiries#how-long-enquiries-are-kept",
            },
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([WrittenPanel("email", scheme="mailto"), WrittenPanel("telephone", scheme="tel")]),
                WrittenPanel("preferred_time"),
                WrittenPanel("message"),
            ],
            heading=gettext_lazy("What was written"),
        ),
        MultiFieldPanel([FieldPanel("state"), FieldPanel("notes")], heading=gettext_lazy("What was done")),
        MultiFieldPanel(
            [
                FieldRowPanel([WrittenPanel("received_at"), WrittenPanel("delete_on")]),
                WrittenPanel("consent_wording"),
            ],
            heading=gettext_lazy("What was agreed"),
        ),
    ]

    class Meta:
        ordering = ["-received_at"]
        default_permissions = ["change", "delete", "view"]  # only visitors add enquiries
        verbose_name = gettext_lazy("enquiry")
        verbose_name_plural = gettext_lazy("enquiries")

    def __str__(self) -> str:
        return _("Enquiry %(number)s") % {"number": self.pk}

    @property
    def reply_to(self) -> str:
        return " · ".join(filter(None, [self.email, self.telephone]))

    def agree_to(self, settings: EnquirySettings) -> None:
        """Record what the sender was told: the wording, and the day by which the enquiry is gone."""
        self.consent_wording = settings.consent_wording
        self.delete_on = timezone.localdate() + timedelta(days=settings.days)
