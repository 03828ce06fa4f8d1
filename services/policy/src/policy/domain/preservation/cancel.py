"""Ending a contract before its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from chassis.errors import Rejected
from contracts.policy import PolicyCancelled
from policy.domain.contract.picture import DatedFact, Happening, Stretch
from policy.domain.contract.refund import Refund
from policy.domain.contract.wish import Wish
from policy.domain.period import local_day, midnight
from policy.domain.policy import IllegalMove, Policy, Status


class BadCancellation(Rejected, code="bad-cancellation"):
    """Cover can be ended from today on, within its own period."""


class NoticeTooShort(Rejected, code="notice-too-short"):
    """We say so in time before we end a contract."""


Side = Literal["customer", "insurer"]


@dataclass(frozen=True, kw_only=True)
class Ending:
    """From which day there is no cover, why, and who ends it."""

    ends_on: date
    reason: str
    side: Side = "customer"
    by: str = ""
    wish: Wish | None = None
    """How the customer's wish came, where an agent acts on it."""
    soonest: date | None = None
    """The first day on which this side may end it, with the notice it owes."""


def cancel(
    policy: Policy,
    stretches: Sequence[Stretch],
    ending: Ending,
    *,
    at: datetime,
    given_back: Refund | None = None,
) -> PolicyCancelled:
    """End cover earlier than agreed, at the beginning of a day; unearned premium is given back."""
    must_be_possible(policy, ending, at=at)
    ends_on = ending.ends_on
    policy.ends_on, policy.ends_at = ends_on, midnight(ends_on, policy.time_zone)
    policy.cancelled_at, policy.cancellation_reason = at, ending.reason
    if given_back is not None:
        policy.refund = given_back.refunded
        policy.billed -= given_back.refunded
    fact = DatedFact(
        what=Happening.CANCELLED,
        at=policy.ends_at,
        recorded_at=at,
        reason=ending.reason,
        by=ending.by,
        wish=ending.wish,
    )
    policy.move_to(Status.CANCELLED, fact)
    return PolicyCancelled(
        **policy.picture(stretches),
        ends_at=policy.ends_at,
        reason=ending.reason,
        cancelled_at=at,
        refund=policy.refund,
        by=ending.side,
    )


def must_be_possible(policy: Policy, ending: Ending, *, at: datetime) -> None:
    """Refuse an end in the past, outside the term, or sooner than this side's notice allows."""
    policy.must_move_to(Status.CANCELLED)
    if policy.cover_at(at) == "over":
        raise IllegalMove(f"policy {policy.number} is over since {policy.ends_on}")
    today = local_day(at, policy.time_zone)
    earliest = max(today, policy.starts_on)
    if not earliest <= ending.ends_on < policy.ends_on:
        raise BadCancellation(
            f"cover of {policy.number} can end from {earliest} to before {policy.ends_on}",
            field="/ends_on",
        )
    if ending.soonest is not None and ending.ends_on < ending.soonest:
        raise NoticeTooShort(
            f"we can end {policy.number} from {ending.soonest} on", field="/ends_on"
        )
