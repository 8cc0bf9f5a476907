"""The log of what was sent: the list, and one delivery with the button that sends it again."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django_filters import ModelChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from staff.webhooks.endpoint_views import WEBHOOKS, ChangesWebhooksMixin
from staff.webhooks.models import PAUSES, Delivery, Endpoint
from staff.webhooks.tasks import tell_after_commit

DELIVERIES = {"url": reverse_lazy("webhooks:deliveries"), "label": gettext_lazy("Deliveries")}


class DeliveryFilterSet(WagtailFilterSet):
    endpoint = ModelChoiceFilter(queryset=Endpoint.objects.all(), label=gettext_lazy("Webhook"))

    class Meta:
        model = Delivery
        fields = ["endpoint", "state"]


class DeliveriesView(ChangesWebhooksMixin, ReportView):
    """What was sent in the last 30 days, and what waits."""

    model = Delivery
    page_title = gettext_lazy("Deliveries")
    header_icon = "list-ul"
    index_url_name = "webhooks:deliveries"
    index_results_url_name = "webhooks:deliveries_results"
    filterset_class = DeliveryFilterSet
    columns = [
        TitleColumn(
            "event.about",
            label=gettext_lazy("About"),
            width="25%",
            get_url=lambda delivery: reverse("webhooks:delivery", args=[delivery.pk]),
        ),
        Column("event.type", label=gettext_lazy("Event")),
        StatusTagColumn(
            "get_state_display",
            label=gettext_lazy("State"),
            primary=lambda delivery: delivery.state != Delivery.State.GIVEN_UP,
        ),
        Column("outcome", label=gettext_lazy("Outcome")),
        Column("attempts", label=gettext_lazy("Tries")),
        DateColumn("event.happened_at", label=gettext_lazy("Happened")),
        Column("next_at", label=gettext_lazy("Next try")),
        Column("endpoint", label=gettext_lazy("Webhook")),
    ]
    no_results_message = gettext_lazy("Nothing was sent in the last 30 days.")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, WEBHOOKS, {"url": "", "label": self.page_title}]

    def get_base_queryset(self) -> QuerySet[Delivery]:
        return Delivery.objects.select_related("event", "endpoint").order_by("-pk")


class DeliveryView(ChangesWebhooksMixin, WagtailAdminTemplateMixin, TemplateView):
    """One message to one front end: what was sent, and what was answered."""

    template_name = "webhooks/delivery.html"
    page_title = gettext_lazy("Delivery")
    header_icon = "mail"

    def find(self) -> Delivery:
        found = Delivery.objects.select_related("event", "endpoint")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, WEBHOOKS, DELIVERIES, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delivery = self.find()
        message = json.dumps(json.loads(delivery.event.body), indent=2)
        return super().get_context_data(**kwargs) | {
            "delivery": delivery,
            "message": message,
            "most_attempts": len(PAUSES) + 1,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send it again."""
        delivery = self.find()
        if not delivery.endpoint.active:
            messages.error(request, _("This webhook is switched off. Tick “active” first."))
            return redirect("webhooks:edit", delivery.endpoint_id)
        Delivery.objects.filter(pk=delivery.pk).send_again()
        tell_after_commit()
        messages.success(request, _("The message is sent again. Load this page anew to see what came of it."))
        return redirect("webhooks:delivery", delivery.pk)
