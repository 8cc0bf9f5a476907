"""What an editor of the admin says of itself: what it is for, and where the guide tells more."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.urls import reverse
from wagtail.admin.panels import Panel
from wagtail.admin.ui.components import Component


class GuideNote(Component):
    """A sentence or two on what is edited here, and the commonest tasks, each a link into the guide.

    `tasks` are the words of each with the part of the guide, such as `services#correct-a-price`.
    """

    template_name = "clinic/guide_note.html"
    media = Media(css={"all": ["clinic/guide_note.css"]})

    def __init__(self, purpose: Any, tasks: Mapping[Any, str]) -> None:
        self.purpose = purpose
        self.tasks = tasks

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"purpose": self.purpose, "tasks": [(words, part_url(part)) for words, part in self.tasks.items()]}


class GuidePanel(Panel):
    """A `GuideNote` at the head of the panels of a page or of settings."""

    def __init__(self, purpose: Any, tasks: Mapping[Any, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.note = GuideNote(purpose, tasks)

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"purpose": self.note.purpose, "tasks": self.note.tasks}

    @property
    def clean_name(self) -> str:
        return "guide"

    class BoundPanel(Panel.BoundPanel):
        media = GuideNote.media

        def render_html(self, parent_context: Any = None) -> str:
            return self.panel.note.render_html(parent_context)


def part_url(part: str) -> str:
    """Return the address of a page of the guide, or of a heading on it, such as `services#correct-a-price`."""
    name, _hash, anchor = part.partition("#")
    return reverse("guide_page", args=[name]) + (f"#{anchor}" if anchor else "")
