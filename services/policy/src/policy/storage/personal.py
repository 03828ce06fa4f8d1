"""Where we know something of a person: each table says whose its rows are and what erasure does.

A test sees to it that no table is forgotten: it is here, or among those that hold nothing personal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
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
    null,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.work import Work
from contracts.insured import Address
from policy.domain.application import Status as ApplicationStatus
from policy.storage.advices import advices
from policy.storage.applications import applications
from policy.storage.arrears import arrears, notices
from policy.storage.customers import customers, file_changes
from policy.storage.documents import document_contents, documents
from policy.storage.endorsements import endorsements
from policy.storage.enquiries import enquiries
from policy.storage.erasures import erasures, known_claims
from policy.storage.money.account_tables import accounts, invoices
from policy.storage.money.ledger import journals, postings
from policy.storage.money.refunds import refunds
from policy.storage.money.statements import entries as statement_entries
from policy.storage.money.suspense import suspense
from policy.storage.policies import policies
from policy.storage.prospects import prospects
from policy.storage.quotes import quote_versions, quotes
from policy.storage.reinstatements import reinstatements
from policy.storage.renewals import renewal_notices, renewals
from policy.storage.risk_profiles import risk_profiles
from policy.storage.tasks import tasks
from policy.storage.versions import contract_versions

DELETE: Final = "delete"
Fate = Literal["delete"] | Mapping[str, Any] | None
"""All of a row, what stands in some columns, or nothing."""
_BLANK_PLACE: Final = Address(line="—", city="—", country="XX")
_STRIP_TERMS: Final[ColumnElement[Any]] = literal_column(
    "original || jsonb_build_object('place', original->'place' || "
    '\'{"line": "—", "city": "—", "region": null, "postal_code": null}\', '
    "'insured_person', null, 'beneficiaries', '[]'::jsonb, 'contact', null, 'answers', "
    "'{}'::jsonb)"
)
_STRIP_FACTS: Final[ColumnElement[Any]] = literal_column(
    '(SELECT coalesce(jsonb_agg(one || \'{"reason": "—", "wish": null}\' ORDER BY nth), '
    "'[]'::jsonb) FROM jsonb_array_elements(facts) WITH ORDINALITY AS of_all(one, nth))"
)


@dataclass(frozen=True, kw_only=True)
class Personal:
    """Rows of a table that are about a person."""

    table: Table
    by: str = "customer_id"
    """The column that names the person, or what `through` is found by."""
    through: Table | None = None
    """The table whose rows are the person's, where this one only refers to them."""
    now: Fate = None
    """What erasure does at once."""
    later: Fate = None
    """What it does when the law no longer keeps it."""
    only: ColumnElement[bool] | None = None
    """Which rows `now` is for; all of them where nothing is said."""
    hidden: frozenset[str] = field(default=frozenset())
    """What is not about the person, and not told: who of us did it, our marks."""

    def theirs(self, customer_id: UUID) -> ColumnElement[bool]:
        """Whether a row is about this person."""
        link = self.table.c[self.by]
        if self.through is None:
            return link == customer_id
        owner = {table.table: table for table in PERSONAL}[self.through]
        key = next(iter(self.through.primary_key.columns))
        return link.in_(select(key).where(owner.theirs(customer_id)))


def _of_contract(table: Table, **more: Any) -> Personal:
    more.setdefault("by", "policy_id")
    return Personal(table=table, through=policies, **more)


PERSONAL: Final = (
    Personal(table=file_changes, now=dict.fromkeys(("before", "after", "why"), null())),
    Personal(table=prospects, by="id", now=DELETE),
    Personal(table=advices, now=DELETE),
    Personal(table=risk_profiles, now=DELETE),
    Personal(table=quote_versions, by="quote_id", through=quotes, now=DELETE),
    Personal(table=quotes, now=DELETE),
    Personal(table=enquiries, now={"question": "—", "answer_text": null(), "asked_by": "—"}),
    Personal(
        table=applications,
        now=DELETE,
        only=applications.c.policy_id.is_(None)
        & applications.c.status.in_([ApplicationStatus.DECLINED, ApplicationStatus.WITHDRAWN]),
        later=DELETE,
    ),
    Personal(table=tasks, now={"about": "—", "outcome": null()}),
    Personal(table=known_claims, later=DELETE),
    Personal(table=document_contents, by="id", through=documents, later=DELETE),
    _of_contract(documents, later=DELETE),
    Personal(table=notices, by="arrears_id", through=arrears),
    _of_contract(arrears, later={"notices": []}),
    Personal(table=renewal_notices, by="renewal_id", through=renewals, later=DELETE),
    _of_contract(renewals, later=DELETE),
    _of_contract(reinstatements, later={"evidence": null(), "reason": null()}),
    _of_contract(endorsements, later=DELETE),
    _of_contract(contract_versions, later=DELETE),
    _of_contract(refunds, later={"to_account": "—", "reason": "—"}),
    _of_contract(
        statement_entries,
        hidden=frozenset({"key"}),
        later={"payer": null(), "payer_account": null(), "text": "—"},
    ),
    _of_contract(
        suspense,
        later={"payer": null(), "payer_account": null(), "text": "—", "note": null()},
    ),
    _of_contract(postings),
    _of_contract(journals),
    _of_contract(invoices, later={"reason": null()}),
    _of_contract(accounts, by="id", later={"refund_to": null(), "credit_from": []}),
    Personal(
        table=policies,
        later={"insured_place": _BLANK_PLACE, "place_key": null(), "original": _STRIP_TERMS,
               "cancellation_reason": null(), "facts": _STRIP_FACTS, "dispatches": []},
    ),
    Personal(table=erasures),
    Personal(table=customers, by="id"),
)  # fmt: skip
"""Those that refer stand before what they refer to. `customers` is emptied by the file itself."""

NOTHING_PERSONAL: Final = {
    "announcements": "what we tell everybody",
    "authorities": "who of us may decide how much",
    "statements": "the bank's own figures; whom an entry is about is in statement_entries",
}


class PersonalData:
    """All we know of a person, wherever it is."""

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def everything(self, customer_id: UUID) -> Select[Any]:
        """Every row about this person as JSON, to be read page by page by `nth` and `id`."""
        parts = [_told(nth, one, customer_id) for nth, one in enumerate(PERSONAL) if _tells(one)]
        every: CompoundSelect[Any] = union_all(*parts)
        rows = every.subquery("everything")
        return select(rows.c.kind, rows.c.nth, rows.c.id, rows.c.data)

    async def forget(self, customer_id: UUID) -> None:
        """What no law keeps goes now."""
        await self._carry_out(customer_id, later=False)

    async def forget_the_rest(self, customer_id: UUID) -> None:
        """What was kept for the law goes, too."""
        await self._carry_out(customer_id, later=True)

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
    ours = {each.name for each in table.c if each.name.endswith("_by")}
    hidden = sorted({*one.hidden, *ours, *_bytes(table)})
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
