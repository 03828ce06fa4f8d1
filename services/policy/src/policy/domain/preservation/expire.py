"""A contract's term is over, as was agreed."""

from collections.abc import Sequence
from datetime import datetime

from contracts.policy import PolicyExpired
from policy.domain.contract.picture import DatedFact, Happening, Stretch, spans
from policy.domain.policy import Policy, Status


def expire(
    policy: Policy, stretches: Sequence[Stretch], *, at: datetime, untold: bool = False
) -> PolicyExpired:
    """It covers no more from the end of its term; what happened before can still be reported."""
    fact = DatedFact(
        what=Happening.EXPIRED,
        at=policy.ends_at,
        recorded_at=at,
        reason="the term is over",
        by="calendar",
    )
    policy.move_to(Status.EXPIRED, fact)
    return PolicyExpired(
        **policy.picture(stretches),
        expired_at=policy.ends_at,
        cover_ended_at=_ended_before(policy),
        untold=untold,
    )


def _ended_before(policy: Policy) -> datetime | None:
    """When cover ended, where the term outlived it: it rested at the end, and did not come back."""
    on_risk, _ = spans(policy.term, policy.facts)
    last = max((one.ends_at for one in on_risk), default=policy.term.starts_at)
    return last if last < policy.ends_at else None
