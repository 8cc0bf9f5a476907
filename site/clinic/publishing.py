"""What stands against publishing a page, and the lock under which it is published, whichever way it is tried.

By hand, in bulk, by approval or on schedule.
"""

from typing import Any

from django.db import models
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


def locked(model: type[models.Model], pk: Any, wait: bool = True) -> Any:
    """Return the row as it stands, locked until the transaction ends, or None if it is gone.

    Also None if another transaction has it and `wait` is false. On SQLite, where a transaction excludes all others
    that write, there is nothing to lock.
    """
    return model._base_manager.select_for_update(no_key=True, skip_locked=not wait).filter(pk=pk).first()
