"""The database of one service: its connections, and the columns every service shapes alike."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Self

from pydantic_core import from_json
from sqlalchemy import (
    CHAR,
    TIMESTAMP,
    CheckConstraint,
    Column,
    Dialect,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Composite, composite

from chassis.money import Money

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SESSION: Final = {
    "timezone": "UTC",
    "jit": "off",  # our statements are short: compiling one costs more than running it
    # A host that vanishes without a word lets go of its locks (the relay's!) after a minute.
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}


def new_metadata() -> MetaData:
    """The registry a service hangs its tables on; constraints get the house's names."""
    return MetaData(naming_convention=NAMES)


def asyncpg_url(url: str | URL) -> URL:
    """Read `postgresql://…` as the asyncpg address it means, libpq's `sslmode` included."""
    address = make_url(url).set(drivername="postgresql+asyncpg")
    if sslmode := address.query.get("sslmode"):
        address = address.difference_update_query(["sslmode"])
        address = address.update_query_dict({"ssl": sslmode})
    return address


class Database:
    """The connections of one service to its own database."""

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    readers: async_sessionmaker[AsyncSession]
    """Sessions on the same connections whose statements stand alone: no BEGIN, no COMMIT."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.sessions = async_sessionmaker(engine, expire_on_commit=False)
        # Measured (docs/decisions/0031): a read by id takes about a seventh less CPU.
        alone = engine.execution_options(isolation_level="AUTOCOMMIT")
        self.readers = async_sessionmaker(alone, expire_on_commit=False)

    @classmethod
    def at(cls, url: str | URL, *, pool_size: int = 10, name: str = "yinbao") -> Self:
        """Connect when first needed; whoever asks lets go of the connections (`close`)."""
        engine = create_async_engine(
            asyncpg_url(url),
            pool_size=pool_size,
            # Never one more for a moment: under 16 callers those took 30 % of the server's CPU, to
            # be connected and to have every statement prepared again.
            max_overflow=0,
            pool_use_lifo=True,  # those just used have their statements prepared
            pool_timeout=10,
            json_deserializer=from_json,  # a third of the time of the standard library's
            hide_parameters=True,  # they are personal data, and errors end up in logs
            connect_args={
                "timeout": 10,
                "server_settings": {**SESSION, "application_name": name},
            },
        )
        sqlalchemy_event.listen(engine.sync_engine, "checkout", _refuse_dead_connection)
        return cls(engine)

    @classmethod
    @asynccontextmanager
    async def open(
        cls, url: str | URL, *, pool_size: int = 10, name: str = "yinbao"
    ) -> AsyncIterator[Self]:
        """Connect when first needed; `name` is what the server's activity view shows."""
        database = cls.at(url, pool_size=pool_size, name=name)
        try:
            yield database
        finally:
            await database.close()

    async def close(self) -> None:
        """Let go of every connection; asked again, it connects anew, on another loop if need be."""
        await self.engine.dispose()


def _refuse_dead_connection(dbapi_connection: Any, record: Any, proxy: Any) -> None:
    """After a restart of the server, replace idle connections; asyncpg knows without asking."""
    if dbapi_connection.driver_connection.is_closed():
        raise InvalidatePoolError("the server closed this connection")


def utc_instant(name: str, *, nullable: bool = False, index: bool = False) -> Column[datetime]:
    """A column holding an instant; it comes back aware and in UTC."""
    return Column(name, TIMESTAMP(timezone=True), nullable=nullable, index=index)


def money_columns(name: str, *, nullable: bool = False) -> tuple[Column[Decimal], Column[str]]:
    """The two columns an amount of money lives in: `<name>_amount` and `<name>_currency`."""
    return (
        Column(f"{name}_amount", Numeric(14, 2), nullable=nullable),
        Column(f"{name}_currency", CHAR(3), nullable=nullable),
    )


def money(table: Table, name: str) -> Composite[Any]:
    """Map the two columns to one `Money`, and to None when they are empty."""
    return composite(
        Money,
        table.c[f"{name}_amount"],
        table.c[f"{name}_currency"],
        return_none_on=lambda amount, currency: amount is None,
    )


class Word(TypeDecorator[StrEnum]):
    """The type of a status column: an enum kept as its word."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words
        self._read = _Known((str(word), word) for word in words)

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Write the word, and refuse one that is not among them."""
        return None if value is None else str(self.words(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Read the word back as the enum."""
        return self._read[value]

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Look it up, with nothing in between: thousands of rows are read at once."""
        return self._read.__getitem__


class _Known(dict[str | None, StrEnum | None]):
    """The words of an enum; what is none of them is a mistake, and nothing is nothing."""

    def __missing__(self, word: str | None) -> None:
        if word is not None:
            raise ValueError(f"{word!r} is none of {', '.join(map(str, self))}")


def status_column(name: str, statuses: type[StrEnum], *, index: bool = False) -> Column[StrEnum]:
    """A column that holds one of the statuses, as text with a CHECK; it comes back as the enum."""
    column: Column[StrEnum] = Column(name, Word(statuses), nullable=False, index=index)
    allowed = ", ".join(f"'{status}'" for status in statuses)

    def check(_: Column[StrEnum], table: Table) -> None:
        """On the table, not on the column: there a drafted migration would overlook it."""
        table.append_constraint(CheckConstraint(f"{name} IN ({allowed})", name=name))

    sqlalchemy_event.listen(column, "after_parent_attach", check)
    return column


def version_column() -> Column[int]:
    """The version of a mutable row; map it with `version_id_col=table.c.version`."""
    return Column("version", Integer, nullable=False)
