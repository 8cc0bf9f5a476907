"""The contract of the read API: its OpenAPI document, which is committed, and what in a new one breaks clients."""

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from ninja import NinjaAPI
from pydantic.json_schema import models_json_schema

from clinic.api.problems import MEDIA_TYPE, Problem

COMMITTED = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"
SCHEMA = "#/components/schemas/"

Document = dict[str, Any]


def build(api: NinjaAPI) -> Document:
    """Return the OpenAPI 3.1 document of an API, with what Ninja leaves out of it: errors and unchanged answers."""
    document = deepcopy(dict(api.get_openapi_schema(path_prefix="")))
    _schemas, problems = models_json_schema([(Problem, "serialization")], ref_template=SCHEMA + "{model}")
    schemas = document["components"]["schemas"] | problems["$defs"]
    for path in document["paths"].values():
        for operation in path.values():
            operation["parameters"] = [_plain(parameter) for parameter in operation["parameters"]]
            operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
            operation["responses"] |= _other_responses(operation)
    for schema in schemas.values():
        _loosen(schema)
    # Ninja also lists what parameters are made of, which is written at each operation already.
    used = {
        name: schema
        for name, schema in sorted(schemas.items())
        if f'"{SCHEMA}{name}"' in json.dumps([document, schemas])
    }
    return document | {"components": {"schemas": used}}


def _plain(parameter: Document) -> Document:
    """Return a parameter whose schema does not allow null, which no address can hold, and says nothing twice."""
    schema = parameter["schema"]
    options = [option for option in schema.pop("anyOf", []) if option != {"type": "null"}]
    for option in options:
        schema |= option
    for name in ("title", "description", "examples"):
        schema.pop(name, None)
    examples = parameter.pop("examples", None)
    return parameter | ({"example": examples[0]} if examples else {})


def _other_responses(operation: Document) -> Document:
    problem: Document = {"content": {MEDIA_TYPE: {"schema": {"$ref": f"{SCHEMA}Problem"}}}}
    responses: Document = {"304": {"description": "Unchanged since the answer with the ETag in `If-None-Match`"}}
    responses["404"] = {"description": "Nothing public has this address"} | problem
    responses["422"] = {"description": "Parameters that cannot be understood, each with the reason"} | problem
    responses["500"] = {"description": "The fault is the site’s"} | problem
    return responses


def _loosen(schema: Document) -> None:
    """Allow clients to meet new fields, and drop the titles that only repeat the names of fields."""
    if schema.get("additionalProperties") is False:
        del schema["additionalProperties"]
    for described in schema.get("properties", {}).values():
        described.pop("title", None)


@cache
def built() -> Document:
    """Return the contract of this site’s API; built once for each process."""
    from clinic.api.routes import api  # it imports every app

    return build(api)


def breaking_changes(before: Document, after: Document) -> list[str]:
    """Return, in sentences, what a client made for one document would trip over in another.

    A client ignores what it does not know: new addresses, new optional parameters, new fields and new kinds in a union.
    """
    return [*_broken_operations(before, after), *_broken_schemas(before, after)]


def _broken_operations(before: Document, after: Document) -> Iterator[str]:
    for path, operations in before["paths"].items():
        for method, old in operations.items():
            new = after["paths"].get(path, {}).get(method)
            name = f"{method.upper()} {path}"
            if new is None:
                yield f"{name} is gone."
                continue
            if new["operationId"] != old["operationId"]:
                yield f"{name} is called {new['operationId']} instead of {old['operationId']}."
            yield from _broken_parameters(name, _by_name(old), _by_name(new))
            yield from _narrowed(f"What {name} answers", answer_of(old), answer_of(new))


def _by_name(operation: Document) -> dict[str, Document]:
    return {parameter["name"]: parameter for parameter in operation["parameters"]}


def answer_of(operation: Document) -> Document:
    """Return the schema of what an operation answers when all is well."""
    schema: Document = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return schema


def _broken_parameters(name: str, before: dict[str, Document], after: dict[str, Document]) -> Iterator[str]:
    for parameter, old in before.items():
        new = after.get(parameter)
        if new is None:
            yield f"{name} takes no {parameter} any more."
        elif new["required"] and not old["required"]:
            yield f"{name} must be given {parameter}."
        else:
            yield from _refused(f"{parameter} of {name}", old["schema"], new["schema"])
    for parameter in after.keys() - before.keys():
        if after[parameter]["required"]:
            yield f"{name} must be given {parameter}, which is new."


def _refused(name: str, before: Document, after: Document) -> Iterator[str]:
    """Yield what was taken before and is not any more."""
    taken = after.get("enum")
    if taken is not None and not set(before.get("enum", [None])) <= set(taken):
        yield f"{name} does not take all values any more."
    for limit, is_narrower in (("maximum", _less), ("maxLength", _less), ("minimum", _more), ("minLength", _more)):
        if limit in after and (limit not in before or is_narrower(after[limit], before[limit])):
            yield f"{name} has a narrower {limit}."
    for key in ("type", "pattern", "format", "default"):
        if before.get(key) != after.get(key):
            yield f"{name} has another {key}."


def _less(one: float, other: float) -> bool:
    return one < other


def _more(one: float, other: float) -> bool:
    return one > other


def _broken_schemas(before: Document, after: Document) -> Iterator[str]:
    old_schemas, new_schemas = before["components"]["schemas"], after["components"]["schemas"]
    for name, old in old_schemas.items():
        if name in new_schemas:
            yield from _narrowed(name, old, new_schemas[name])
        else:
            yield f"{name} is gone."


def _narrowed(name: str, before: Document, after: Document) -> Iterator[str]:
    """Yield what answers held before and do not hold any more, or hold in another form."""
    for key in ("type", "$ref", "const", "format", "discriminator"):
        old, new = before.get(key), after.get(key)
        if key == "discriminator" and old and new:
            old, new = old["propertyName"], new["propertyName"]
        if old != new:
            yield f"{name} has another {key}."
    for field, old in before.get("properties", {}).items():
        if field not in after.get("properties", {}):
            yield f"{name} has no {field} any more."
            continue
        if field in before.get("required", []) and field not in after.get("required", []):
            yield f"{name} may lack {field}."
        yield from _narrowed(f"{name}.{field}", old, after["properties"][field])
    if "items" in before and "items" in after:
        yield from _narrowed(f"Each of {name}", before["items"], after["items"])
    if {"type": "null"} in after.get("anyOf", []) and {"type": "null"} not in before.get("anyOf", []):
        yield f"{name} may be null."
    for kinds in ("anyOf", "oneOf"):
        for kind in before.get(kinds, []):
            if kind not in after.get(kinds, []):
                yield f"{name} is never {kind.get('$ref', kind.get('type', '')).removeprefix(SCHEMA)} any more."
