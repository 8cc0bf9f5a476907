"""The real page, read from beside the repository: none of its sentences are copied into it."""

from pathlib import Path

import pytest

from services.reader.source import read_source

REAL_PAGE = Path(__file__).parents[3].parent / "shared" / "neuromuscular-massage.txt"


@pytest.fixture(scope="session")
def real_page():
    if not REAL_PAGE.exists():
        pytest.fail(f"These tests read the clinic's present page, which is missing: put it at {REAL_PAGE}.")
    return read_source(REAL_PAGE.read_bytes(), REAL_PAGE.name)
