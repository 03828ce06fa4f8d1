"""What is written together goes in one statement: its parts cost what their round trips cost.

    WITH alarms_set AS (INSERT INTO alarms …), said AS (…), counted AS (…) INSERT INTO outbox …

All parts see the database as it was before; foreign keys among them are looked at when all are
there. The last part runs first, then the others in their order.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.plain import Plain


class Part(NamedTuple):
    """A command that writes, and the queries it reads from (`name AS (…), …`), if any.

    The names of parts, of their queries and of their parameters differ from those of the others.
    """

    name: str
    command: str
    reading: str = ""


Writing = tuple[Part, Mapping[str, Any]]
"""A part and the values of its parameters."""


async def write_together(session: AsyncSession, writings: Sequence[Writing]) -> None:
    """Write all of it in the session's transaction."""
    if not writings:
        return
    values = {name: value for _, given in writings for name, value in given.items()}
    await _statement(tuple(part for part, _ in writings)).rows(session, values)


@cache
def _statement(parts: tuple[Part, ...]) -> Plain:
    *others, last = parts
    before = [query for part in others for query in (part.reading, _as_query(part)) if query]
    before += [last.reading] if last.reading else []
    return Plain(f"WITH {', '.join(before)} {last.command}" if before else last.command)


def _as_query(part: Part) -> str:
    return f"{part.name} AS ({part.command})"
