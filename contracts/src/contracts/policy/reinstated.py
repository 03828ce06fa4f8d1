"""What is said of a request to put a contract back in force, before cover is back."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from chassis.events import Event
from chassis.money import Money
from contracts.policy.premiums import PayTo


class _Asked(Event):
    """Which request of which contract, and what is left to be paid for it."""

    policy_id: UUID
    number: str
    customer_id: UUID
    request_id: UUID
    to_pay: Money
    """What the request was made for, less what has come of it; zero where nothing is left."""
    reference: str | None = None
    """The ISO 11649 reference to pay all of it with, in groups of four."""
    pay_to: PayTo | None = None


class EvidenceWanted(_Asked, name="policy.evidence-wanted.v1", subject="policy_id"):
    """Cover was asked for back, and evidence that the risk is still insurable is missing."""

    wanted: dict[str, str] = Field(default_factory=dict)
    """What it is, by language."""
    answer_by: datetime | None = None
    """By when we must answer, where a law says so."""


class ReinstatementGranted(_Asked, name="policy.reinstatement-granted.v1", subject="policy_id"):
    """Agreed, by a person or by our silence: cover is back once what is owed is paid."""

    by_silence: bool = False
    """Nobody answered in time, and the law takes that for consent."""
    law: dict[str, str] = Field(default_factory=dict)
    """That law, by language."""
    pay_until: datetime
    """The end of the term: afterwards nothing can come back."""
    from_payment: bool = False
    """Cover counts from the day of payment, not from the later of payment and answer."""
