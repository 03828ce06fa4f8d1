"""Documents: whatever pydantic can write is kept whole and comes back as it was."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy import Column, Integer, Table, insert, select

from chassis.database import new_metadata
from chassis.documents import Document
from chassis.money import Money
from chassis.work import Works


class Note(BaseModel):
    at: datetime
    fine: Money
    words: dict[str, str | None]


NOTE = Note(
    at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    fine=Money(Decimal("0.10"), "USD"),
    words={"借书": None, "a": "b"},
)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Note, NOTE),
        (list[Note], [NOTE, NOTE]),
        (list[Note], []),
        (dict[str, date], {"due": date(2026, 3, 2)}),
        (Note, None),
    ],
)
async def test_a_document_comes_back_as_it_was(works: Works, kind: Any, value: Any) -> None:
    shelf = Table(
        "shelf", new_metadata(), Column("id", Integer), Column("note", Document(kind)),
        prefixes=["TEMPORARY"],
    )  # fmt: skip

    async with works() as work:
        await (await work.session.connection()).run_sync(shelf.create)
        await work.session.execute(insert(shelf).values(id=1, note=value))
        kept = await work.session.scalar(select(shelf.c.note))
        empty = await work.session.scalar(select(shelf.c.note.is_(None)))
        await (await work.session.connection()).run_sync(shelf.drop)

    assert kept == value
    assert empty is (value is None)
