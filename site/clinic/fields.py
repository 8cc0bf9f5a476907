"""Model fields shared by the apps."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _


def unique_names(names: Iterable[str]) -> list[str]:
    """Return the names without blanks and repetitions, in order; letter case does not make a name another."""
    first: dict[str, str] = {}
    for name in names:
        cleaned = " ".join(name.split())
        first.setdefault(cleaned.casefold(), cleaned)
    first.pop("", None)
    return list(first.values())


class NameListFormField(forms.CharField):
    """A list of names, edited as one name a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, name_max_length: int, **kwargs: Any) -> None:
        self.name_max_length = name_max_length
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """Return the names of a text with one on each line, or of a list, as programs send it."""
        if isinstance(value, list) and not all(isinstance(name, str) for name in value):
            raise ValidationError(_("Give each name as a text."))
        return unique_names(value if isinstance(value, list) else (super().to_python(value) or "").splitlines())

    def validate(self, value: Any) -> None:
        super().validate(value)
        for name in value:
            if len(name) > self.name_max_length:
                raise ValidationError(
                    _("“%(name)s” is longer than %(limit)d characters. Put one name on each line."),
                    params={"name": Truncator(name).chars(40), "limit": self.name_max_length},
                )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial or []) != self.to_python(data)
        except ValidationError:
            return True


class NameListField(models.JSONField):
    """A list of names, `list[str]`, such as synonyms; edited as one name a line."""

    name_max_length = 100

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.setdefault("form_class", NameListFormField)
        # Not JSONField's own formfield, which passes on an encoder and a decoder.
        return models.Field.formfield(self, name_max_length=self.name_max_length, **kwargs)
