"""What is kept of a link to a draft."""

import uuid
from typing import Any

from django.conf import settings
from django.core.signing import Signer
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

# Signed, so that neither a row of the database nor a copy of it is enough to make an address.
signer = Signer(salt="staff.preview_links", sep=".")


class PreviewLinkQuerySet(models.QuerySet):
    def in_time(self) -> "PreviewLinkQuerySet":
        return self.filter(ends_at__gt=timezone.now())

    def signed(self, secret: str) -> "PreviewLink | None":
        """Return the link with this secret, or None where it has run out or is gone; raises BadSignature."""
        return self.in_time().filter(pk=uuid.UUID(signer.unsign(secret))).select_related("page", "made_by").first()


class PreviewLink(models.Model):
    """A way to the latest draft of a page for whoever has its address. To revoke it is to delete it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    ends_at = models.DateTimeField(_("works until"), db_index=True)
    last_opened_at = models.DateTimeField(_("last opened"), null=True, editable=False)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["ends_at"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")

    def __str__(self) -> str:
        return f"{self.page} ({self.ends_at:%Y-%m-%d})"

    @property
    def secret(self) -> str:
        return signer.sign(self.pk.hex)

    def address(self, request: HttpRequest) -> str:
        return request.build_absolute_uri(reverse("preview_link", args=[self.secret]))

    def is_open(self) -> bool:
        """Return whether it may be shown now: the page is not private, and whoever made the link may still edit it."""
        return may_share(self.page, self.made_by) and not is_private(self.page)

    def may_be_revoked_by(self, user: Any) -> bool:
        return self.made_by_id == user.pk or bool(self.page.permissions_for_user(user).can_publish())


def may_share(page: Page, user: Any) -> bool:
    return bool(page.permissions_for_user(user).can_edit())


def is_private(page: Page) -> bool:
    return bool(page.get_view_restrictions().exists())
