"""What stands against publishing a page, whichever way it is tried: by hand, in bulk, by approval, on schedule."""

from wagtail import hooks
from wagtail.models import Page


class CannotPublish(Exception):
    """The page must not be published yet; `problems` says why, in sentences for the person who tried."""

    def __init__(self, page: Page, problems: list[str]) -> None:
        self.page = page
        self.problems = problems
        super().__init__(f"{page}: {' '.join(problems)}")


def publishing_problems(page: Page) -> list[str]:
    """Return a sentence for each thing that must be mended first; apps add theirs by the hook of this name."""
    return [problem for find in hooks.get_hooks("publishing_problems") for problem in find(page)]
