"""Publishing on schedule, killed at every statement, and by several processes at once, on a real SQLite file.

The work is in tests/drills/killed_schedule.py: it forks, and must not take this process's database along.
"""

import json
import subprocess
import sys
from pathlib import Path

from tests.processes import ROOT, environment_on


def in_new_folder(folder: Path, what: str) -> dict:
    command = [sys.executable, "tests/drills/killed_schedule.py", what]
    done = subprocess.run(command, cwd=ROOT, env=environment_on(folder), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_killed_at_any_statement_a_page_is_either_published_or_as_it_was_and_the_next_run_ends_it(tmp_path):
    found = in_new_folder(tmp_path, "kill")
    assert set(found["states"]) == {"untouched", "service after, offer before", "service after, offer after"}
    assert found["statements"] > 100
    assert found["states"]["untouched"] > 50  # the service is published within one transaction
    assert found["states"]["service after, offer before"] > 20  # and so the offer is taken off


def test_several_processes_at_once_publish_each_page_once(tmp_path):
    found = in_new_folder(tmp_path, "race")
    assert found["ended"] == [0, 0, 0, 0]
    assert found["outcomes"] == found["expected"]
    assert (found["log"], found["new"], found["expired"]) == (24, 12, 12)
