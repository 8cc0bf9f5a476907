"""Ends the worker while a front end has a message and has not answered: python tests/drills/killed_worker.py

Works on a new SQLite database in VAR_DIR, with a real worker and clock as `make run` starts them and a real front end,
and prints JSON.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import django

# ruff: noqa: E402 (models can be imported only from here on)
django.setup()

from django.db.models import F
from standardwebhooks import Webhook

from staff.webhooks.finding import find_events
from staff.webhooks.models import LEASE, Delivery, PendingChange
from tests.builders import make_plain_page
from tests.drills.killed_schedule import make_home
from tests.processes import ROOT
from tests.staff.webhooks.listening import answer_with, front_end, make_endpoint

WORKER = ["db_worker", "--backend", "worker", "--verbosity", "0", "--interval", "0.2", "--no-startup-delay"]


def start(*command: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "manage.py", *command], cwd=ROOT, start_new_session=True)


def wait_until(what: str, condition) -> None:
    for _ in range(900):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError(f"It did not happen within one and a half minutes: {what}")


def main() -> dict:
    home = make_home()
    find_events()
    answered = threading.Event()
    with front_end(lambda handler, message: answered.wait(30)) as heard:
        _endpoint, secret = make_endpoint(heard.address, event_types=["page.published", "page.unpublished"])
        page = make_plain_page(home, "News")  # which orders the first round
        noted = PendingChange.objects.exists()
        worker = start(*WORKER)
        wait_until("the first message comes", lambda: heard.requests)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        answered.set()
        heard.answer = answer_with(204)
        under_way = list(Delivery.objects.values_list("state", "attempts"))
        Delivery.objects.update(next_at=F("next_at") - LEASE - timedelta(seconds=1))  # so much time has passed
        page.unpublish()
        second, clock = start(*WORKER), start("clock")
        try:
            wait_until(
                "everything is delivered",
                lambda: len(heard.requests) >= 3 and not Delivery.objects.waiting().exists(),
            )
        finally:
            for process in (second, clock):
                process.terminate()
                process.wait(timeout=20)
        for headers, body in heard.requests:
            Webhook(secret).verify(body, headers)
        return {
            "noted": noted,
            "under way": under_way,
            "told": heard.told(),
            "numbers": len(set(heard.ids)),
            "same number": heard.ids[0] == heard.ids[1],
            "left": PendingChange.objects.filter(kind="pages").count(),
            "states": sorted(Delivery.objects.values_list("state", flat=True)),
        }


if __name__ == "__main__":
    print(json.dumps(main()))
