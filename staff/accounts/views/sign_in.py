"""Signing in: the password, the second step, the password once more, and a link for a new one."""

from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import RedirectURLMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin.views import account

from staff.accounts.forms import CodeForm, PasswordForm, SignInForm
from staff.accounts.models import SignIn, describe_factors
from staff.accounts.notices import send_reset_mail
from staff.accounts.passkeys import accept_passkey, ask_for_known
from staff.accounts.second_step import accept_code
from staff.accounts.sign_ins import complete, is_whole, sign_in_of
from staff.accounts.throttling import CODE, RESET_MAIL, TooManyTries, take_try
from staff.accounts.views.base import NEXT_KEY, OwnAccountView, after_sign_in


class SignInView(account.LoginView):
    """Wagtail's page, which leads on to the second step where there is one."""

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (sign_in := sign_in_of(request)) and not is_whole(sign_in):
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_success_url(self) -> str:
        sign_in = sign_in_of(self.request)
        if sign_in is None or is_whole(sign_in):
            return super().get_success_url()
        if wanted := self.get_redirect_url():
            self.request.session[NEXT_KEY] = wanted
        return resolve_url("second_step" if sign_in.has_factor else "own_second_step")


@method_decorator(sensitive_post_parameters(), name="dispatch")
class SecondStepView(View):
    """The code or the passkey, after the password."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sign_in = sign_in_of(request)
        if sign_in is None or is_whole(sign_in) or not sign_in.has_factor:
            return redirect("wagtailadmin_login")
        self.person, self.factors = sign_in.user, describe_factors(sign_in.user)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(CodeForm(has_app=bool(self.factors["app"])))

    def post(self, request: HttpRequest) -> HttpResponse:
        if "answer" in request.POST:
            if accept_passkey(request, self.person, request.POST["answer"]):
                return self.done()
            return self.show(
                CodeForm(has_app=bool(self.factors["app"])),
                _("The passkey was not accepted. Please try again, or use a code."),
            )
        form = CodeForm(request.POST, has_app=bool(self.factors["app"]))
        if not form.is_valid():
            return self.show(form)
        try:
            attempt = take_try(CODE, request, self.person.get_username())
        except TooManyTries as refusal:
            return self.show(form, refusal.sentence)
        if accept_code(self.person, form.cleaned_data["code"]):
            attempt.succeed()
            return self.done()
        return self.show(form, _("This code is wrong, or was used already. Please wait for the next one and type it."))

    def done(self) -> HttpResponse:
        complete(self.request)
        return redirect(after_sign_in(self.request))

    def show(self, form: Form, error: str = "") -> HttpResponse:
        context = {"form": form, "error": error, "factors": self.factors, "person": self.person}
        if self.factors["passkeys"]:
            context["options"] = ask_for_known(self.request, self.person)
        return render(self.request, "accounts/second_step.html", context)


class StartAgainView(View):
    """Forget a half sign-in, for instance of somebody else."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        return redirect("wagtailadmin_login")


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ConfirmPasswordView(RedirectURLMixin, OwnAccountView):
    """The password once more, before a factor is changed."""

    template_name = "accounts/confirm_password.html"
    page_title = gettext_lazy("Confirm your password")
    next_page = "own_second_step"

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PasswordForm(request.POST, request=request, user=self.sign_in.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        SignIn.objects.filter(pk=self.sign_in.pk).update(password_at=timezone.now())
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", PasswordForm(request=self.request, user=self.sign_in.user))
        return super().get_context_data(next=self.get_redirect_url(), **kwargs)


class PasswordResetView(account.PasswordResetView):
    """Wagtail's page, throttled; the answer and the time it takes are the same whether there is such an account."""

    def form_valid(self, form: Any) -> HttpResponse:
        email = form.cleaned_data["email"]
        try:
            take_try(RESET_MAIL, self.request, email)
        except TooManyTries as refusal:
            form.add_error("email", refusal.sentence)
            return self.form_invalid(form)
        send_reset_mail.enqueue(email)
        return redirect(self.success_url)
