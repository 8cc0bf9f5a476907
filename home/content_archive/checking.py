"""What an object in memory is held to before it is saved."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.fields import StreamField

from home.content_archive.scope import carried_fields, carried_relations


def check(thing: Any) -> None:
    """Hold an object in memory to what an editor is held to: its fields, its blocks and its rows.

    Raises ValidationError.
    """
    errors: dict[str, list[str]] = {}
    try:
        thing.full_clean()
    except ValidationError as error:
        errors = error.message_dict
    for field in carried_fields(type(thing)):
        if isinstance(field, StreamField):
            try:
                field.stream_block.clean(getattr(thing, field.name))
            except ValidationError as error:
                errors[field.name] = _messages_within(error)
    for relation, row in rows_of(thing):
        try:
            row.full_clean(exclude=[relation.field.name])
        except ValidationError as error:
            errors.setdefault(relation.get_accessor_name(), []).extend(error.messages)
    if errors:
        raise ValidationError(errors)


def check_draft(thing: Any) -> None:
    """Hold a draft in memory to what can be stored: what is there must fit its field, but may be missing.

    Raises ValidationError.
    """
    for part in (thing, *(row for _relation, row in rows_of(thing))):
        try:
            part.clean_fields()
        except ValidationError as error:
            unfit = {
                name: [one for one in errors if one.code not in ("blank", "null")]
                for name, errors in error.error_dict.items()
            }
            if any(unfit.values()):
                raise ValidationError({name: errors for name, errors in unfit.items() if errors}) from error


def rows_of(thing: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the rows that belong to an object in memory, each with its relation."""
    for relation in carried_relations(type(thing)):
        for row in getattr(thing, relation.get_accessor_name()).all():
            yield relation, row


def _messages_within(error: Any) -> list[str]:
    """Return the sentences of an error of blocks, which Wagtail nests by the blocks' places."""
    inner = [
        *(getattr(error, "block_errors", None) or {}).values(),
        *(getattr(error, "non_block_errors", None) or []),
    ]
    found = [message for part in inner if part for message in _messages_within(part)]
    return found or (list(error.messages) if isinstance(error, ValidationError) else [str(error)])


def sentence(error: ValidationError) -> str:
    """Return an error as one line: each field's name, and what is wrong with it."""
    if hasattr(error, "error_dict"):
        return " ".join(f"{name}: {' '.join(dict.fromkeys(m))}" for name, m in error.message_dict.items())
    return " ".join(error.messages)
