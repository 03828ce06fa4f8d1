"""Many rows in one statement: a statement of the bank brings thousands (docs/decisions/0136)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table, TextClause, any_, literal, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapper, class_mapper, make_transient_to_detached

from chassis.database import Word
from chassis.plain import Plain
from chassis.work import ChangedMeanwhile

Row = Mapping[str, Any]
MANY: Final = 50
"""From so many rows on they are copied; fewer go as arrays, which takes one round trip less."""
_DIALECT: Final = PGDialect_asyncpg()  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
_BEGIN: Final = text("SELECT")


def among(column: Column[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether the column is one of so many values: one array, where IN has a parameter each."""
    array: ColumnElement[Any] = literal(list(values), ARRAY(column.type))
    return column == any_(array)


async def insert_rows(session: AsyncSession, table: Table, rows: Sequence[Row]) -> None:
    """Insert them all; every row names the same columns."""
    if not rows:
        return
    columns = _columns(table, rows)
    if len(rows) < MANY:
        await _insert(table, tuple(columns)).rows(session, columns)
        return
    driver = await _driver(session)
    await driver.copy_records_to_table(
        table.name, records=zip(*columns.values(), strict=True), columns=list(columns)
    )


async def insert_together(
    session: AsyncSession, parts: Sequence[tuple[Table, Sequence[Row]]]
) -> None:
    """Insert rows of several tables at once: a few rows cost what their round trips cost.

    Foreign keys among them are looked at when all are there.
    """
    parts = [(table, rows) for table, rows in parts if rows]
    if any(len(rows) >= MANY for _, rows in parts):
        for table, rows in parts:
            await insert_rows(session, table, rows)
        return
    values: dict[str, Any] = {}
    for table, rows in parts:
        named = _named(table, tuple(rows[0]))
        if len(rows) == 1:
            for name, (key, process) in named.items():
                value = rows[0][name]
                values[key] = value if process is None else process(value)
        else:
            for name, column in _columns(table, rows).items():
                values[named[name][0]] = column
    shape = tuple((table, tuple(rows[0]), len(rows) == 1) for table, rows in parts)
    await _insert_together(shape).rows(session, values)


def rows_of(things: Iterable[Any]) -> dict[Table, list[Row]]:
    """Mapped things as rows of their tables."""
    rows: dict[Table, list[Row]] = {}
    for thing in things:
        kind: Any = type(thing)
        table, names = _mapping(kind)
        row = {column: getattr(thing, name) for column, name in names}
        rows.setdefault(table, []).append(row)
    return rows


def take_for_written(session: AsyncSession, things: Iterable[Any]) -> None:
    """Give them to the session, as if it had written them itself."""
    for thing in things:
        make_transient_to_detached(thing)
        session.add(thing)


async def update_rows(session: AsyncSession, table: Table, rows: Sequence[Row]) -> None:
    """Write them all over those of the same id, if each is still at the version it was read at.

    A row carries `id`, the new `version` and `read_version` beside what changes.
    """
    if not rows:
        return
    names = tuple(name for name in rows[0] if name != "read_version")
    values = _columns(table, rows)
    values["read_version"] = [row["read_version"] for row in rows]
    done = await session.execute(_update(table, names), values)
    if done.rowcount != len(rows):  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise ChangedMeanwhile("it was changed while you were changing it")


async def _driver(session: AsyncSession) -> Any:
    """The connection of asyncpg itself, in the transaction of the session."""
    connection = await session.connection()
    driver: Any = (await connection.get_raw_connection()).driver_connection
    if not driver.is_in_transaction():  # SQLAlchemy begins with its first statement
        await session.execute(_BEGIN)
    return driver


@cache
def _mapping(kind: type[Any]) -> tuple[Table, tuple[tuple[str, str], ...]]:
    """The table of a class, and which attribute holds which column."""
    mapper: Mapper[Any] = class_mapper(kind)
    table: Table = mapper.local_table  # type: ignore[assignment]  # ours are mapped to tables
    named = ((one.name, mapper.get_property_by_column(one).key) for one in table.c)
    return table, tuple(named)


@cache
def _insert(table: Table, names: tuple[str, ...]) -> Plain:
    return Plain(_inserting(table, names, prefix=""))


@cache
def _insert_together(parts: tuple[tuple[Table, tuple[str, ...], bool], ...]) -> Plain:
    *first, last = [
        _inserting_one(table, names) if alone else _inserting(table, names, f"{table.name}_")
        for table, names, alone in parts
    ]
    if not first:
        return Plain(last)
    return Plain(f"WITH {', '.join(f'w{n} AS ({one})' for n, one in enumerate(first))} {last}")


@cache
def _named(
    table: Table, names: tuple[str, ...]
) -> dict[str, tuple[str, Callable[[Any], Any] | None]]:
    """How the columns are named among those of other tables, and what makes their values."""
    return {name: (f"{table.name}_{name}", _processing(table, name)[0]) for name in names}


def _inserting_one(table: Table, names: tuple[str, ...]) -> str:
    """Its values as they are: an array around each costs more than the value, here and there."""
    values = ", ".join(f":{table.name}_{name}" for name in names)
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({values})"  # noqa: S608 - names of our tables


def _inserting(table: Table, names: tuple[str, ...], prefix: str) -> str:
    columns = ", ".join(names)
    arrays = ", ".join(_array(table, name, prefix) for name in names)
    return f"INSERT INTO {table.name} ({columns}) SELECT * FROM unnest({arrays})"  # noqa: S608 - names of our tables


@cache
def _update(table: Table, names: tuple[str, ...]) -> TextClause:
    arrays = ", ".join(_array(table, name) for name in names)
    changes = ", ".join(f"{name} = new.{name}" for name in names if name != "id")
    return text(
        f"UPDATE {table.name} AS old SET {changes} "  # noqa: S608 - names of our tables
        f"FROM unnest({arrays}, CAST(:read_version AS integer[])) "
        f"AS new({', '.join(names)}, read_version) "
        "WHERE old.id = new.id AND old.version = new.read_version"
    )


def _array(table: Table, name: str, prefix: str = "") -> str:
    return f"CAST(:{prefix}{name} AS {table.c[name].type.compile(_DIALECT)}[])"


@cache
def _processing(table: Table, name: str) -> tuple[Callable[[Any], Any] | None, bool]:
    """What makes of a value of the column what the driver takes; whether it is a word."""
    kind = table.c[name].type
    return kind.dialect_impl(_DIALECT).bind_processor(_DIALECT), isinstance(kind, Word)


def _columns(table: Table, rows: Sequence[Row]) -> dict[str, list[Any]]:
    written = {}
    for name in rows[0]:
        if name == "read_version":
            continue
        values = [row[name] for row in rows]
        process, is_word = _processing(table, name)
        if process is not None and is_word:  # a few words, again and again
            words = {value: process(value) for value in set(values)}
            values = [words[value] for value in values]
        elif process is not None:
            values = [process(value) for value in values]
        written[name] = values
    return written
