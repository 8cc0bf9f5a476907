"""Several people who save at once, by real requests to a real site; `make drill-editors` is the long form."""

from pathlib import Path

from tests.browser.running import running_site
from tests.drills.editors import drill, report


def test_saves_of_eight_editors_at_once_neither_fail_nor_get_lost(tmp_path: Path):
    with running_site(tmp_path) as site:  # of its own: it leaves much behind
        record, lost = drill(site, seconds=6)
    said = report(record, lost)
    assert record.saves, said
    assert record.reads, said
    assert record.failures == [], said
    assert lost == [], said
