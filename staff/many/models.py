"""The record of each change to many pages, from which it can be undone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from staff.many.sentences import change_sentence, page_sentence


class BulkChange(models.Model):
    """What one person did to many pages in one go. `data` holds what its sentence is made of."""

    class Kind(models.TextChoices):
        PASTE = "paste", _("Conditions added from a list")
        GRID = "grid", _("Conditions and services")
        PRICES = "prices", _("Lengths and prices")
        REPLACE = "replace", _("Words replaced")
        UNDO = "undo", _("A change undone")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    data = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("when"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    undoes = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="undone_by")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("change to many pages")
        verbose_name_plural = _("changes to many pages")

    def __str__(self) -> str:
        return change_sentence(self.kind, self.data)


class PageChange(models.Model):
    """One page in a change to many. Without a revision from before, the change made the page."""

    bulk_change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=255)
    data = models.JSONField(default=dict)
    revision_before = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    revision_after = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    made_page = models.BooleanField(default=False)
    was_published = models.BooleanField(default=False, help_text="Visitors saw the version from before.")
    published = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True  # a record of what was done is no use of the page

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return page_sentence(self.data)
