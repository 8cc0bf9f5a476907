"""Who may publish what the clinic says about health: those who may approve it, whatever other pages they publish."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import PagePermissionTester

from clinic.pages import BasePagePermissionTester

APPROVE = "services.approve_servicepage"


class ClinicalPermissionTester(BasePagePermissionTester):
    """Takes the right to publish, which page trees can only add to, from those who may not approve.

    Wagtail lets everybody delete and copy who may edit and publish; here one must also be allowed to add pages.
    """

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        if user.is_active and not user.is_superuser and not user.has_perm(APPROVE):
            self.permissions.discard("publish")

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return whether the page may be deleted or moved: not by a reviewer, who adds none either."""
        return self._may_add() and super().can_delete(ignore_bulk)

    def can_copy(self) -> bool:
        return self._may_add() and super().can_copy()

    def _may_add(self) -> bool:
        return self.user.is_superuser or (self.user.is_active and "add" in self.permissions)


class ClinicalPage(models.Model):
    """A page that is published by approval of a clinical reviewer only."""

    publish_refusal = _(
        "Services, conditions and techniques are published when a clinical reviewer approves them. "
        "Submit the page for approval."
    )

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return ClinicalPermissionTester(user, self)
