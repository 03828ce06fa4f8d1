"""What arrears do to the contract itself: cover rests, ends, and comes back after a gap."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from chassis.errors import Rejected
from chassis.money import Money
from contracts.policy import (
    PolicyLapsed,
    PolicyLapseSetAside,
    PolicyReinstated,
    PolicySuspended,
)
from policy.domain.contract.picture import DatedFact, Happening, Stretch, off_risk_since
from policy.domain.period import local_day, midnight
from policy.domain.policy import IllegalMove, Policy, Status
from policy.domain.preservation.owing import Owing

BY_LAW = "law"


class Manner(StrEnum):
    """How cover comes back."""

    REVIVED = "revived"
    """By payment alone, as the law says (Spain): only the current period may be asked for."""
    AGREED = "agreed"
    """Paid and agreed (China): the arrears are owed, the gap stays a gap."""
    WITH_GAP = "with_gap"
    """A gap, and no premium for it."""
    WITHOUT_GAP = "without_gap"
    """Continuous, against arrears and a signed statement that nothing happened."""


class TermOver(IllegalMove, code="term-is-over"):
    """The term of the contract is over: there is no cover that could come back."""


class NoLossStatementMissing(Rejected, code="no-loss-statement-missing"):
    """Cover without a gap wants a signed statement that nothing happened in it."""


def suspend(
    policy: Policy,
    stretches: Sequence[Stretch],
    *,
    from_: datetime,
    owed: Money,
    rule: str,
    at: datetime,
    owing: Owing,
    on_request: bool,
    right_to_ask: dict[str, str],
    ask_until: datetime | None = None,
) -> PolicySuspended:
    """Cover rests from the end of the grace; the contract lives. Says how cover comes back.

    `owed` is the premium it rests for, `owing` all that is overdue by now.
    """
    fact = DatedFact(
        what=Happening.SUSPENDED, at=from_, recorded_at=at, reason=f"unpaid: {owed}", by=rule
    )
    policy.move_to(Status.SUSPENDED, fact)
    return PolicySuspended(
        **policy.picture(stretches),
        suspended_at=from_,
        owed=owed,
        rule=rule,
        comes_back="request" if on_request else "payment",
        right_to_ask=right_to_ask,
        ask_until=ask_until,
        **owing.told(),
    )


def lapse(
    policy: Policy,
    stretches: Sequence[Stretch],
    *,
    from_: datetime,
    owed: Money,
    rule: str,
    at: datetime,
) -> PolicyLapsed:
    """The contract has ended for non-payment."""
    fact = DatedFact(
        what=Happening.LAPSED, at=from_, recorded_at=at, reason=f"unpaid: {owed}", by=rule
    )
    policy.move_to(Status.LAPSED, fact)
    policy.ends_at, policy.ends_on = from_, local_day(from_, policy.time_zone)
    return PolicyLapsed(**policy.picture(stretches), lapsed_at=from_, owed=owed, rule=rule)


def term_is_over(policy: Policy, *, at: datetime) -> bool:
    """Whether every term agreed is over, whenever cover itself ended."""
    return at >= policy.term.ends_at


def must_have_term_left(policy: Policy, *, at: datetime) -> None:
    """Refuse to put back what would have ended by now anyhow."""
    if term_is_over(policy, at=at):
        raise TermOver(f"the term of {policy.number} ended on {policy.term_ends_on}")


def put_back(
    policy: Policy,
    stretches: Sequence[Stretch],
    *,
    cover_back_at: datetime,
    paid: Money,
    by: str,
    at: datetime,
    owing: Owing,
) -> PolicyReinstated:
    """Cover is back on the same contract, from then on. The gap stays: two stretches of cover.

    `owing`: what is due and still open beside it.
    """
    policy.must_move_to(Status.ISSUED)
    must_have_term_left(policy, at=at)
    gap_from = off_risk_since(policy.facts) or policy.facts[-1].at
    cover_back_at = max(cover_back_at, gap_from)  # paid before cover rested: there is no gap
    _goes_on(policy, cover_back_at, reason=f"paid: {paid}", by=by, at=at)
    return PolicyReinstated(
        **policy.picture(stretches),
        gap_from=gap_from,
        cover_back_at=cover_back_at,
        paid=paid,
        still_open=owing.total,
        reference=owing.reference,
        pay_to=owing.pay_to,
    )


def set_lapse_aside(
    policy: Policy,
    stretches: Sequence[Stretch],
    *,
    paid: Money,
    paid_on: date,
    reason: str,
    by: str,
    at: datetime,
) -> PolicyLapseSetAside:
    """What was owed was paid before cover ended: in law it never did, so there is no gap."""
    policy.must_be_among(Status.LAPSED)
    must_have_term_left(policy, at=at)
    since = off_risk_since(policy.facts) or policy.ends_at
    why = f"the lapse is set aside, {paid} was paid on {paid_on}: {reason}"
    _goes_on(policy, since, reason=why, by=by, at=at)
    return PolicyLapseSetAside(
        **policy.picture(stretches), covered_since=since, paid=paid, paid_on=paid_on
    )


def _goes_on(policy: Policy, from_: datetime, *, reason: str, by: str, at: datetime) -> None:
    fact = DatedFact(what=Happening.REINSTATED, at=from_, recorded_at=at, reason=reason, by=by)
    policy.move_to(Status.ISSUED, fact)
    policy.ends_on = policy.term_ends_on
    policy.ends_at = midnight(policy.ends_on, policy.time_zone)


def owed_to_come_back(
    manner: Manner, premium: Money, *, periods: int, no_loss_stated: bool = False
) -> Money:
    """What is asked for cover to come back, of a premium per period unpaid for so many periods.

    Interest, where the contract agrees any, comes on top: our wordings agree none.
    """
    if manner is Manner.WITHOUT_GAP and not no_loss_stated:
        raise NoLossStatementMissing("nobody has signed that nothing happened")
    counted = {
        Manner.REVIVED: 1,
        Manner.AGREED: periods,
        Manner.WITH_GAP: 0,
        Manner.WITHOUT_GAP: periods,
    }[manner]
    return Money(premium.amount * counted, premium.currency)
