"""What the pages of one's own account have in common."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_denied
from wagtail.admin.localization import get_localized_response
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from staff.accounts.models import SignIn
from staff.accounts.sign_ins import is_whole, sign_in_of

NEXT_KEY = "after_sign_in"  # in the session: where a person wanted to go; checked before it is put there


def after_sign_in(request: HttpRequest) -> str:
    """Return, once, the address to which the sign-in leads."""
    return request.session.pop(NEXT_KEY, None) or resolve_url("wagtailadmin_home")


class OwnAccountView(WagtailAdminTemplateMixin, TemplateView):
    """A page of one's own account.

    It is open, besides people who are signed in, to those who have given their password and must set up a second step
    before they may do anything; they see it without the admin around it.
    """

    header_icon = "lock"
    needs_fresh_password = False
    sign_in: SignIn

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sign_in = sign_in_of(request)
        if sign_in is None:
            return redirect_to_login(request.get_full_path(), resolve_url("wagtailadmin_login"))
        if not is_whole(sign_in) and sign_in.has_factor:
            return redirect("second_step")
        if self.needs_fresh_password and not sign_in.password_is_fresh:
            return redirect_to_login(request.get_full_path(), resolve_url("confirm_password"))
        self.sign_in = sign_in
        try:
            return get_localized_response(super().dispatch, request, *args, **kwargs)
        except PermissionDenied:
            return permission_denied(request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": resolve_url("wagtailadmin_account"), "label": _("Account")},
            *self.crumbs_between(),
            {"url": "", "label": self.get_page_title()},
        ]

    def crumbs_between(self) -> list[dict[str, Any]]:
        return [{"url": resolve_url("own_second_step"), "label": _("Second step")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        is_bare = not self.request.user.has_perm("wagtailadmin.access_admin")
        context["frame"] = "accounts/bare.html" if is_bare else "accounts/framed.html"
        context["is_bare"], context["person"] = is_bare, self.sign_in.user
        return context
