"""Sends whatever the contract allows, and what it does not, to every address, and holds the answers against it."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from clinic.api.contract import built
from clinic.wsgi import application
from tests.api.content import make_content

contract = schemathesis.openapi.from_dict(built())
contract.app = application


@pytest.fixture
def content(home):
    return make_content(home)


@contract.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,  # the same in every run; the seed is the test
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_address_keeps_the_contract(content, case):
    # No schema can tell which cursors were given out.
    excluded = [positive_data_acceptance] if "cursor" in case.query else []
    headers = {"Accept-Encoding": "identity"}  # what sends the requests unpacks nothing
    case.call_and_validate(base_url="http://testserver/api/v1", headers=headers, excluded_checks=excluded)
