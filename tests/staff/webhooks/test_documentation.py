"""What docs/webhooks.md tells front-end developers to write takes our messages and no others."""

import json
import re
import subprocess
import time

import pytest

from staff.webhooks.events import EventType
from staff.webhooks.signing import new_secret, signed_headers
from tests.checkers.install import NODE
from tests.processes import ROOT

PAGE = (ROOT / "docs" / "webhooks.md").read_text()
BODY = '{"type":"test","data":{"word":"Grüße"}}'


def code(language: str) -> str:
    """Return the longest example in a language: the one that needs no library."""
    return max(re.findall(rf"```{language}\n(.*?)```", PAGE, re.S), key=len)


def python_says(secret: str, headers: dict[str, str], body: str) -> bool:
    names: dict = {}
    exec(code("python"), names)  # noqa: S102
    return names["is_ours"](secret, headers, body.encode())


def javascript_says(secret: str, headers: dict[str, str], body: str) -> bool:
    call = f"console.log(isOurs(...{json.dumps([secret, headers, body])}))"
    command = [NODE, "--input-type=module", "--eval", f"{code('js')}\n{call}"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize("says", [python_says, javascript_says])
def test_the_examples_take_what_is_signed_and_nothing_else(says):
    old, new = new_secret(), new_secret()
    headers = signed_headers([new, old], "msg_1", int(time.time()), BODY)
    assert says(new, headers, BODY)
    assert says(old, headers, BODY)
    assert not says(new_secret(), headers, BODY)
    assert not says(new, headers, BODY.replace("test", "page.deleted"))
    assert not says(new, signed_headers([new], "msg_1", int(time.time()) - 3600, BODY), BODY)


def test_every_type_of_event_is_explained():
    assert [name for name in EventType.values if f"| `{name}` |" not in PAGE] == []
