"""Lists of names: one on each line in the form, a list in code."""

import pytest
from django.core.exceptions import ValidationError

from clinic.fields import NameListFormField


@pytest.fixture
def field() -> NameListFormField:
    return NameListFormField(name_max_length=10, required=False)


def test_reads_one_name_a_line(field):
    assert field.clean("Sciatica\r\n  sore   back \n\n") == ["Sciatica", "sore back"]


def test_keeps_the_first_of_names_that_differ_in_case_only(field):
    assert field.clean("RSI\nneck\nrsi\nRsi") == ["RSI", "neck"]


def test_shows_one_name_a_line(field):
    assert field.prepare_value(["a", "b"]) == "a\nb"
    assert field.prepare_value("typed\nas it was") == "typed\nas it was"


def test_names_the_line_that_is_too_long(field):
    with pytest.raises(ValidationError, match="much too long"):
        field.clean("fine\nmuch too long")


def test_knows_whether_anything_changed(field):
    assert not field.has_changed(["a", "b"], "a\nb\n")
    assert field.has_changed(None, "a")
