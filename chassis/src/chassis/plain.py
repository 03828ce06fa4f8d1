"""Statements of fixed text go to the driver as they are: SQLAlchemy would look at each anew.

    _DRAW = Plain("SELECT nextval(to_regclass(:sequence)) AS drawn")
    [row] = await _DRAW.rows(work.session, {"sequence": "numbers_p_2026"})

They run on the connection of the session, in its transaction, which the first of them begins. One
costs 0.07 ms of CPU; through SQLAlchemy it is 0.2 (docs/decisions/0187).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

_PARAMETER: Final = re.compile(r"(?<![:\w]):([a-z]\w*)")


class Plain:
    """One statement. Its parameters are of the types PostgreSQL takes them for: cast the others."""

    __slots__ = ("_names", "_sql")

    def __init__(self, sql: str) -> None:
        self._names = tuple(dict.fromkeys(_PARAMETER.findall(sql)))
        places = {name: f"${nth}" for nth, name in enumerate(self._names, start=1)}
        self._sql = _PARAMETER.sub(lambda found: places[found[1]], sql)

    async def rows(self, session: AsyncSession, values: Mapping[str, Any]) -> Sequence[Any]:
        """Run it; what it returns, by name. Fails as SQLAlchemy does, with a `DBAPIError`."""
        return await session.run_sync(_ask, self._sql, [values[name] for name in self._names])


def _ask(session: Session, sql: str, values: Sequence[Any]) -> Sequence[Any]:
    connection = session.connection()
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, values)
        return cursor.fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise _failed(sql, error, connection) from error
    finally:
        cursor.close()


def _failed(sql: str, error: Any, connection: Connection) -> DBAPIError:
    """As SQLAlchemy says it; a connection that is of no more use is not used again."""
    dialect = connection.dialect
    dbapi: Any = dialect.loaded_dbapi
    # Prepared before a migration changed what it returns: another connection prepares it anew.
    gone = isinstance(error, dbapi.InvalidCachedStatementError) or dialect.is_disconnect(
        error, connection.connection.dbapi_connection, None
    )
    if gone:
        connection.invalidate(error)
    failed: DBAPIError = DBAPIError.instance(
        sql,
        None,
        error,
        dbapi.Error,
        hide_parameters=True,
        connection_invalidated=gone,
        dialect=dialect,
    )
    return failed
