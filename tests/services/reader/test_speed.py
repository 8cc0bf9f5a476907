"""A page of 1 MB takes a moment, whatever it holds: nothing grows with the square of its length."""

from contextlib import suppress
from time import perf_counter

import pytest

from services.reader.reading import read
from services.reader.source import MAX_BYTES, UnreadablePage, read_source

# Generous, as test machines are slow; what grows with the square takes minutes.
SECONDS = 10

PATTERNS = {
    "words": "a a a ",
    "one word": "a",
    "brackets": "(",
    "bracketed words": "(i.e. a, ",
    "closing brackets": ") ",
    "bullets": "• ",
    "short bullets": "• a\n",
    "bullets to part": "• a or b\n",
    "one bullet": "a or ",
    "numbers": "1. a\n",
    "newlines": "\n",
    "spaces": " ",
    "short lines": "a\n",
    "long lines": "word " * 14 + "\n",
    "headings": "# a\n\n",
    "leftovers": "home\n",
    "misspellings": "carpel ",
    "full stops": ".",
    "sentences": "A b. ",
    "quotes": '."',
    "semicolons": "a; ",
    "commas": "a, ",
    "colons": "a: b; c. ",
    "dashes": "- ",
    "stars": "**",
    "hashes": "#",
    "aka": "a aka ",
    "face down": "face down ",
    "that is": "i.e. ",
    "pressure": "Pressure 6/10. ",
    "angles": "<",
    "tags": "<a ",
    "accents": "a\u0301\u0316",
    "images": "![",
    "capitals": "combined with A ",
}
IN_A_LIST = ("bracketed words", "brackets", "one bullet", "spaces", "commas", "semicolons", "dashes", "full stops")
LEADS = ("It helps with these conditions:\n\n• ", "Techniques: ")
LINES = ("• a\n", "• a or b\n", "1. Kneading: soft\n", "a\n", "home\n", "carpel, masage; a. B\n")


def seconds_to_read(opening, pattern, size):
    data = (opening + pattern * (size // len(pattern.encode())) + "\nx").encode()
    start = perf_counter()
    with suppress(UnreadablePage):
        read(read_source(data))
    return perf_counter() - start


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_reads_or_refuses_a_megabyte_in_a_moment(pattern):
    assert seconds_to_read("", pattern, MAX_BYTES - 2) < SECONDS


@pytest.mark.parametrize("lead", LEADS, ids=["in a bullet", "in prose"])
@pytest.mark.parametrize("pattern", IN_A_LIST)
def test_reads_a_list_of_a_megabyte_in_a_moment(pattern, lead):
    assert seconds_to_read(lead, PATTERNS[pattern], MAX_BYTES - len(lead.encode()) - 2) < SECONDS


@pytest.mark.parametrize("line", LINES)
def test_reads_as_many_lines_as_it_takes_in_a_moment(line):
    assert seconds_to_read(LEADS[0], line, 19_990 * len(line.encode())) < SECONDS
