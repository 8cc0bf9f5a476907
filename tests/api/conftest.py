import pytest


@pytest.fixture
def fetch(client):
    """Return a function that asks the API and returns the answer of a request that went well."""

    def ask(address: str, **parameters):
        response = client.get(f"/api/v1/{address}", parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return ask
