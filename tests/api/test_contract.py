"""The committed contract, what breaks it, and the page that shows it."""

import json
from copy import deepcopy

import pytest
from django.core.management import CommandError, call_command

from clinic.api import contract
from clinic.api.contract import breaking_changes, built

PAGES = ("paths", "/pages/", "get")
LIMIT = (*PAGES, "parameters", 0)
PHOTO = ("components", "schemas", "Photo")


def at(document, *place):
    for step in place:
        document = document[step]
    return document


def changed(change):
    document = deepcopy(built())
    change(document)
    return breaking_changes(built(), document)


def test_the_committed_contract_is_the_one_the_site_keeps():
    assert json.loads(contract.COMMITTED.read_text()) == built(), "Write it anew: manage.py contract"


def test_the_contract_is_built_once(client, db, monkeypatch):
    first = client.get("/api/v1/openapi.json").json()
    monkeypatch.setattr(contract, "build", None)
    assert client.get("/api/v1/openapi.json").json() == first == built()


def test_nothing_in_the_contract_is_nameless():
    operations = [operation for path in built()["paths"].values() for operation in path.values()]
    for operation in operations:
        assert "_" not in operation["operationId"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert list(schema) == ["$ref"]
        assert all(parameter["description"] for parameter in operation["parameters"]), operation["operationId"]
    for name, schema in built()["components"]["schemas"].items():
        assert schema.get("description") or "oneOf" in schema, name
        assert "oneOf" not in schema or "discriminator" in schema
        for field in schema.get("properties", {}).values():
            for part in (field, field.get("items", {}), *field.get("anyOf", [])):
                assert "properties" not in part, name
                assert "oneOf" not in part, name


@pytest.mark.parametrize(
    "change",
    [
        lambda found: at(found, "paths").pop("/sitemap/"),
        lambda found: at(found, *PAGES).update(operationId="getPages"),
        lambda found: at(found, *PAGES, "parameters").pop(0),
        lambda found: at(found, *PAGES, "parameters").append({"name": "key", "required": True, "schema": {}}),
        lambda found: at(found, *LIMIT).update(required=True),
        lambda found: at(found, *LIMIT, "schema").update(maximum=50),
        lambda found: at(found, *LIMIT, "schema").update(type="string"),
        lambda found: at(found, *PAGES, "parameters", 2, "schema", "enum").pop(),
        lambda found: at(found, *PHOTO, "properties").pop("alt"),
        lambda found: at(found, *PHOTO, "required").remove("alt"),
        lambda found: at(found, *PHOTO, "properties", "alt").update(type="integer"),
        lambda found: at(found, *PHOTO, "properties").update(alt={"anyOf": [{"type": "string"}, {"type": "null"}]}),
        lambda found: at(found, *PHOTO, "properties", "sources", "items").update({"$ref": "#/components/schemas/Link"}),
        lambda found: at(found, "components", "schemas", "ProseBlock", "oneOf").pop(),
        lambda found: at(found, "components", "schemas").pop("ProseBlock"),
    ],
)
def test_a_change_that_breaks_clients_is_noticed(change):
    assert len(changed(change)) >= 1


@pytest.mark.parametrize(
    "change",
    [
        lambda found: at(found, "paths").update({"/more/": {}}),
        lambda found: at(found, *PAGES, "parameters").append({"name": "key", "required": False, "schema": {}}),
        lambda found: at(found, *LIMIT, "schema").update(maximum=500),
        lambda found: at(found, *PHOTO, "properties").update(taken={"type": "string"}),
        lambda found: at(found, *PHOTO, "properties", "alt").update(description="Other words."),
        lambda found: at(found, "components", "schemas", "ProseBlock", "oneOf").append(
            {"$ref": "#/components/schemas/X"}
        ),
    ],
)
def test_a_change_that_clients_pass_over_is_let_through(change):
    assert changed(change) == []


@pytest.fixture
def committed(tmp_path, monkeypatch):
    path = tmp_path / "openapi.json"
    monkeypatch.setattr("clinic.management.commands.contract.COMMITTED", path)
    return path


def test_the_command_writes_the_contract(committed):
    call_command("contract", stdout=None)
    assert json.loads(committed.read_text()) == built()


def test_the_command_refuses_to_break_clients_without_a_new_version(committed):
    older = deepcopy(built())
    older["paths"]["/sitemaps/"] = older["paths"]["/sitemap/"]
    committed.write_text(json.dumps(older))
    with pytest.raises(CommandError, match="GET /sitemaps/ is gone"):
        call_command("contract")
    older["info"]["version"] = "0.9.0"
    committed.write_text(json.dumps(older))
    call_command("contract")
    assert json.loads(committed.read_text()) == built()


def test_the_reference_shows_every_address_and_answer_without_a_script(client, settings):
    settings.API_DOCS = True
    html = client.get("/api/v1/docs/").content.decode()
    for path, operations in built()["paths"].items():
        assert f"GET /api/v1{path}" in html
        assert operations["get"]["summary"] in html
    for name in built()["components"]["schemas"]:
        assert f'id="{name}"' in html
    assert "<script" not in html
    assert "style=" not in html
    assert "//" not in html.replace("https://clinic.example", "")


def test_the_reference_is_off_unless_switched_on(client, db, settings):
    settings.API_DOCS = False
    assert client.get("/api/v1/docs/").status_code == 404
