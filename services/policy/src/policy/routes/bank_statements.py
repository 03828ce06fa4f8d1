"""Statements of our bank over HTTP: finance brings them in, and reads what came of each entry."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from chassis.identity import Principal, allow
from chassis.money import Amount, Currency, Money
from chassis.web import Body, CurrentWork, Page, PageRequest, Routes, etag
from contracts.roles import Role
from policy.domain.money.booking import Outcome
from policy.domain.money.matching import Rule
from policy.domain.money.statement import Format, Gap, Import
from policy.routes.bank_files import read_statement
from policy.routes.bank_files.collector import collecting_later
from policy.storage.money.statements import Statements
from policy.use_cases.money.import_statement import ImportStatement, import_statement

routes = Routes(prefix="/bank-statements", tags=["money"])

Finance = Annotated[Principal, allow(Role.FINANCE)]


class StatementBody(Body):
    """A file of the bank, in base64. One larger than a request may be is sent as gzip in it."""

    format: Format
    content: Annotated[
        str,
        Field(
            min_length=4,
            max_length=1_048_576,
            pattern=r"^[A-Za-z0-9+/]+={0,2}$",
            examples=["PERvY3VtZW50Lz4="],
        ),
    ]


class StatementView(BaseModel):
    """A statement, and what came of it when it was imported: sent again, it changes nothing."""

    id: UUID
    account: str
    statement_id: str
    format: Format
    sequence: int | None
    opening: Money
    closing: Money
    booked: int
    suspense: int
    held: int = Field(description="First premiums of applications, which wait for their contract.")
    known: int = Field(description="Entries that an earlier statement had brought already.")
    not_booked: int = Field(description="Entries that the bank only announces.")
    warnings: list[Gap]
    imported_at: datetime
    imported_by: str
    imported_before: bool = Field(
        default=False, description="Whether this very statement was here already."
    )


class EntryView(BaseModel):
    """An entry that was new, and what came of it."""

    id: UUID
    amount: Amount
    currency: Currency
    booked_on: date
    paid_on: date
    payer: str | None
    payer_account: str | None
    reference: str | None
    text: str
    end_to_end: str | None
    return_code: str | None
    outcome: Outcome
    rule: Rule
    flags: list[str]
    policy_id: UUID | None


def _view(statement: Import, *, before: bool = False) -> StatementView:
    names = set(StatementView.model_fields) - {"imported_before"}
    shown = {name: getattr(statement, name) for name in names}
    return StatementView(**shown, imported_before=before)


@routes.post("", status_code=201, summary="Import a statement of our bank")
async def post_bank_statement(
    body: StatementBody, me: Finance, work: CurrentWork, response: Response
) -> StatementView:
    """camt.053.001.02 or .08, or CSV. What was imported before changes nothing and says so."""
    with collecting_later():
        statement = read_statement(body.format, body.content)
        order = ImportStatement(statement=statement, by=me.subject)
        done, before = await import_statement(order, work)
    response.headers["Location"] = f"{routes.prefix}/{done.id}"
    etag(response, 1)  # what was imported never changes
    return _view(done, before=before)


@routes.get("", summary="List statements, newest first")
async def get_bank_statements(
    me: Finance,
    page: PageRequest,
    work: CurrentWork,
    account: Annotated[str | None, Query(pattern=r"^[A-Z0-9-]{4,34}$")] = None,
) -> Page[StatementView]:
    """All, or those of one account of ours."""
    wanted = Statements(work).all(account)
    items, following = await page.fetch(work.session, wanted, key=Statements.key, descending=True)
    return Page(items=[_view(one) for one in items], next=following)


@routes.get("/{statement_id}", summary="Read a statement")
async def get_bank_statement(statement_id: UUID, me: Finance, work: CurrentWork) -> StatementView:
    """What it said in all, and what came of it."""
    return _view(await Statements(work).get(statement_id))


@routes.get("/{statement_id}/entries", summary="List what became of a statement's entries")
async def get_bank_statement_entries(
    statement_id: UUID, me: Finance, page: PageRequest, work: CurrentWork
) -> Page[EntryView]:
    """Those that were new, in their order."""
    kept = Statements(work)
    await kept.get(statement_id)
    wanted = kept.entries_of(statement_id)
    rows, following = await page.fetch(work.session, wanted, key=Statements.entry_key)
    return Page(
        items=[
            EntryView(**{name: getattr(row, name) for name in EntryView.model_fields})
            for row in rows
        ],
        next=following,
    )
