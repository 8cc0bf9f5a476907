"""Asks the authoring API as a program does."""

import json
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import APIToken

from services.models import ConditionListPage

API = "/api/v3/"


class Program:
    """A program with a token of a person, or without one."""

    def __init__(self, user: User | None = None, token: str = "", client: Client | None = None) -> None:
        self.token = token or (APIToken.create_token(user=user, name="Tests")[1] if user else "")
        self.client = client or Client()
        self.client.raise_request_exception = True

    def send(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = data if isinstance(data, bytes | str) else json.dumps(data) if data is not None else ""
        return self.client.generic(method, API + path, body, "application/json", headers=headers)

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, data: Any, **headers: str) -> Any:
        return self.send("POST", path, data, **headers)

    def read(self, pk: int) -> Any:
        return self.get(f"pages/{pk}/?version=draft")

    def change(self, pk: int, data: dict[str, Any], read: str = "") -> Any:
        """Read the page, then change it."""
        return self.send("PATCH", f"pages/{pk}/", data, **{"If-Match": read or self.read(pk).headers.get("ETag", "*")})


def condition(parent: ConditionListPage, **fields: Any) -> dict[str, Any]:
    """Return what makes a condition below its list."""
    meta = {"type": "services.ConditionPage", "parent_id": parent.pk}
    return {"meta": meta, "title": "Tennis elbow", "body_areas": []} | fields
