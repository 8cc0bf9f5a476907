"""Who may publish what the clinic says about health: those who may approve it, whatever other pages they publish."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import PagePermissionTester

APPROVE = "services.approve_servicepage"


class ClinicalPermissionTester(PagePermissionTester):
    """Takes the right to publish, which page trees can only add to, from those who may not approve."""

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        if user.is_active and not user.is_superuser and not user.has_perm(APPROVE):
            self.permissions.discard("publish")


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
