"""Several people who save at once, by real requests to a real site; `make drill-editors` is the long form."""

from tests.browser.running import RunningSite
from tests.drills.editors import drill, report


def test_saves_of_eight_editors_at_once_neither_fail_nor_get_lost(site: RunningSite):
    record, lost = drill(site, seconds=6, uploads=False)  # other tests count the photos of this site
    said = report(record, lost)
    assert record.saves, said
    assert record.reads, said
    assert record.failures == [], said
    assert lost == [], said
