"""What is kept of a page that was deleted."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from clinic.page_rights import pages_open_to

KEPT_DAYS = 30


class DeletedPageQuerySet(models.QuerySet):
    def kept(self) -> "DeletedPageQuerySet":
        return self.filter(deleted_at__gt=timezone.now() - timedelta(days=KEPT_DAYS))

    def visible_to(self, user: Any) -> "DeletedPageQuerySet":
        """Return what somebody deleted, or may publish at the place it was deleted from."""
        if user.is_superuser:
            return self.all()
        return self.filter(Q(deleted_by=user) | Q(parent_number__in=pages_open_to(user, "publish").values("pk")))


class DeletedPage(models.Model):
    """A page with all below it, as the rows of the database that its deletion took away."""

    page_number = models.PositiveBigIntegerField(unique=True, help_text="The key that the page had, and gets again.")
    # Numbers, because these pages may be deleted too, and come back with the same number.
    parent_number = models.PositiveBigIntegerField()
    next_number = models.PositiveBigIntegerField(null=True, help_text="The page that stood after it.")
    title = models.CharField(_("title"), max_length=255)
    slug = models.CharField(max_length=255)
    kind = models.CharField(_("type"), max_length=255)
    model_name = models.CharField(max_length=200, help_text="Such as `services.ServicePage`.")
    place = models.TextField(_("deleted from"))
    pages_below = models.PositiveIntegerField(_("pages below it"))
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("deleted by"),
    )
    deleted_at = models.DateTimeField(_("deleted"), auto_now_add=True, db_index=True)
    rows = models.TextField(help_text="As Django’s JSON serializer writes them.")
    pointers = models.JSONField(default=list, help_text="What pointed to a page and was emptied.")

    objects = DeletedPageQuerySet.as_manager()

    class Meta:
        ordering = ["-deleted_at"]
        verbose_name = _("deleted page")
        verbose_name_plural = _("deleted pages")

    def __str__(self) -> str:
        return self.title

    @property
    def kept_until(self) -> datetime:
        return self.deleted_at + timedelta(days=KEPT_DAYS)

    @cached_property
    def old_parent(self) -> Page | None:
        return Page.objects.filter(pk=self.parent_number).first()
