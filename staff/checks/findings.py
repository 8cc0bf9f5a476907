"""What checks find, and where on a page it stands."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """The kinds of findings, as the report tells them apart."""

    CLAIM = "claim", _("Words that claim too much")
    FORBIDDEN = "forbidden", _("Forbidden terms")
    PHOTO = "photo", _("Photos without words or consent")
    LINK = "link", _("Links that lead nowhere")
    HEADING = "heading", _("Headings")
    BOOKING = "booking", _("Price and booking")
    REACH = "reach", _("Far from the home page")


@dataclass(frozen=True)
class Place:
    """A field of a page, down to one within a block or a row.

    `steps` lead to it as form errors are nested, with blocks and rows by number: ("body", 0, "text"). `path` leads to
    it in the editor, where a block goes by its id: "body.0b1c….text". `label` names it for people.
    """

    steps: tuple[int | str, ...]
    path: str
    label: str

    @property
    def anchor(self) -> str:
        """The id of the field in the editor, for browsers without scripts; of a block, that of its body."""
        is_block = len(self.steps) > 1 and self.path.split(".")[1] != str(self.steps[1])  # rows go by number
        return str(self.steps[0]) if is_block else "id_" + self.path.replace(".", "-")

    @classmethod
    def of_field(cls, name: str, label: str) -> "Place":
        return cls((name,), name, label)

    def within(self, step: int | str, label: str, key: str = "") -> "Place":
        """Return a place one step further in; `key` stands for it in the path, where that is not the step itself."""
        return Place(
            (*self.steps, step), f"{self.path}.{key or step}", f"{self.label} › {label}" if label else self.label
        )


@dataclass(frozen=True)
class Finding:
    """Something on a page that must be mended before it is published (`blocking`), or that is worth a look."""

    kind: Kind
    sentence: str
    place: Place | None = None
    blocking: bool = False

    def __str__(self) -> str:
        return f"{self.place.label}: {self.sentence}" if self.place else self.sentence
