"""The worker ended with a message under way, in real processes; the work is in tests/drills/killed_worker.py."""

import json
import subprocess
import sys

from tests.processes import ROOT, environment_on


def test_what_a_killed_worker_was_sending_arrives_again_under_the_same_number_and_in_order(tmp_path):
    command = [sys.executable, "tests/drills/killed_worker.py"]
    done = subprocess.run(command, cwd=ROOT, env=environment_on(tmp_path), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "noted": True,
        "under way": [["waiting", 1]],
        "told": [["page.published", "/news/"], ["page.published", "/news/"], ["page.unpublished", "/news/"]],
        "numbers": 2,
        "same number": True,
        "left": 0,
        "states": ["delivered", "delivered"],
    }
