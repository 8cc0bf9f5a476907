"""The blocks that only services have."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class SessionStepBlock(blocks.StructBlock):
    """One thing that happens during a session."""

    title = blocks.CharBlock(label=_("What happens"), max_length=100, required=False)
    text = blocks.TextBlock(label=_("In a sentence or two"), rows=2)

    class Meta:
        icon = "arrow-right"
        label = _("Step")
        template = "services/blocks/session_step_block.html"
        preview_value = {"title": "You arrive", "text": "We talk about what brings you and what you would like."}


class CautionBlock(blocks.StructBlock):
    """A reason not to have the service, or to ask a doctor before."""

    rank = blocks.ChoiceBlock(
        choices=[("stop", _("Do not have it")), ("ask", _("Ask a doctor first"))], default="ask", label=_("Advice")
    )
    text = blocks.TextBlock(label=_("When"), rows=2)

    class Meta:
        icon = "warning"
        label = _("Caution")
        template = "services/blocks/caution_block.html"
        preview_value = {"rank": "ask", "text": "You take medicine that thins the blood."}
