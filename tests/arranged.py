"""Build what hundreds of tests start with once per process, and replay its rows after that.

Creating a page in two languages takes five hundred statements and half a second; writing its rows
again takes a few milliseconds. For the first test that asks, the code of the site builds it, and
each statement that writes is recorded. The rows get numbers from a range of their own, so they are
the same each time, whatever else a test has created. Where rows cannot be replayed (the clock is
changed, a row is in the way), the code of the site builds them again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import time_machine
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

WRITES = ("INSERT", "UPDATE", "DELETE")
RANGE = 10_000_000  # numbers for the rows of one arrangement, and for what tests add to them
MOST = 150  # ranges, so that every number fits into 31 bits
POSTGRESQL = """
SELECT number.oid::regclass::text, pg_sequence_last_value(number.oid)
FROM pg_class number JOIN pg_depend ON objid = number.oid AND deptype IN ('a', 'i')
WHERE number.relkind = 'S' AND refobjsubid > 0
"""
SQLITE = """
SELECT master.name, seq FROM sqlite_master master
LEFT JOIN sqlite_sequence number ON number.name = master.name
WHERE master.type = 'table' AND sql LIKE '%AUTOINCREMENT%'
"""

type Numbers = dict[str, int | None]  # the last number assigned, by table or sequence
type References = tuple[type[Model], object] | dict[str, References]


@dataclass
class Rows:
    """What was written: the objects, the statements, and the numbering before and after."""

    objects: References
    statements: list[tuple[str, object, bool]]
    first: Numbers
    last: Numbers

    def write(self) -> None:
        """Write the rows again. Raise `DatabaseError`, having written none, if that fails."""
        with transaction.atomic(), connection.cursor() as cursor:
            before = numbers()
            number(self.first)
            if connection.vendor == "postgresql":
                cursor.execute(";".join(statement for statement, *_ in self.statements))
            else:
                for statement, params, many in self.statements:
                    (cursor.executemany if many else cursor.execute)(statement, params)
            now = numbers()
            if any(now[name] != last for name, last in self.last.items()):
                raise DatabaseError("the rows have got other numbers")
            # What was created later has the higher number.
            number({name: max(before[name] or 0, last or 0) for name, last in self.last.items()})


@dataclass
class Recorder:
    """Called for each statement while the rows are written for the first time."""

    statements: list[tuple[str, object, bool]] = field(default_factory=list)

    def __call__(self, execute, sql, params, many, context):
        if many:
            params = list(params)
        if sql.lstrip().upper().startswith(WRITES):
            if connection.vendor == "postgresql":
                written = context["cursor"].cursor.mogrify
                self.statements += [
                    (written(sql, each), None, False) for each in (params if many else [params])
                ]
            else:
                self.statements.append((sql, params, many))
        return execute(sql, params, many, context)


def numbers() -> Numbers:
    """Return the last number of each table; None if it has none yet."""
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL if connection.vendor == "postgresql" else SQLITE)
        return dict(cursor.fetchall())


def number(stand: Numbers) -> None:
    """Make the numbering of these tables continue from here."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            calls = [f"setval('{n}', {last or 1}, {last is not None})" for n, last in stand.items()]
            cursor.execute(f"SELECT {', '.join(calls) or 'true'}")
            return
        cursor.executemany("DELETE FROM sqlite_sequence WHERE name = %s", [(n,) for n in stand])
        begun = [(name, last) for name, last in stand.items() if last is not None]
        cursor.executemany("INSERT INTO sqlite_sequence VALUES (%s, %s)", begun)


_kept: dict[tuple, Rows] = {}


def arranged[Made: (Model, dict)](name: str, build: Callable[[], Made], *parts: Model) -> Made:
    """Return what `build` makes, an object or several by key, as it is in the database.

    `parts` are the objects that it uses; if they are different ones, it is built again.
    """
    key = (name, tuple(part.pk for part in parts), tuple(code for code, _ in settings.LANGUAGES))
    objects = written(key) or made(key, build)
    for part in parts:
        part.refresh_from_db()  # a page counts its children: the next would get the same path
    return fetched(objects)


def references(made: Model | dict) -> References:
    """Return how to find the objects again."""
    if isinstance(made, dict):
        return {name: references(each) for name, each in made.items()}
    return type(made), made.pk


def fetched(objects: References):
    """Return the objects, read from the database."""
    if isinstance(objects, dict):
        return {name: fetched(each) for name, each in objects.items()}
    model, pk = objects
    return model._default_manager.get(pk=pk)


def is_plain() -> bool:
    """Return whether the clock is unchanged and a transaction of a test is open."""
    return connection.in_atomic_block and not time_machine.escape_hatch.is_travelling()


def written(key: tuple) -> References | None:
    """Return what was replayed, or None if that is not possible."""
    rows = _kept.get(key)
    if rows is None or not is_plain():
        return None
    try:
        rows.write()
    except DatabaseError:
        return None
    return rows.objects


def made(key: tuple, build: Callable[[], Model | dict]) -> References:
    """Let the code of the site build it, and record the rows."""
    if key in _kept or len(_kept) == MOST or not is_plain():
        return references(build())
    before, recorder = numbers(), Recorder()
    first = RANGE * (len(_kept) + 1)
    number(dict.fromkeys(before, first))
    with connection.execute_wrapper(recorder):
        objects = references(build())
    last = {name: stand for name, stand in numbers().items() if stand != first}
    number({name: stand for name, stand in before.items() if name not in last})
    _kept[key] = Rows(objects, recorder.statements, dict.fromkeys(last, first), last)
    return objects
