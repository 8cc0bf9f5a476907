"""One's own second step: what there is, and changing it."""

from typing import Any

import pyotp
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.log_actions import log

from staff.accounts import sign_ins
from staff.accounts.authenticator import add_app, draw_qr_code
from staff.accounts.forms import AppForm, PasskeyForm
from staff.accounts.models import AuthenticatorApp, Passkey, SignIn, describe_factors
from staff.accounts.notices import tell
from staff.accounts.passkeys import NotAccepted, add_passkey, ask_for_new, can_have_passkeys
from staff.accounts.recovery import make_codes
from staff.accounts.second_step import factor_added, has_factor, is_last_needed, remove_factor
from staff.accounts.throttling import CODE, TooManyTries, take_try
from staff.accounts.views.base import OwnAccountView, after_sign_in

SECRET_KEY = "authenticator_secret"  # in the session, until the app has proved that it knows it  # noqa: S105


class OwnSecondStepView(OwnAccountView):
    """Everything about one's second step, and where one is signed in."""

    template_name = "accounts/own_second_step.html"
    page_title = gettext_lazy("Second step")

    def crumbs_between(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.sign_in.user
        sign_ins_now = SignIn.objects.running().filter(user=user, auth_hash=user.get_session_auth_hash())
        return super().get_context_data(
            factors=describe_factors(user),
            is_needed=sign_ins.needs_second_step(user),
            can_have_passkeys=can_have_passkeys(self.request),
            sign_ins=sign_ins_now,
            current=self.sign_in,
            **kwargs,
        )


class ChangeView(OwnAccountView):
    """A page that changes the second step: the password must have been given in the last minutes."""

    needs_fresh_password = True

    def show_codes(self, codes: list[str]) -> HttpResponse:
        """Show new recovery codes, the only time that they can be seen."""
        view = ShownCodesView()
        view.setup(self.request)
        view.sign_in = self.sign_in
        return view.render_to_response(view.get_context_data(codes=codes, onward=after_sign_in(self.request)))

    def factor_added(self, what: str, sentence: str, replaced: bool = False) -> HttpResponse:
        codes = factor_added(self.request, what, replaced)
        messages.success(self.request, sentence)
        return self.show_codes(codes) if codes else redirect("own_second_step")


class AppView(ChangeView):
    """Set up an authenticator app, or another in its place."""

    template_name = "accounts/app.html"
    page_title = gettext_lazy("Set up an authenticator app")

    @cached_property
    def secret(self) -> str:
        return self.request.session.setdefault(SECRET_KEY, pyotp.random_base32())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AppForm(request.POST)
        user = self.sign_in.user
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            attempt = take_try(CODE, request, user.get_username())
        except TooManyTries as refusal:
            form.add_error("code", refusal.sentence)
            return self.render_to_response(self.get_context_data(form=form))
        replaced = self.has_app()
        if not add_app(user, self.secret, form.cleaned_data["code"]):
            form.add_error(
                "code",
                _("This is not the code. Look whether the telephone’s time is right, and type the code it shows now."),
            )
            return self.render_to_response(self.get_context_data(form=form))
        attempt.succeed()
        del request.session[SECRET_KEY]
        return self.factor_added("app_added", _("The authenticator app is set up."), replaced)

    def has_app(self) -> bool:
        return AuthenticatorApp.objects.filter(user=self.sign_in.user).exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", AppForm())
        name = self.sign_in.user.get_username()
        return super().get_context_data(
            qr_code=mark_safe(draw_qr_code(self.secret, name)),  # noqa: S308  # made of squares only
            secret=" ".join(self.secret[i : i + 4] for i in range(0, len(self.secret), 4)),
            replaces=self.has_app(),
            **kwargs,
        )


class PasskeyView(ChangeView):
    """Add a passkey."""

    template_name = "accounts/passkey.html"
    page_title = gettext_lazy("Add a passkey")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PasskeyForm(request.POST)
        if form.is_valid():
            try:
                add_passkey(request, self.sign_in.user, form.cleaned_data["name"], request.POST.get("answer", ""))
            except NotAccepted:
                form.add_error(None, _("The browser did not make a passkey that can be used here. Please try again."))
            else:
                return self.factor_added("passkey_added", _("The passkey is added."))
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", PasskeyForm())
        if not can_have_passkeys(self.request):
            raise Http404
        return super().get_context_data(options=ask_for_new(self.request, self.sign_in.user), **kwargs)


class RemoveView(ChangeView):
    """Ask whether a factor is to be removed, and remove it."""

    template_name = "accounts/remove.html"
    page_title = gettext_lazy("Remove")

    def factor(self) -> AuthenticatorApp | Passkey | None:
        user = self.sign_in.user
        if "pk" in self.kwargs:
            return Passkey.objects.filter(user=user, pk=self.kwargs["pk"]).first()
        return AuthenticatorApp.objects.filter(user=user).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.factor() else redirect("own_second_step")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        factor = self.factor()
        if factor is None:  # such as after a second click
            messages.info(request, _("It is removed already."))
        elif is_last_needed(self.sign_in.user):
            messages.error(request, _("You need a second step. Add another before you remove this one."))
        else:
            remove_factor(request, factor)
            messages.success(request, _("It is removed. All your other browsers were signed out."))
        return redirect("own_second_step")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(factor=self.factor(), is_passkey="pk" in self.kwargs, **kwargs)


class RecoveryCodesView(ChangeView):
    """Make the recovery codes anew."""

    template_name = "accounts/make_codes.html"
    page_title = gettext_lazy("New recovery codes")

    def post(self, request: HttpRequest) -> HttpResponse:
        user = self.sign_in.user
        if not has_factor(user):
            return redirect("own_second_step")
        codes = make_codes(user)
        log(user, "accounts.codes_made", user=user)
        tell(user, "codes_made")
        return self.show_codes(codes)


class ShownCodesView(OwnAccountView):
    """The recovery codes that were just made."""

    template_name = "accounts/codes.html"
    page_title = gettext_lazy("Your recovery codes")


class EndOthersView(OwnAccountView):
    """Sign out in all other browsers."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        number = sign_ins.end_others(request)
        messages.success(
            request,
            ngettext("One other browser was signed out.", "%(number)s other browsers were signed out.", number)
            % {"number": number},
        )
        return redirect(reverse("own_second_step"))
