"""The example of the documentation, run against a running site."""

import json
import subprocess
import sys

from tests.browser.running import running_site
from tests.processes import ROOT

MAKE_TOKEN = """
from django.contrib.auth.models import Group, User
from wagtail.models import APIToken
editor = User.objects.create_user("program")
editor.groups.add(Group.objects.get(name="Editors"))
print(APIToken.create_token(user=editor, name="Example")[1])
"""
LOOK = """
from services.models import BodyArea, ConditionPage
import json
page = ConditionPage.objects.get(slug="stiff-lower-back-after-sitting")
draft = page.get_latest_revision_as_object()
print(json.dumps({"live": page.live, "owner": page.owner.username, "waits": page.workflow_in_progress,
    "areas": [area.slug for area in draft.body_areas.all()], "misspellings": draft.misspellings}))
"""
AREA = "from services.models import BodyArea; print(BodyArea.objects.get(slug='lower-back').pk)"


def test_the_example_writes_a_condition(tmp_path):
    with running_site(tmp_path, AUTHORING_API="true") as site:
        environment = {
            "SITE": site.address,
            "TOKEN": site.run(MAKE_TOKEN).strip(),
            "BODY_AREAS": site.run(AREA).strip(),
        }
        command = [sys.executable, str(ROOT / "docs/examples/write_condition.py"), "--submit"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "Office back" in done.stdout
        assert "It waits for: Approval by a clinical reviewer" in done.stdout
        assert json.loads(site.run(LOOK)) == {
            "live": False, "owner": "program", "waits": True, "areas": ["lower-back"], "misspellings": ["Ofice back"],
        }  # fmt: skip
        again = subprocess.run(command, env=environment | {"TOKEN": "wrong"}, capture_output=True, text=True)
        assert again.returncode == 1
        assert "There is no such token" in again.stderr
