"""What enquiries add to Wagtail's admin and to the clock."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from enquiries.models import Enquiry
from enquiries.needs import enquiries_need, received_on
from enquiries.retention import announce_left_over, delete_old, forget_senders
from enquiries.viewsets import EnquiryViewSet

hooks.register("register_admin_viewset", lambda: EnquiryViewSet())
hooks.register("needs_somebody", enquiries_need, order=10)
hooks.register("daily_counts", received_on)
hooks.register("periodic_work", delete_old)
hooks.register("periodic_work", forget_senders)
hooks.register("periodic_work", announce_left_over)


@hooks.register("register_log_actions")
def register_enquiry_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("enquiries.state")
    class StateFormatter(LogFormatter):
        label = _("Enquiry’s state changed")

        def format_message(self, entry: Any) -> str:
            return gettext("Marked as “%(state)s”") % {"state": Enquiry.State(entry.data["state"]).label}
