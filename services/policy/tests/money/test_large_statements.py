"""A statement of many lines is written otherwise than one of few, and is as whole."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select

from chassis.ids import new_id
from chassis.testing import Stage
from chassis.work import Work
from contracts.roles import Role
from policy.domain.money.ledger import Kind
from policy.examples.money import OUR_IBAN, a_bank_file, a_csv, a_line
from policy.routes.bank_files import read_statement
from policy.storage.money.bulk import MANY, insert_rows
from policy.storage.money.ledger import journals, postings
from policy.storage.money.statements import entries
from policy.use_cases.money.import_statement import ImportStatement, import_statement

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


class Stopped(Exception):
    """Whatever stops a work before it commits."""


@asynccontextmanager
async def a_work_that_stops(stage: Stage) -> AsyncIterator[Work]:
    """It is stopped before it commits."""
    with suppress(Stopped):
        async with stage.running.works() as work:
            yield work
            raise Stopped


def many_lines() -> list[dict[str, str]]:
    return [a_line("1.00", text=f"line {nth}", bank_reference=f"B{nth}") for nth in range(2 * MANY)]


async def counted(stage: Stage) -> list[int | None]:
    """Entries, journals and postings there are."""
    async with stage.running.works() as work:
        return [
            await work.session.scalar(select(func.count()).select_from(table))
            for table in (entries, journals, postings)
        ]


async def test_many_lines_that_are_not_committed_leave_nothing(stage: Stage) -> None:
    stage.clock.move_to(NOON)
    file = a_bank_file(a_csv(*many_lines()))
    order = ImportStatement(statement=read_statement(file["format"], file["content"]), by="finance")

    async with a_work_that_stops(stage) as work:
        done, _ = await import_statement(order, work)

    assert done.suspense == 2 * MANY
    assert await counted(stage) == [0, 0, 0]


async def test_many_lines_are_imported_whole_and_once(stage: Stage) -> None:
    stage.clock.move_to(NOON)
    headers = stage.as_(Role.FINANCE)
    file = a_bank_file(a_csv(*many_lines()))

    for _ in range(2):
        answer = await stage.http.post(
            "/v1/bank-statements", json=file, headers={**headers, **stage.key()}
        )
        assert answer.status_code == 201, answer.text

    assert (answer.json()["suspense"], answer.json()["imported_before"]) == (2 * MANY, True)
    assert answer.json()["account"] == OUR_IBAN
    assert await counted(stage) == [2 * MANY, 2 * MANY, 4 * MANY]


async def test_rows_that_are_copied_first_of_all_are_of_the_work_too(stage: Stage) -> None:
    """SQLAlchemy begins a transaction with its first statement, and a copy is none of its own."""

    def a_journal(journal_id: UUID) -> dict[str, object]:
        return {
            "id": journal_id,
            "policy_id": None,
            "kind": Kind.UNIDENTIFIED,
            "currency": "EUR",
            "day": NOON.date(),
            "at": NOON,
            "entry_id": None,
            "reverses": None,
        }

    async with a_work_that_stops(stage) as work:
        await insert_rows(work.session, journals, [a_journal(new_id()) for _ in range(MANY)])

    assert await counted(stage) == [0, 0, 0]
