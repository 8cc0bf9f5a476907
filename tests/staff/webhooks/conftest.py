from collections.abc import Iterator

import pytest

from staff.webhooks.finding import find_events
from tests.staff.webhooks.listening import FrontEnd, front_end, make_endpoint


@pytest.fixture
def listener() -> Iterator[FrontEnd]:
    with front_end() as heard:
        yield heard


@pytest.fixture
def told_site(home, listener):
    """Return the home page of a site that a front end is told of from now on."""
    find_events()
    make_endpoint(listener.address)
    return home
