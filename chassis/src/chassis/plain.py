"""Statements of fixed text go to the driver as they are: SQLAlchemy would look at each anew.

    _DRAW = Plain("SELECT nextval(to_regclass(:sequence)) AS drawn")
    [row] = await _DRAW.rows(work.session, {"sequence": "numbers_p_2026"})

They run on the connection of the session, in its transaction. One costs 0.02 ms of CPU beside
SQLAlchemy's 0.2 (docs/decisions/0187), and 0.07 when it is the one that begins the transaction.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Self

import asyncpg
from sqlalchemy import CompoundSelect, Select
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

_PARAMETER: Final = re.compile(r"(?<![:\w]):([a-z]\w*)")
_NAMED: Final = PGDialect_asyncpg(paramstyle="named")  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
_DRIVER: Final = "chassis.driver"
"""Where a session keeps its transaction, and the connection of asyncpg it runs on."""


class Plain:
    """One statement. Its parameters are of the types PostgreSQL takes them for: cast the others."""

    __slots__ = ("_fixed", "_names", "_sql")

    def __init__(self, sql: str, fixed: Mapping[str, Any] | None = None) -> None:
        self._names = tuple(dict.fromkeys(_PARAMETER.findall(sql)))
        places = {name: f"${nth}" for nth, name in enumerate(self._names, start=1)}
        self._sql = _PARAMETER.sub(lambda found: places[found[1]], sql)
        self._fixed = dict(fixed or {})

    @classmethod
    def of(cls, built: Select[Any] | CompoundSelect[Any]) -> Self:
        """What SQLAlchemy makes of it; values go and come as the driver takes and gives them."""
        compiled = built.compile(dialect=_NAMED)
        return cls(str(compiled), compiled.params)

    async def rows(self, session: AsyncSession, values: Mapping[str, Any]) -> Sequence[Any]:
        """Run it; what it returns, by name. Fails as SQLAlchemy does, with a `DBAPIError`."""
        given = {**self._fixed, **values} if self._fixed else values
        ordered = [given[name] for name in self._names]
        transaction, driver = session.sync_session.info.get(_DRIVER, (None, None))
        if transaction is None or transaction is not session.sync_session.get_transaction():
            return await session.run_sync(_begin_with, self._sql, ordered)
        try:
            rows: Sequence[Any] = await driver.fetch(self._sql, *ordered)
        except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise await session.run_sync(_failed, self._sql, error) from error
        return rows


def _begin_with(session: Session, sql: str, values: Sequence[Any]) -> Sequence[Any]:
    """SQLAlchemy's own adapter runs it, after the BEGIN that only it can send."""
    connection = session.connection()
    dbapi: Any = connection.dialect.loaded_dbapi
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, values)
    except dbapi.Error as error:
        raise _failed(session, sql, error.__cause__ or error) from error
    session.info[_DRIVER] = session.get_transaction(), connection.connection.driver_connection
    return cursor.fetchall()


def _failed(session: Session, sql: str, error: BaseException) -> DBAPIError:
    """As SQLAlchemy says it; a connection that is of no more use is not used again."""
    connection = session.connection()
    dbapi: Any = connection.dialect.loaded_dbapi
    contradicts = isinstance(error, asyncpg.IntegrityConstraintViolationError)
    said = (dbapi.IntegrityError if contradicts else dbapi.Error)(error.args[0], error)
    said.__cause__ = error
    driver: Any = connection.connection.driver_connection
    # Prepared before a migration changed what it returns: another connection prepares it anew.
    gone = driver.is_closed() or isinstance(error, asyncpg.InvalidCachedStatementError)
    if gone:
        connection.invalidate(said)
    failed: DBAPIError = DBAPIError.instance(
        sql, None, said, dbapi.Error, hide_parameters=True, connection_invalidated=gone
    )
    return failed
