"""One's own tokens: which there are, a new one, and the end of one."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from staff.accounts.models import end_tokens
from staff.accounts.sign_ins import is_whole, sign_in_of
from staff.accounts.tokens import ends_at, lifetime, make_token, may_have_tokens, tokens_of
from staff.accounts.views.factors import ChangeView


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What is it for?"),
        max_length=100,
        help_text=gettext_lazy("Such as “conditions from the old site”. You see it in this list only."),
    )


class TokensView(ChangeView):
    """The list of one's tokens, and a form for a new one."""

    template_name = "accounts/tokens.html"
    page_title = gettext_lazy("Tokens for programs")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sign_in = sign_in_of(request)
        # Pages of one's account are open to those who have yet to set up a second step: this one is not.
        if sign_in and is_whole(sign_in) and not may_have_tokens(request.user):
            raise PermissionDenied
        if sign_in and not is_whole(sign_in):
            return redirect("own_second_step")
        return super().dispatch(request, *args, **kwargs)

    def crumbs_between(self) -> list[dict[str, Any]]:
        return []

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TokenForm(request.POST)
        plain = make_token(self.sign_in.user, form.cleaned_data["name"]) if form.is_valid() else ""
        return self.render_to_response(self.get_context_data(form=TokenForm() if plain else form, plain=plain))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", TokenForm())
        tokens = [(token, ends_at(token)) for token in tokens_of(self.sign_in.user)]
        return super().get_context_data(tokens=tokens, days=lifetime().days, **kwargs)


class EndTokenView(TokensView):
    """End a token of one's own."""

    http_method_names = ["post"]
    needs_fresh_password = False

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]
        if end_tokens(self.sign_in.user, pk):
            log(self.sign_in.user, "accounts.token_ended", user=self.sign_in.user)
            messages.success(request, _("The token is ended. Programs that use it are refused."))
        return redirect("tokens")
