"""The contract as JSON, and as a page to read."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinic.api.contract import SCHEMA, Document, built


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Answer the OpenAPI document."""
    return HttpResponse(_contract_as_json(), content_type="application/json")


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show the contract to people, without a script and without asking anybody else for one."""
    if not settings.API_DOCS:
        raise Http404
    return render(request, "clinic/api/reference.html", _contract_for_people())


@cache
def _contract_as_json() -> bytes:
    return json.dumps(built(), ensure_ascii=False).encode()


@cache
def _contract_for_people() -> dict[str, Any]:
    contract = built()
    return {
        "info": contract["info"],
        "address": contract["servers"][0]["url"],
        "operations": [_operation(path, operations["get"]) for path, operations in contract["paths"].items()],
        "schemas": [
            {
                "name": name,
                "description": schema.get("description", ""),
                "fields": [_described(field, of) for field, of in schema.get("properties", {}).items()],
                "kinds": [kind(option) for option in schema.get("oneOf", [])],
            }
            for name, schema in contract["components"]["schemas"].items()
        ],
    }


def _operation(path: str, operation: Document) -> Document:
    parameters = [_described(each["name"], each | each["schema"]) for each in operation["parameters"]]
    return operation | {"path": path, "parameters": parameters, "answer": kind(_answer(operation))}


def _answer(operation: Document) -> Document:
    schema: Document = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return schema


def _described(name: str, schema: Document) -> Document:
    limits = {"maximum": "at most", "minimum": "at least", "maxLength": "characters at most", "default": "default"}
    examples = schema.get("examples") or [schema[key] for key in ("example",) if key in schema]
    return {
        "name": name,
        "kind": kind(schema),
        "required": schema.get("required") is True,
        "description": schema.get("description", ""),
        "limits": ", ".join(f"{words} {schema[key]}" for key, words in limits.items() if key in schema),
        "example": json.dumps(examples[0], ensure_ascii=False) if examples else "",
    }


def kind(schema: Document) -> list[tuple[str, str]]:
    """Return what a value is, as pieces of text, each with the name of the schema it leads to or an empty text."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(SCHEMA)
        return [(name, name)]
    if options := schema.get("anyOf") or schema.get("oneOf"):
        pieces = [piece for option in options for piece in [(" or ", ""), *kind(option)]]
        return pieces[1:]
    if schema.get("type") == "array":
        return [("list of ", ""), *kind(schema["items"])]
    if values := schema.get("enum") or ([schema["const"]] if "const" in schema else []):
        return [(" or ".join(json.dumps(value) for value in values), "")]
    return [(" ".join(filter(None, [schema.get("type", "anything"), schema.get("format", "")])), "")]
