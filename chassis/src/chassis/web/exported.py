"""What a service knows of one person, as its route tells it."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, Field

from chassis.personal_data import Told, everything, without_names_of_ours
from chassis.web.pages import Page, PageRequested
from chassis.work import Work


class ExportRecord(BaseModel):
    """One thing that we know: where it is kept, and all of it. Amounts are strings."""

    kind: str = Field(examples=["policies"])
    id: str
    data: dict[str, Any]


async def export(parts: Iterable[Told], page: PageRequested, work: Work) -> Page[ExportRecord]:
    """One page of it."""
    wanted = everything(parts)
    key = [wanted.selected_columns["nth"], wanted.selected_columns["id"]]
    rows, following = await page.fetch(work.session, wanted, key=key)
    return Page(
        items=[
            ExportRecord(kind=row.kind, id=row.id, data=without_names_of_ours(row.data))
            for row in rows
        ],
        next=following,
    )
