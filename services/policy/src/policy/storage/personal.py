"""Where we know something of a person: each table says whose its rows are and what erasure does.

A test sees to it that no table is forgotten: it is here, or among those that hold nothing personal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Table,
    literal_column,
    null,
    or_,
    select,
)

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
from policy.storage.papers import paper_contents
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
_NOBODY: Final = {"payer": null(), "payer_account": null(), "text": "—"}
_ENDED_WITHOUT_CONTRACT: Final = applications.c.policy_id.is_(None) & applications.c.status.in_(
    [ApplicationStatus.DECLINED, ApplicationStatus.WITHDRAWN]
)
_OF_NO_CONTRACT: Final = suspense.c.policy_id.is_(None) & suspense.c.application_id.in_(
    select(applications.c.id).where(_ENDED_WITHOUT_CONTRACT)
)

_PAPER_OF_NO_CONTRACT: Final = documents.c.application_id.in_(
    select(applications.c.id).where(_ENDED_WITHOUT_CONTRACT)
)


@dataclass(frozen=True, kw_only=True)
class Personal:
    """Rows of a table that are about a person."""

    table: Table
    by: str = "customer_id"
    """The column that names the person, or what `through` is found by."""
    or_by: str | None = None
    """A second column that names the person."""
    through: Table | None = None
    """The table whose rows are the person's, where this one only refers to them."""
    also: tuple[str, Table] | None = None
    """A second way to be about them: the column, and the table it refers to."""
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
        if self.through is None:
            names = [self.by] if self.or_by is None else [self.by, self.or_by]
            return or_(*(self.table.c[name] == customer_id for name in names))
        ways = (
            [(self.by, self.through)] if self.also is None else [(self.by, self.through), self.also]
        )
        return or_(*(self._through(by, table, customer_id) for by, table in ways))

    def _through(self, by: str, table: Table, customer_id: UUID) -> ColumnElement[bool]:
        owner = {one.table: one for one in PERSONAL}[table]
        key = next(iter(table.primary_key.columns))
        return self.table.c[by].in_(select(key).where(owner.theirs(customer_id)))


def _of_contract(table: Table, **more: Any) -> Personal:
    more.setdefault("by", "policy_id")
    return Personal(table=table, through=policies, **more)


PERSONAL: Final = (
    Personal(
        table=file_changes,
        hidden=frozenset({"by"}),
        now=dict.fromkeys(("before", "after", "why"), null()),
    ),
    Personal(table=prospects, by="id", hidden=frozenset({"answered_by"}), now=DELETE),
    Personal(table=advices, hidden=frozenset({"given_by"}), now=DELETE),
    Personal(table=risk_profiles, hidden=frozenset({"made_by"}), now=DELETE),
    Personal(
        table=quote_versions,
        by="quote_id",
        through=quotes,
        hidden=frozenset({"made_by"}),
        now=DELETE,
    ),
    Personal(table=quotes, hidden=frozenset({"settled_by"}), now=DELETE),
    Personal(
        table=enquiries,
        or_by="prospect_id",
        hidden=frozenset({"asked_by", "answered_by"}),
        now={"question": "—", "answer_text": null(), "asked_by": "—", "prospect_id": null()},
    ),
    _of_contract(
        statement_entries,
        also=("id", suspense),
        hidden=frozenset({"key"}),
        now=_NOBODY,
        only=statement_entries.c.id.in_(select(suspense.c.id).where(_OF_NO_CONTRACT)),
        later=_NOBODY,
    ),
    _of_contract(
        suspense,
        also=("application_id", applications),
        hidden=frozenset({"resolved_by", "return_wanted_by"}),
        now={**_NOBODY, "note": null(), "to_account": null()},
        only=_OF_NO_CONTRACT,
        later={**_NOBODY, "note": null(), "to_account": null()},
    ),
    Personal(
        table=paper_contents,
        by="application_id",
        through=applications,
        now=DELETE,
        only=paper_contents.c.application_id.in_(
            select(applications.c.id).where(_ENDED_WITHOUT_CONTRACT)
        ),
        later=DELETE,
    ),
    Personal(
        table=document_contents,
        by="id",
        through=documents,
        now=DELETE,
        only=document_contents.c.id.in_(select(documents.c.id).where(_PAPER_OF_NO_CONTRACT)),
        later=DELETE,
    ),
    Personal(
        table=documents,
        hidden=frozenset({"made_by"}),
        now=DELETE,
        only=_PAPER_OF_NO_CONTRACT,
        later=DELETE,
    ),
    Personal(
        table=applications,
        hidden=frozenset({"proposed_by", "declined_by", "reviewed_by"}),
        now=DELETE,
        only=_ENDED_WITHOUT_CONTRACT,
        later=DELETE,
    ),
    Personal(table=tasks, hidden=frozenset({"done_by"}), now={"about": "—", "outcome": null()}),
    Personal(table=known_claims, later=DELETE),
    Personal(table=notices, by="arrears_id", through=arrears),
    _of_contract(arrears, later={"notices": []}),
    Personal(table=renewal_notices, by="renewal_id", through=renewals, later=DELETE),
    _of_contract(renewals, hidden=frozenset({"answered_by"}), later=DELETE),
    _of_contract(
        reinstatements,
        hidden=frozenset({"requested_by", "decided_by"}),
        later={"evidence": null(), "reason": null()},
    ),
    _of_contract(endorsements, hidden=frozenset({"requested_by", "accepted_by"}), later=DELETE),
    _of_contract(contract_versions, later=DELETE),
    _of_contract(
        refunds,
        hidden=frozenset({"wanted_by", "decided_by"}),
        later={"to_account": "—", "reason": "—"},
    ),
    _of_contract(postings),
    _of_contract(journals),
    _of_contract(invoices, later={"reason": null()}),
    _of_contract(accounts, by="id", later={"refund_to": null(), "credit_from": []}),
    Personal(
        table=policies,
        hidden=frozenset({"issued_by"}),
        later={"insured_place": _BLANK_PLACE, "place_key": null(), "original": _STRIP_TERMS,
               "cancellation_reason": null(), "facts": _STRIP_FACTS, "dispatches": []},
    ),
    Personal(table=erasures, hidden=frozenset({"asked_by"})),
    Personal(table=customers, by="id"),
)  # fmt: skip
"""Those that refer stand before what they refer to. `customers` is emptied by the file itself."""

NOTHING_PERSONAL: Final = {
    "announcements": "what we tell everybody",
    "authorities": "who of us may decide how much",
    "statements": "the bank's own figures; whom an entry is about is in statement_entries",
}
