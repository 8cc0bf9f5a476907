import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from wagtail import hooks

logger = logging.getLogger(__name__)

SECONDS = 15


class Command(BaseCommand):
    help = (
        "Do, every quarter of a minute until stopped, what is due by the clock: all functions of the hook "
        "“periodic_work”. Several clocks may run; each function sees to it that its work is done once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do it once and end.")

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = threading.Event()
        if not options["once"]:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stopped.set())
        while not stopped.is_set():
            self.tick()
            if options["once"] or stopped.wait(SECONDS):
                return

    def tick(self) -> None:
        """Call every function; one that fails is logged, and neither stops the others nor the clock."""
        close_old_connections()
        for work in hooks.get_hooks("periodic_work"):
            try:
                work()
            except Exception:
                logger.exception("Periodic work failed: %s", work.__name__)
        close_old_connections()
