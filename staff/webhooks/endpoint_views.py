"""What is done to a webhook beside its form: a new secret, a message to try it out, and what was given up once more."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from staff.webhooks.events import TEST, Happening
from staff.webhooks.finding import write_down
from staff.webhooks.models import Delivery, Endpoint
from staff.webhooks.tasks import tell_after_commit

WEBHOOKS = {"url": reverse_lazy("webhooks:index"), "label": gettext_lazy("Webhooks")}


class ChangesWebhooksMixin(PermissionCheckedMixin):
    """Refuses whoever may not change webhooks."""

    permission_required = "change"

    @property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Endpoint)


class SecretShownView(WagtailAdminTemplateMixin, TemplateView):
    """Shows a secret in the answer to the form that made it. It has no address, as nobody can read a secret again."""

    template_name = "webhooks/secret.html"
    page_title = gettext_lazy("Secret")
    header_icon = "key"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, WEBHOOKS, {"url": "", "label": self.page_title}]


def show_secret(request: HttpRequest, endpoint: Endpoint, secret: str) -> HttpResponse:
    view = SecretShownView()
    view.setup(request)
    response = view.render_to_response(view.get_context_data(endpoint=endpoint, secret=secret))
    add_never_cache_headers(response)
    return response


@method_decorator(transaction.atomic, name="dispatch")
class EndpointActionView(ChangesWebhooksMixin, View):
    """Something that a button does to a webhook."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.act(get_object_or_404(Endpoint.objects.select_for_update(), pk=pk))

    def act(self, endpoint: Endpoint) -> HttpResponse:
        raise NotImplementedError


class NewSecretView(EndpointActionView):
    def act(self, endpoint: Endpoint) -> HttpResponse:
        """Make a new secret and show it."""
        secret = endpoint.renew_secret()
        endpoint.save(update_fields=["secret", "former_secret", "former_until"])
        log(endpoint, "webhooks.new_secret", user=self.request.user)
        return show_secret(self.request, endpoint, secret)


class SendTestView(EndpointActionView):
    def act(self, endpoint: Endpoint) -> HttpResponse:
        """Send a message that means nothing, and lead to where its outcome shows."""
        if not endpoint.active:
            messages.error(self.request, _("Tick “active” and save first: nothing is sent while it is switched off."))
            return redirect("webhooks:edit", endpoint.pk)
        write_down([Happening(TEST, TEST, {})], [endpoint])
        tell_after_commit()
        messages.success(self.request, _("The message is on its way. Load this page anew to see what came of it."))
        return redirect("webhooks:delivery", endpoint.deliveries.latest("pk").pk)


class SendGivenUpView(EndpointActionView):
    def act(self, endpoint: Endpoint) -> HttpResponse:
        """Send once more all that was given up."""
        number = endpoint.deliveries.filter(state=Delivery.State.GIVEN_UP).send_again()
        tell_after_commit()
        told = ngettext("%(number)d message is sent again.", "%(number)d messages are sent again.", number)
        messages.success(self.request, told % {"number": number})
        return redirect("webhooks:edit", endpoint.pk)
