"""Objects as plain data and back: fields by their kinds, and the rows that belong to an object."""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _
from taggit.managers import TaggableManager
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from clinic.fields import NameListField
from home.content_archive.scope import carried_fields, carried_relations
from home.content_archive.translation import Inward, Outward, Unfit, storable, translated

MOST_TAGS = 100


def written(thing: models.Model, outward: Outward) -> dict[str, Any]:
    """Return an object's carried fields and rows as plain data."""
    data = {field.name: _written_field(thing, field, outward) for field in carried_fields(type(thing))}
    for relation in carried_relations(type(thing)):
        rows = list(getattr(thing, relation.get_accessor_name()).all())
        if issubclass(relation.related_model, Orderable):
            rows.sort(key=lambda row: (row.sort_order or 0, row.pk or 0))
        data[relation.get_accessor_name()] = [written_row(row, relation.field.name, outward) for row in rows]
    return data


def written_row(row: models.Model, owner: str, outward: Outward) -> dict[str, Any]:
    """Return a row without what its place in the list says: its owner, by that field, and its number in the order."""
    return {name: value for name, value in written(row, outward).items() if name not in (owner, "sort_order")}


def _written_field(thing: Any, field: Any, outward: Outward) -> Any:
    if isinstance(field, StreamField):
        stream = getattr(thing, field.name)
        list(stream)  # unpacked, so that it is written as the blocks of today would, whenever it was saved
        return translated(field.stream_block, json.loads(field.value_to_string(thing)), outward)
    if isinstance(field, RichTextField):
        return outward.html(getattr(thing, field.name))
    if isinstance(field, TaggableManager):
        return sorted(tag.name for tag in getattr(thing, field.name).all())
    if field.many_to_many:
        ids = (outward.row(field.related_model, row.pk) for row in getattr(thing, field.name).all())
        return sorted(id for id in ids if id)
    if field.is_relation:
        return outward.row(field.related_model, getattr(thing, field.attname))
    value = field.value_from_object(thing)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def fill(thing: Any, data: dict[str, Any], inward: Inward) -> None:
    """Give an object in memory the fields and rows that the data has; what it says nothing of stays.

    Raises ValidationError, by fields, where something is not of the kind that its place asks for.
    """
    errors: dict[str, list[str]] = {}
    for field in carried_fields(type(thing)):
        if field.name not in data or isinstance(field, TaggableManager):
            continue
        try:
            _fill_field(thing, field, data[field.name], inward)
        except ValidationError as error:
            errors[field.name] = error.messages
        except (TypeError, ValueError, AttributeError, ArithmeticError):  # whatever made-up values lead to
            errors[field.name] = [_("This is not of the kind that belongs here.")]
    for relation in carried_relations(type(thing)):
        name = relation.get_accessor_name()
        if name in data:
            try:
                _fill_rows(thing, relation, data[name], inward)
            except ValidationError as error:
                errors[name] = error.messages
    if errors:
        raise ValidationError(errors)


def _fill_field(thing: Any, field: Any, value: Any, inward: Inward) -> None:
    if isinstance(field, StreamField):
        stream = field.stream_block.to_python(translated(field.stream_block, value, inward))
        list(stream)
        setattr(thing, field.name, stream)
    elif isinstance(field, RichTextField):
        setattr(thing, field.name, inward.html(value))
    elif field.many_to_many:
        if not isinstance(value, list):
            raise Unfit(_("This must be a list."))
        numbers = [inward.row(field.related_model, id) for id in value]
        getattr(thing, field.name).set(field.related_model._default_manager.filter(pk__in=numbers))
    elif field.is_relation:
        setattr(thing, field.attname, inward.row(field.related_model, value))
    else:
        setattr(thing, field.name, _plain_value(field, value))


def _plain_value(field: Any, value: Any) -> Any:
    if value is None:
        if not field.null:
            raise Unfit(_("This must not be empty."))
        return None
    if isinstance(field, NameListField):
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise Unfit(_("This must be a list of words."))
        return [storable(name) for name in value]
    if isinstance(field, models.CharField | models.TextField):
        if not isinstance(value, str):
            raise Unfit(_("This must be text."))
        return storable(value)
    if isinstance(field, models.BooleanField) and not isinstance(value, bool):
        raise Unfit(_("This must be true or false."))
    value = field.to_python(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        raise Unfit(_("This must be a time with its time zone."))
    return value


def _fill_rows(thing: Any, relation: Any, rows: Any, inward: Inward) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unfit(_("This must be a list."))
    model: Any = relation.related_model
    there = list(getattr(thing, relation.get_accessor_name()).all())
    filled: list[Any] = []
    for data in rows:
        row = there.pop(0) if there else model()
        fill(row, data, inward)
        if _points_nowhere(row, relation):
            continue
        if isinstance(row, Orderable):
            row.sort_order = len(filled)
        filled.append(row)
    getattr(thing, relation.get_accessor_name()).set(filled)


def _points_nowhere(row: models.Model, relation: Any) -> bool:
    """Return whether a row lacks what it is a row of, as where a photo is not on this site."""
    return any(
        field.is_relation and not field.null and field is not relation.field and getattr(row, field.attname) is None
        for field in carried_fields(type(row))
    )


def tags_in(data: dict[str, Any]) -> list[str]:
    """Return the tags that data names; raises ValidationError where they are none."""
    tags = data.get("tags", [])
    if not isinstance(tags, list) or len(tags) > MOST_TAGS or not all(isinstance(tag, str) for tag in tags):
        raise ValidationError({"tags": _("They must be a list of at most %(limit)d words.") % {"limit": MOST_TAGS}})
    if any(not tag.strip() or len(tag) > 100 for tag in tags):
        raise ValidationError({"tags": _("Each can have up to %(limit)d characters.") % {"limit": 100}})
    return [storable(tag) for tag in tags]
