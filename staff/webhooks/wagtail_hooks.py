"""What webhooks add to Wagtail's admin and to the clock."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from staff.webhooks.delivering import forget_old
from staff.webhooks.needs import webhooks_need
from staff.webhooks.tasks import tell_what_is_left
from staff.webhooks.viewsets import WebhookViewSet

hooks.register("register_admin_viewset", WebhookViewSet)
hooks.register("needs_somebody", webhooks_need, order=90)
hooks.register("periodic_work", tell_what_is_left)
hooks.register("periodic_work", forget_old)


@hooks.register("register_log_actions")
def register_webhook_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("webhooks.new_secret", _("New secret"), _("Made a new secret"))
