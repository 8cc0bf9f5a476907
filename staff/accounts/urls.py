"""Addresses below /admin/ that must be open before somebody has any rights there, so they stand before Wagtail's."""

from django.urls import URLPattern
from django.urls import path as plain_path
from django.views import View
from django.views.decorators.cache import never_cache

from staff.accounts.views import account, colleagues, factors, sign_in


def path(route: str, view: type[View], name: str | None = None) -> URLPattern:
    return plain_path(route, never_cache(view.as_view()), name=name)


urlpatterns = [
    # In the place of Wagtail's own, whose names lead here too.
    path("login/", sign_in.SignInView),
    path("password_reset/", sign_in.PasswordResetView),
    path("account/", account.AccountView),
    path("login/second-step/", sign_in.SecondStepView, name="second_step"),
    path("login/start-again/", sign_in.StartAgainView, name="start_again"),
    path("account/confirm/", sign_in.ConfirmPasswordView, name="confirm_password"),
    path("account/second-step/", factors.OwnSecondStepView, name="own_second_step"),
    path("account/second-step/app/", factors.AppView, name="set_up_app"),
    path("account/second-step/app/remove/", factors.RemoveView, name="remove_app"),
    path("account/second-step/passkey/", factors.PasskeyView, name="add_passkey"),
    path("account/second-step/passkey/<int:pk>/remove/", factors.RemoveView, name="remove_passkey"),
    path("account/second-step/codes/", factors.RecoveryCodesView, name="recovery_codes"),
    path("account/sign-out-others/", factors.EndOthersView, name="sign_out_others"),
    path("users/<int:pk>/reset-second-step/", colleagues.ResetView, name="reset_second_step"),
]
