"""The whole answer for each page type, as clients get it. A change here is a change of the contract."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from tests.api.content import make_content

GOLDEN = Path(__file__).with_name("golden")

# What differs from one run to the next, each with what stands for it; {} is the number of the first time it is met.
VARYING = [
    (r'(?<="id": )\d+', "{}"),
    (r"(?<=photo-)\d+", "{}"),
    (r"(?<=/documents/)\d+", "{}"),
    (r'(?<=")[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?=")', "uuid-{}"),
    (r"(?<=/media/images/)[0-9a-z]{16}\.", "photo-{}."),
    (r"(?<=[a-z]{4})_[0-9A-Za-z]{7}(?=\.(avif|webp|jpg))", ""),
    (r"20\d\d-\d\d-\d\dT[\d:.]+(Z|\+00:00)", "2026-01-01T00:00:00Z"),
]


def numbered(template: str) -> Callable[[re.Match[str]], str]:
    seen: dict[str, int] = {}
    return lambda match: template.format(seen.setdefault(match[0], len(seen) + 1))


def test_the_answer_for_each_page_type_changes_only_on_purpose(home, client, tmp_path):
    wrong = []
    for kind, address in make_content(home).addresses.items():
        answer = client.get("/api/v1/page/", {"path": address}).json()
        text = json.dumps(answer, indent=2, ensure_ascii=False) + "\n"
        for pattern, template in VARYING:
            text = re.sub(pattern, numbered(template), text)
        kept, found = GOLDEN / f"{kind}.json", tmp_path / f"{kind}.json"
        found.write_text(text)
        if not kept.exists() or kept.read_text() != text:
            wrong.append(kind)
    assert not wrong, f"{', '.join(wrong)}: look at the changes, and if they are meant: cp {tmp_path}/*.json {GOLDEN}"
