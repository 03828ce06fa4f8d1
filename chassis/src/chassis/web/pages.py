"""Lists in pages: by key, never by offset, so that a page costs the same wherever it is.

The cursor is opaque to callers and carries a checksum: one that was typed or cut is refused.
It holds no secret and grants nothing: forging one shows a page the caller may see anyway.
"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Select, literal, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.web.refusals import BadRequest

T = TypeVar("T")

LARGEST: Final = 100
USUAL: Final = 20
_LONGEST_CURSOR: Final = 512
_CHECK: Final = 6

_WRITE: Final[tuple[tuple[type, str, Callable[[Any], Any]], ...]] = (
    (datetime, "t", datetime.isoformat),  # before date, since a datetime is one
    (date, "d", date.isoformat),
    (UUID, "u", str),
    (Decimal, "n", str),
    (int, "i", int),
    (str, "s", str),
)
_READ: Final[dict[str, Callable[[Any], Any]]] = {
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "u": UUID,
    "n": Decimal,
    "i": int,
    "s": str,
}


class Page(BaseModel, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = Field(
        description="Send it as `after` for the page that follows; null on the last page."
    )


@dataclass(frozen=True, slots=True)
class PageRequested:
    """Which page the caller wants: at most `limit` items, those after `after`."""

    limit: int = USUAL
    after: tuple[Any, ...] | None = None

    async def fetch(
        self,
        session: AsyncSession,
        statement: Select[Any],
        *,
        key: Sequence[Any],
        descending: bool = False,
    ) -> tuple[list[Any], str | None]:
        """The items of the page, and the cursor of the next one.

        `key` are columns that order the list and together are unique and never null. A statement
        that selects one thing (an entity, a column) gives things; another gives its rows.
        """
        columns: list[ColumnElement[Any]] = [_element(column) for column in key]
        single = len(statement.column_descriptions) == 1
        if self.after is not None:
            here = tuple_(*columns)
            there = tuple_(*(literal(value, column.type) for value, column in self._pairs(columns)))
            statement = statement.where(here < there if descending else here > there)
        ordered = [column.desc() if descending else column.asc() for column in columns]
        named = [column.label(f"_key_{place}") for place, column in enumerate(columns)]
        statement = statement.add_columns(*named).order_by(*ordered).limit(self.limit + 1)
        rows = (await session.execute(statement)).all()
        items = [row[0] if single else row for row in rows[: self.limit]]
        if len(rows) <= self.limit:
            return items, None
        return items, write_cursor(tuple(rows[self.limit - 1])[-len(columns) :])

    def _pairs(self, columns: Sequence[ColumnElement[Any]]) -> list[tuple[Any, ColumnElement[Any]]]:
        values = self.after or ()
        fitting = len(values) == len(columns) and all(
            isinstance(value, column.type.python_type)
            for value, column in zip(values, columns, strict=False)
        )
        if not fitting:
            raise _not_a_cursor()
        return list(zip(values, columns, strict=True))


def _element(column: Any) -> ColumnElement[Any]:
    element: ColumnElement[Any] = (
        column.__clause_element__() if hasattr(column, "__clause_element__") else column
    )
    return element


def write_cursor(values: Sequence[Any]) -> str:
    """The place in a list just after the item with these key values."""
    said = [_written(value) for value in values]
    body = json.dumps(said, separators=(",", ":")).encode()
    return urlsafe_b64encode(_checksum(body) + body).rstrip(b"=").decode("ascii")


def _written(value: Any) -> tuple[str, Any]:
    for kind, letter, write in _WRITE:
        if isinstance(value, kind):
            return letter, write(value)
    raise TypeError(f"a list cannot be ordered by a {type(value).__name__}")


def read_cursor(cursor: str) -> tuple[Any, ...]:
    """The key values that `write_cursor` was given."""
    try:
        whole = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        check, body = whole[:_CHECK], whole[_CHECK:]
        if not hmac.compare_digest(check, _checksum(body)):
            raise _not_a_cursor()
        return tuple(_READ[kind](value) for kind, value in json.loads(body))
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
        raise _not_a_cursor() from None


def _checksum(body: bytes) -> bytes:
    return hashlib.blake2s(body, digest_size=_CHECK, person=b"cursor").digest()


def _not_a_cursor() -> BadRequest:
    return BadRequest("is not a cursor of this list", parameter="after", place="query")


async def _page_requested(
    limit: Annotated[
        int, Query(ge=1, le=LARGEST, description="At most so many items.", examples=[USUAL])
    ] = USUAL,
    after: Annotated[
        str | None,
        Query(max_length=_LONGEST_CURSOR, description="The `next` of the page before this one."),
    ] = None,
) -> PageRequested:
    return PageRequested(limit, None if after is None else read_cursor(after))


PageRequest = Annotated[PageRequested, Depends(_page_requested)]
"""Which page of a list the caller wants."""
