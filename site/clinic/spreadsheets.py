"""Lists as files for spreadsheets, in which texts stay texts."""

import re
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def spreadsheet_text(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula: a quote before it says that it is text."""
    text = UNPRINTABLE.sub("", text)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class SpreadsheetMixin:
    """For a list of the admin that can be downloaded."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        value = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        return spreadsheet_text(value) if isinstance(value, str) else value
