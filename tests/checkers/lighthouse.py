"""Audit each type of page by Lighthouse as on a mid-range phone: `make lighthouse`.

It starts the site on a temporary folder, audits each page three times and prints the median of each score. Performance
depends on how busy the machine is, so only this command judges it; the tests judge the rest.
"""

import json
import subprocess
import sys
import tempfile
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

from tests.browser.filling import PAGES
from tests.browser.install import BROWSER_OPTIONS, find_browser
from tests.browser.public_pages import ADDRESSES
from tests.browser.running import running_site
from tests.checkers.install import HERE, NODE

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3
PAGE_TYPES = [
    *("home", "services", "service", "conditions", "condition", "techniques", "technique"),
    *("galleries", "gallery", "photo", "first-visit", "contact", "contact-sent", "search-results", "not-found"),
]
# What Lighthouse counts as a fault and is meant: search engines are asked not to list these pages, so these need no
# description either, and the browser itself notes in its console that a page is missing.
ON_PURPOSE = {
    "contact-sent": {"is-crawlable"},
    "search-results": {"is-crawlable", "meta-description"},
    "not-found": {"is-crawlable", "meta-description", "http-status-code", "errors-in-console"},
}


def audit(base_url: str, categories: tuple[str, ...] = CATEGORIES) -> list[dict[str, Any]]:
    """Audit a page of each type, one after the other, and return what `lighthouse.mjs` prints, with `name`."""
    wanted = {
        "browser": find_browser(),
        "options": BROWSER_OPTIONS,
        "categories": categories,
        "addresses": [base_url + ADDRESSES[name] for name in PAGE_TYPES],
    }
    command = [NODE, HERE / "lighthouse.mjs", json.dumps(wanted)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    return [{"name": name} | result for name, result in zip(PAGE_TYPES, results, strict=True)]


def shortcomings(result: dict[str, Any]) -> set[str]:
    """Return the audits that failed and should not have, and those that should have and did not."""
    found = set(result["failed"]) ^ ON_PURPOSE.get(result["name"], set())
    if result["scores"].get("performance", 100) < 100:
        found.add("performance")
    if problem := result.get("problem"):  # the audit itself failed
        found.add(problem)
    return found


def medians(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one result for all rounds of a page: the median of each number, and whatever failed in any round."""
    measured = {name: median(one[name] for one in rounds) for name in ("lcp", "cls", "tbt", "requests", "bytes")}
    scores = {category: median(one["scores"][category] for one in rounds) for category in CATEGORIES}
    failed = sorted(set().union(*(one["failed"] for one in rounds)))
    return rounds[0] | measured | {"scores": scores, "failed": failed}


def line(result: dict[str, Any]) -> str:
    scores = "".join(f"{result['scores'][category]:>16.0f}" for category in CATEGORIES)
    measured = f"{result['lcp']:>8.0f}{result['cls']:>7.3f}{result['tbt']:>7.0f}"
    return f"{result['name']:<17}{scores}{measured}{result['requests']:>10.0f}{result['bytes'] / 1000:>7.1f}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site:
        site.run(PAGES)
        rounds = [audit(site.address) for _ in range(RUNS)]
    for result in chain(*rounds):
        if "problem" in result:
            sys.exit(f"Lighthouse could not audit {result['name']}: {result['problem']}")
    results = [medians(list(of_page)) for of_page in zip(*rounds, strict=True)]
    titles = "".join(f"{category:>16}" for category in CATEGORIES)
    print(f"{'page':<17}{titles}{'LCP ms':>8}{'CLS':>7}{'TBT ms':>7}{'requests':>10}{'kB':>7}")
    for result in results:
        print(line(result))
    print("\nFor their purpose, these fail some audits, which costs points and is meant to be so:")
    print("\n".join(f"  {name}: {', '.join(sorted(audits))}" for name, audits in ON_PURPOSE.items()))
    bad = {result["name"]: found for result in results if (found := shortcomings(result))}
    for name, found in bad.items():
        print(f"Not as it should be: {name}: {', '.join(sorted(found))}")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
