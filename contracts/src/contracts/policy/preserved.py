"""What is said of a contract while it runs: changed, given back, suspended, ended, put back."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from chassis.events import Event
from chassis.money import Money
from contracts.policy.cover import CoverPicture
from contracts.policy.premiums import PayTo


class PolicyEndorsed(CoverPicture, name="policy.policy-endorsed.v1", subject="policy_id"):
    """The contract's terms are others from `effective_on`, or an endorsement was taken back."""

    endorsement_id: UUID
    effective_on: date
    changed: list[str]
    """Which fields, such as `covers.contents.limit`."""
    premium_change: Money
    """What is to be paid (or given back, below zero) for it, net of taxes, until the term ends."""
    to_pay: Money | None = None
    """That with its levies, as it is charged on the account; missing in older words."""
    reversed: bool = False
    endorsed_at: datetime


class PolicyWithdrawn(CoverPicture, name="policy.policy-withdrawn.v1", subject="policy_id"):
    """The customer used the right to think again: as if never made, and all is given back."""

    received_at: datetime
    refund: Money
    """The whole premium that was billed, net of taxes."""
    given_back: Money | None = None
    """All that was charged, levies too, as the credit note on the account says it; missing in
    older words. `PremiumCredited` and `PremiumReturned` say what became of it.
    """


class WithdrawalToDecide(Event, name="policy.withdrawal-to-decide.v1", subject="policy_id"):
    """The customer gave the contract back, and a person decides: it is in force until then."""

    policy_id: UUID
    number: str
    customer_id: UUID
    sent_at: datetime
    why: Literal["late", "claimed", "elsewhere"]
    """It came after the time to think again, after a loss was claimed, or of a contract that was
    concluded elsewhere."""


class PolicySuspended(CoverPicture, name="policy.policy-suspended.v1", subject="policy_id"):
    """A premium stayed unpaid past its grace: the contract lives, its cover rests."""

    suspended_at: datetime
    owed: Money
    """The premium that cover rests for."""
    rule: str
    """The entry of law under which the time ran, such as ES-15-SUSPENSION."""
    comes_back: Literal["payment", "request"] | None = None
    """What brings cover back: paying, or paying and asking; missing in older words."""
    right_to_ask: dict[str, str] = Field(default_factory=dict)
    """The law's words on asking for it and how long, by language, where it has any and the term
    of the contract leaves that time."""
    ask_until: datetime | None = None
    """Until when it may be asked for, by the law while the term runs; only where it comes back on
    request."""
    ends_unpaid_at: datetime | None = None
    """When the contract ends for good if nothing is paid, where that is before its term ends;
    missing in older words."""
    to_pay: Money | None = None
    """All that is overdue by now, the premium it rests for and any other; missing in older
    words."""
    reference: str | None = None
    """The ISO 11649 reference to pay all of it with, that of the oldest, in groups of four."""
    pay_to: PayTo | None = None
    """Missing where no account of ours takes the currency, and in what was said before."""


class PolicyLapsed(CoverPicture, name="policy.policy-lapsed.v1", subject="policy_id"):
    """A premium stayed unpaid past its grace: the contract has ended."""

    lapsed_at: datetime
    owed: Money
    """The premium it ended for."""
    rule: str
    to_pay: Money | None = None
    """What is still owed for the time until then; missing in older words."""
    reference: str | None = None
    """The reference to pay all of it with, in groups of four."""
    pay_to: PayTo | None = None
    ask_until: datetime | None = None
    """Until when it may be asked for back: the end of the term that was agreed."""


class PolicyReinstated(CoverPicture, name="policy.policy-reinstated.v1", subject="policy_id"):
    """Cover is back, from `cover_back_at`. What happened in the gap before is not covered."""

    gap_from: datetime
    cover_back_at: datetime
    paid: Money
    """What money paid for it: what cover rested for, and what fell due meanwhile."""
    still_open: Money | None = None
    """What is due beside it and not paid, such as a small sum that cover does not rest for; missing
    in older words."""
    reference: str | None = None
    """The reference to pay that with, in groups of four."""
    pay_to: PayTo | None = None


class PolicyLapseSetAside(
    CoverPicture, name="policy.policy-lapse-set-aside.v1", subject="policy_id"
):
    """The lapse was none: what was owed was paid in time and booked late. There is no gap."""

    covered_since: datetime
    """When cover was said to have ended; it never did."""
    paid: Money
    paid_on: date
    """The last day on which that money was ordered or booked by the payer's own bank."""


class PolicyExpired(CoverPicture, name="policy.policy-expired.v1", subject="policy_id"):
    """The term is over, as was agreed."""

    expired_at: datetime
    cover_ended_at: datetime | None = None
    """When cover ended, where it rested at the end of the term; missing where it lasted as long as
    the term, and in older words."""
    to_pay: Money | None = None
    """What is still owed for the time until then; missing in older words."""
    reference: str | None = None
    """The reference to pay all of it with, in groups of four."""
    pay_to: PayTo | None = None
    untold: bool = False
    """Whether we did not write before of a next term or of its end, as we should have, or have no
    evidence of it."""


class NoticeNeeded(Event, name="policy.notice-needed.v1", subject="policy_id"):
    """The customer must be told before something may follow; whether it was served is heard back.

    Served is evidence: until `NoticeServed` is said, what depends on the notice does not happen.
    """

    policy_id: UUID
    number: str
    customer_id: UUID
    notice_id: UUID
    kind: Literal["premium_ahead", "reminder", "demand", "last_call"]
    amount: Money
    due_on: date
    """When the premium was due."""
    cover_until: datetime | None = None
    """Until when cover stands if it is not paid, where that is known and still to come."""
    follows: Literal["suspended", "lapsed"] | None = None
    """What happens then: cover rests and the contract goes on, or the contract ends; missing in
    older words."""
    covered_from: datetime | None = None
    """From when cover stands, where it does not as this is said: it rests, or has not begun."""
    what_follows: dict[str, str] = Field(default_factory=dict)
    """The law's words, by language."""
    pay_within: dict[str, str] = Field(default_factory=dict)
    """How long there is to pay and from when it counts, by language; empty where this notice does
    not start the time. Law that wants a period set in it voids a notice that names none."""
    reference: str | None = None
    """What to write on the payment of what is due that day."""
    pay_to: PayTo | None = None
    """Missing where no account of ours takes the currency, and in older words."""
    rule: str
    """The entry of law that wants the notice, or our own."""
    law: dict[str, str] = Field(default_factory=dict)
    """The same by language: the law by the name a customer knows it by."""
    time_zone: str | None = None
    """Of the insured place, by whose clocks its instants are told; missing in older words."""
