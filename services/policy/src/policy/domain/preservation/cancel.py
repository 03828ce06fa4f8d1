"""Ending a contract before its time."""

from datetime import date, datetime
from typing import Literal

from chassis.errors import Rejected
from chassis.money import Money
from contracts.policy import PolicyCancelled
from policy.domain.contract.picture import DatedFact, Happening, Stretch
from policy.domain.period import local_day, midnight
from policy.domain.policy import IllegalMove, Policy, Status


class BadCancellation(Rejected, code="bad-cancellation"):
    """Cover can be ended from today on, within its own period."""


def cancel(
    policy: Policy,
    stretches: list[Stretch],
    *,
    ends_on: date,
    reason: str,
    at: datetime,
    side: Literal["customer", "insurer"] = "customer",
    by: str = "",
    refund: Money | None = None,
) -> PolicyCancelled:
    """End cover earlier than agreed, at the beginning of `ends_on`."""
    policy.must_move_to(Status.CANCELLED)
    if policy.cover_at(at) == "over":
        raise IllegalMove(f"policy {policy.number} is over since {policy.ends_on}")
    earliest = max(local_day(at, policy.time_zone), policy.starts_on)
    if not earliest <= ends_on < policy.ends_on:
        raise BadCancellation(
            f"cover of {policy.number} can end from {earliest} to before {policy.ends_on}",
            field="/ends_on",
        )
    policy.ends_on, policy.ends_at = ends_on, midnight(ends_on, policy.time_zone)
    policy.cancelled_at, policy.cancellation_reason = at, reason
    fact = DatedFact(
        what=Happening.CANCELLED, at=policy.ends_at, recorded_at=at, reason=reason, by=by
    )
    policy.move_to(Status.CANCELLED, fact)
    return PolicyCancelled(
        **policy.picture(stretches),
        ends_at=policy.ends_at,
        reason=reason,
        cancelled_at=at,
        refund=refund,
        by=side,
    )
