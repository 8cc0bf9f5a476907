"""What became of an import, for the person who started it."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


def printable(text: str) -> str:
    """Return text that a terminal shows and does not obey; an archive's titles may be made up."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


@dataclass
class Outcome:
    """How many of each kind were added or changed, and `left`: sentences on what is not as the archive has it."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)

    def tell(self, sentence: str) -> None:
        sentence = printable(sentence)
        if sentence not in self.left:
            self.left.append(sentence)

    def tell_of_missing(self, name: str, missing: set[str]) -> None:
        """Say that something points to what neither the archive nor the site has; the set is emptied."""
        if missing:
            self.tell(
                _("%(name)s points to something that is neither in the archive nor here: %(ids)s. It came in without.")
                % {"name": name, "ids": ", ".join(sorted(missing))}
            )
        missing.clear()

    def __bool__(self) -> bool:
        """Return whether anything was added or changed."""
        return bool(self.added or self.changed)
