"""How far a command is, on one line of a terminal."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import OutputWrapper

WIDTH = 30

Progress = Callable[[str, int, int], Any]  # told what is done, how many, and of how many


class ProgressBar:
    """Draws a bar where somebody watches; where the output goes to a file, it stays quiet."""

    def __init__(self, out: OutputWrapper, quiet: bool) -> None:
        self.out = out
        self.is_shown = not quiet and out.isatty()
        self.last = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        filled = WIDTH * done // max(total, 1)
        line = f"{what:<10} {'█' * filled}{'░' * (WIDTH - filled)} {done} of {total}"
        if self.is_shown and line != self.last:
            self.out.write(f"\r\x1b[K{line}", ending="")
            self.out.flush()
            self.last = line

    def clear(self) -> None:
        """Take the bar away, so that what is written next stands on a line of its own."""
        if self.last:
            self.out.write("\r\x1b[K", ending="")
            self.last = ""
