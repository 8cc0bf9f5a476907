"""Writes a condition as a draft, reads it back, and submits it for approval if asked to.

    SITE=https://clinic.example TOKEN=wagtail_… python write_condition.py [--submit]

It needs nothing but Python.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any

SITE, TOKEN = os.environ.get("SITE", "http://127.0.0.1:8000"), os.environ.get("TOKEN", "")


def ask(method: str, path: str, data: Any = None, read: str = "") -> tuple[Any, str]:
    """Return the answer, and the version of the page in it; end with the site's sentence where it refuses."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    if read:
        headers["If-Match"] = read
    body = json.dumps(data).encode() if data is not None else None
    request = urllib.request.Request(f"{SITE}/api/v3/{path}", body, headers, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return json.load(answer), answer.headers.get("ETag", "")
    except urllib.error.HTTPError as refusal:
        problem = json.load(refusal)
        sys.exit(f"{problem['detail']} {problem.get('errors', '')}")


def main() -> None:
    lists, _version = ask("GET", "pages/?type=services.ConditionListPage")
    condition = {
        "meta": {"type": "services.ConditionPage", "parent_id": lists["items"][0]["id"]},
        "title": "Stiff lower back after sitting",
        "summary": "A back that is slow to straighten after hours in a chair.",
        "body": "<p>It often eases within a few minutes of walking.</p>",
        "self_care": "<ul><li>Stand up every half hour.</li></ul>",
        "synonyms": ["Office back"],
        "body_areas": [int(number) for number in os.environ.get("BODY_AREAS", "").split()],
    }
    made, version = ask("POST", "pages/", condition)
    print(f"Made the draft “{made['title']}”: {SITE}/admin/pages/{made['id']}/edit/")

    _changed, version = ask("PATCH", f"pages/{made['id']}/", {"misspellings": ["Ofice back"]}, version)
    draft, version = ask("GET", f"pages/{made['id']}/?version=draft")
    print(json.dumps({name: draft[name] for name in ("title", "summary", "body", "synonyms", "body_areas")}, indent=2))

    if "--submit" in sys.argv[1:]:
        submitted, _version = ask("POST", f"pages/{made['id']}/actions/submit/", {}, version)
        print(f"Submitted. It waits for: {submitted['waits_for']}")


if __name__ == "__main__":
    main()
