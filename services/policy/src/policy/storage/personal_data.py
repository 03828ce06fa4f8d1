"""All we know of somebody, read and forgotten by the list of tables in `personal`."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Integer,
    LargeBinary,
    Numeric,
    Select,
    Table,
    Text,
    cast,
    delete,
    func,
    literal,
    literal_column,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.forgetting import forget_answers
from chassis.work import Work
from policy.storage.applications import applications
from policy.storage.documents import document_contents
from policy.storage.personal import DELETE, PERSONAL, Personal
from policy.storage.policies import policies

_NAMES_OF_OURS: Final = frozenset({"by", "cleared_by", "proposed_by", "recorded_by"})
"""Within a document: who of us did it."""


class PersonalData:
    """All we know of a person, wherever it is."""

    def __init__(self, work: Work) -> None:
        self._work, self._session = work, work.session

    def everything(self, customer_id: UUID) -> Select[Any]:
        """Every row about this person as JSON, to be read page by page by `nth` and `id`."""
        parts = [_told(nth, one, customer_id) for nth, one in enumerate(PERSONAL) if _tells(one)]
        every: CompoundSelect[Any] = union_all(*parts)
        rows = every.subquery("everything")
        return select(rows.c.kind, rows.c.nth, rows.c.id, rows.c.data)

    async def forget(self, customer_id: UUID) -> None:
        """What no law keeps goes now, and what we answered to keyed requests about it."""
        await forget_answers([customer_id, *await self._belongings(customer_id)], self._work)
        await self._carry_out(customer_id, later=False)

    async def forget_the_rest(self, customer_id: UUID) -> None:
        """What was kept for the law goes, too."""
        await self._carry_out(customer_id, later=True)

    async def _belongings(self, customer_id: UUID) -> Sequence[UUID]:
        """Contracts and applications, by which answers are found that do not name the person."""
        theirs = union_all(
            *(
                select(one.c.id).where(one.c.customer_id == customer_id)
                for one in (policies, applications)
            )
        )
        return (await self._session.scalars(theirs)).all()

    async def _carry_out(self, customer_id: UUID, *, later: bool) -> None:
        session = self._session
        await session.flush()
        await session.execute(text("SET LOCAL policy.erasing = 'on'"))
        for one in PERSONAL:
            fate = one.later if later else one.now
            if fate is None:
                continue
            where = [one.theirs(customer_id)]
            if one.only is not None and not later:
                where.append(one.only)
            if fate == DELETE:
                await session.execute(delete(one.table).where(*where))
            else:
                await session.execute(update(one.table).where(*where).values(fate))
        await session.execute(text("SET LOCAL policy.erasing = 'off'"))


def _tells(one: Personal) -> bool:
    return one.table is not document_contents  # the documents themselves can be downloaded


def _told(nth: int, one: Personal, customer_id: UUID) -> Any:  # a select of four columns
    table = one.table
    hidden = sorted({*one.hidden, *_bytes(table)})
    row: ColumnElement[Any] = func.to_jsonb(literal_column(table.name), type_=JSONB)
    row = row.op("-", return_type=JSONB())(cast(hidden, ARRAY(Text)))
    figures: list[ColumnElement[Any]] = []
    for name in _figures(table):
        figures += [literal_column(f"'{name}'"), cast(table.c[name], Text)]
    if figures:  # money is never a number that a reader may round
        row = row.op("||", return_type=JSONB())(func.jsonb_build_object(*figures))
    key = func.concat_ws("/", *table.primary_key.columns)
    return select(
        literal(table.name, Text).label("kind"),
        literal(nth, Integer).label("nth"),
        cast(key, Text).label("id"),
        row.label("data"),
    ).where(one.theirs(customer_id))


def _figures(table: Table) -> list[str]:
    return [each.name for each in table.c if isinstance(each.type, Numeric)]


def _bytes(table: Table) -> list[str]:
    return [each.name for each in table.c if isinstance(each.type, LargeBinary)]


def without_names_of_ours(data: Any) -> Any:
    """The same, and nothing that says who of us did it."""
    if isinstance(data, dict):
        kept = {name: one for name, one in data.items() if name not in _NAMES_OF_OURS}
        return {name: without_names_of_ours(one) for name, one in kept.items()}
    return [without_names_of_ours(one) for one in data] if isinstance(data, list) else data
