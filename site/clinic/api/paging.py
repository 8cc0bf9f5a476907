"""Lists, a part at a time, by a cursor.

A cursor names the last item of a part by what the list is ordered by and its id. So what is published or deleted in the
meantime neither repeats nor hides any other item.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from django.db.models import DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import ValidationError
from pydantic import AfterValidator, Field

from clinic.api.schemas import ListMeta

Order = Literal["position", "-position", "title", "-title", "updated", "-updated"]

ORDERS: dict[str, Any] = {
    "position": F("path"),
    "title": Lower("title"),
    "old_path": F("old_path"),
    "updated": Coalesce("last_published_at", Value(datetime(1970, 1, 1, tzinfo=UTC), DateTimeField())),
}
LARGEST_ID = 2**63 - 1

Slug = Annotated[str, Field(max_length=255, pattern=r"^[-\w]+$")]


def _in_reach(moment: datetime) -> datetime:
    """Return the moment as an aware one, in UTC where it says nothing; refuses those no database can compare with."""
    if not 1970 <= moment.year < 3000:
        raise ValueError(_("The year must be from 1970 to 2999"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Moment = Annotated[datetime, AfterValidator(_in_reach)]


class PartParameters(Schema):
    """Which part of a list is asked for."""

    limit: int = Field(20, ge=1, le=100, description="How many at most.")
    cursor: str | None = Field(
        None, max_length=1000, description="`meta.next_cursor` of the answer before, with the same other parameters."
    )


class ListParameters(PartParameters):
    """What every list of pages may be asked for."""

    order: Order = Field(
        "position",
        description="`position` is the order that staff put the pages in, `title` is A to Z, `updated` is oldest "
        "change first; with `-`, the other way round.",
    )
    updated_since: Moment | None = Field(
        None,
        description="Only pages whose live version changed at or after this moment, of the years 1970 to 2999. Without "
        "an offset it is in UTC. Write `+` as `%2B`.",
        examples=["2026-03-01T00:00:00Z"],
    )


class Part:
    """The part of a list that is asked for. `rows` has one more than that, which tells whether there are more."""

    def __init__(self, rows: QuerySet, parameters: PartParameters, order: str) -> None:
        """Count the whole list, which is one query. `order` is a key of ORDERS, with or without `-`."""
        self.order, self.limit, self.total_count = order, parameters.limit, rows.count()
        backwards = order.startswith("-")
        rows = rows.annotate(order_key=ORDERS[order.removeprefix("-")])
        if parameters.cursor:
            key, last_id = read_cursor(parameters.cursor, self.order)
            beyond = "lt" if backwards else "gt"
            rows = rows.filter(Q((f"order_key__{beyond}", key)) | Q(("order_key", key), (f"pk__{beyond}", last_id)))
        sign = "-" if backwards else ""
        self.rows = rows.order_by(f"{sign}order_key", f"{sign}pk")[: self.limit + 1]

    def items(self, found: Sequence[Any]) -> Sequence[Any]:
        """Return those that were asked for."""
        return found[: self.limit]

    def meta(self, found: Sequence[Any]) -> ListMeta:
        last = found[self.limit - 1] if len(found) > self.limit else None
        return ListMeta(total_count=self.total_count, next_cursor=write_cursor(self.order, last) if last else None)


def part_of(pages: QuerySet, parameters: ListParameters) -> Part:
    """Return the part of a list of pages that is asked for."""
    if parameters.updated_since:
        pages = pages.filter(last_published_at__gte=parameters.updated_since)
    return Part(pages, parameters, parameters.order)


def write_cursor(order: str, last: Any) -> str:
    key = last.order_key.isoformat() if isinstance(last.order_key, datetime) else last.order_key
    return urlsafe_b64encode(json.dumps([order, key, last.pk]).encode()).decode().rstrip("=")


def read_cursor(cursor: str, order: str) -> tuple[Any, int]:
    """Return what the last page of the part before is ordered by, and its id; refuses what no answer gave out."""
    try:
        made_for, key, last_id = json.loads(urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
        if made_for != order or type(key) is not str or "\0" in key or type(last_id) is not int:
            raise ValueError
        if not 0 < last_id <= LARGEST_ID:
            raise ValueError
        return (_in_reach(datetime.fromisoformat(key)) if order.endswith("updated") else key), last_id
    except (ValueError, TypeError, RecursionError) as error:
        reason = _("Take it from `meta.next_cursor` of an answer to the same parameters")
        raise ValidationError([{"loc": ("query", "cursor"), "msg": reason}]) from error
