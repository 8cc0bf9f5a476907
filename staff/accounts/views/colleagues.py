"""Helping a colleague who has lost the second step."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from staff.accounts.second_step import reset_second_step
from staff.accounts.views.factors import ChangeView


def may_reset(user: Any, colleague: Any) -> bool:
    """Say whether somebody may reset a colleague's second step; only administrators may an administrator's."""
    return user != colleague and user.has_perm("auth.change_user") and (user.is_superuser or not colleague.is_superuser)


class ResetView(ChangeView):
    """Ask whether a colleague's second step is to be reset, and reset it."""

    template_name = "accounts/reset.html"
    page_title = gettext_lazy("Reset the second step")

    @cached_property
    def colleague(self) -> Any:
        colleague = get_object_or_404(get_user_model(), pk=self.kwargs["pk"])
        if not may_reset(self.request.user, colleague):
            raise PermissionDenied
        return colleague

    def crumbs_between(self) -> list[dict[str, Any]]:
        return []

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        reset_second_step(self.colleague, by=request.user)
        messages.success(
            request, _("The second step of %(name)s is reset, and all sign-ins have ended.") % {"name": self.colleague}
        )
        return redirect(resolve_url("wagtailusers_users:index"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(colleague=self.colleague, **kwargs)
