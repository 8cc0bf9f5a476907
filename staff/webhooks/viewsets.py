"""The admin's screens for webhooks."""

from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from staff.webhooks.delivery_views import DeliveriesView, DeliveryView
from staff.webhooks.endpoint_views import NewSecretView, SendGivenUpView, SendTestView, show_secret
from staff.webhooks.models import Delivery, Endpoint


class WebhookIndexView(generic.IndexView):
    columns = [
        TitleColumn("__str__", label=_("Webhook"), url_name="webhooks:edit", sort_key="description"),
        Column("address", label=_("Address"), sort_key="address"),
        StatusTagColumn("state", label=_("State"), primary=lambda endpoint: not endpoint.active),
        Column("waiting", label=_("Waiting")),
        Column("given_up", label=_("Given up")),
        DateColumn("delivered_at", label=_("Last delivered")),
    ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        log = Button(_("Deliveries"), url=reverse("webhooks:deliveries"), icon_name="list-ul", priority=50)
        return [*super().header_more_buttons, log]

    def get_base_queryset(self) -> QuerySet[Endpoint]:
        state = Delivery.State
        of = {name: Q(deliveries__state=name) for name in state.values}
        return (
            super()
            .get_base_queryset()
            .annotate(
                waiting=Count("deliveries", filter=of[state.WAITING]),
                given_up=Count("deliveries", filter=of[state.GIVEN_UP]),
                delivered_at=Max("deliveries__tried_at", filter=of[state.DELIVERED]),
            )
        )


class WebhookCreateView(generic.CreateView):
    """Adds a webhook and shows its secret, this once."""

    def save_instance(self) -> Endpoint:
        self.secret = self.form.instance.renew_secret()
        endpoint: Endpoint = super().save_instance()
        return endpoint

    def save_action(self) -> HttpResponse:
        return show_secret(self.request, self.object, self.secret)


class WebhookEditView(generic.EditView):
    template_name = "webhooks/edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given_up = self.object.deliveries.filter(state=Delivery.State.GIVEN_UP).count()
        return super().get_context_data(**kwargs) | {"given_up": given_up}


class WebhookViewSet(ModelViewSet):
    model = Endpoint
    name = "webhooks"
    icon = "rotate"
    menu_label = _("Webhooks")
    menu_order = 700
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = WebhookIndexView
    add_view_class = WebhookCreateView
    edit_view_class = WebhookEditView
    search_fields = ["address", "description"]
    search_backend_name = None

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("edit/<int:pk>/secret/", NewSecretView.as_view(), name="new_secret"),
            path("edit/<int:pk>/test/", SendTestView.as_view(), name="send_test"),
            path("edit/<int:pk>/given-up/", SendGivenUpView.as_view(), name="send_given_up"),
            path("deliveries/", DeliveriesView.as_view(), name="deliveries"),
            path("deliveries/results/", DeliveriesView.as_view(results_only=True), name="deliveries_results"),
            path("deliveries/<int:pk>/", DeliveryView.as_view(), name="delivery"),
        ]
