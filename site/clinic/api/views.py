"""The contract as JSON, and as a page to read."""

import json
import re
from functools import cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from clinic.api.contract import SCHEMA, Document, answer_of, built

CODE = re.compile(r"`([^`]+)`")


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
        "info": contract["info"] | {"description": prose(contract["info"])},
        "address": contract["servers"][0]["url"],
        "operations": [_operation(path, operations["get"]) for path, operations in contract["paths"].items()],
        "schemas": [
            {
                "name": name,
                "description": prose(schema),
                "fields": [_described(field, of) for field, of in schema.get("properties", {}).items()],
                "kinds": [kind(option) for option in schema.get("oneOf", [])],
            }
            for name, schema in contract["components"]["schemas"].items()
        ],
    }


def _operation(path: str, operation: Document) -> Document:
    parameters = [_described(each["name"], each | each["schema"]) for each in operation["parameters"]]
    return operation | {
        "path": path,
        "description": prose(operation),
        "parameters": parameters,
        "answer": kind(answer_of(operation)),
    }


def _described(name: str, schema: Document) -> Document:
    limits = {
        "minimum": "at least {}",
        "maximum": "at most {}",
        "maxLength": "at most {} characters",
        "default": "{} by default",
    }
    examples = schema.get("examples") or [schema[key] for key in ("example",) if key in schema]
    return {
        "name": name,
        "kind": kind(schema),
        "required": schema.get("required") is True,
        "description": prose(schema),
        "limits": ", ".join(words.format(schema[key]) for key, words in limits.items() if key in schema),
        "example": json.dumps(examples[0], ensure_ascii=False) if examples else "",
    }


def prose(described: Document) -> SafeString:
    """Return the paragraphs of a description as HTML, with the names of fields and values set apart."""
    paragraphs = [" ".join(part.split()) for part in described.get("description", "").split("\n\n")]
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs if paragraph)
    return mark_safe(CODE.sub(r"<code>\1</code>", text))  # noqa: S308 - nothing but what is escaped above


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
