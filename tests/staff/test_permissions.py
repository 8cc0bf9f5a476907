"""Every address answers each kind of person, about each kind of object, as permissions.txt says.

The table was read line by line. Change it only together with what a role may do.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction

from tests.staff.walk import FAILED, PEOPLE, World, addresses

TABLE = Path(__file__).with_name("permissions.txt")
ADDRESS_ENDS, OBJECT_ENDS = 94, 116  # columns of the table
HOW_TO_ADD = """\
These addresses are not in tests/staff/permissions.txt. Below is how the site answers each kind of person now.
Check that this is right for everybody, mend the site where it is not, and add the lines to the table:

"""
# Wagtail's own: a page that fails on purpose, and two that expect the form of a step before.
BREAK_ON_EMPTY_FORMS = {"/admin/failwhale/", "/admin/choose-external-link/", "/admin/redirects/import/process/"}

Key = tuple[str, str]


def table() -> dict[Key, list[str]]:
    """Return the written answers, to each kind of person in turn, by address and kind of object."""
    lines = [line for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return {
        (line[:ADDRESS_ENDS].strip(), line[ADDRESS_ENDS:OBJECT_ENDS].strip()): line[OBJECT_ENDS:].split()
        for line in lines
    }


def asked(world: World) -> Iterator[tuple[Key, dict]]:
    """Yield every address with every kind of object, and what stands for that in the address."""
    for address in addresses():
        for kind, values in world.objects(address).items():
            yield (address, kind), values


@pytest.fixture
def enter(home, settings) -> Callable[[str], World]:
    """Return a function that gives the site as a kind of person meets it."""
    settings.TASKS = settings.TASKS | {"worker": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return lambda person: World(home, person)


@pytest.mark.parametrize("person", PEOPLE)
def test_every_address_answers_as_written(enter, person):
    world, expected, wrong = enter(person), table(), []
    for key, values in asked(world):
        should = expected[key][PEOPLE.index(person)] if key in expected else None
        if should and (answers := world.answers(key[0], values)) != should:
            wrong.append(f"{' '.join(key)}: {answers}, and in the table {should}")
    assert not wrong, "\n".join([f"As {person}:", *wrong])


def test_every_address_is_in_the_table(enter):
    known = table()
    missing: dict[Key, list[str]] = {}
    for person in PEOPLE:
        beginning = transaction.savepoint()
        world = enter(person)
        for key, values in asked(world):
            if key not in known:
                missing.setdefault(key, []).append(world.answers(key[0], values))
        transaction.savepoint_rollback(beginning)
        if not missing:
            return
    width = OBJECT_ENDS - ADDRESS_ENDS
    lines = [f"{key[0]:<{ADDRESS_ENDS}}{key[1]:<{width}}{'  '.join(answers)}" for key, answers in missing.items()]
    raise AssertionError(HOW_TO_ADD + "\n".join(lines))


def test_the_table_names_no_address_that_is_gone(enter):
    assert set(table()) <= {key for key, _values in asked(enter("anonymous"))}


def test_no_address_breaks():
    assert {key[0] for key, answers in table().items() if FAILED in "".join(answers)} == BREAK_ON_EMPTY_FORMS
