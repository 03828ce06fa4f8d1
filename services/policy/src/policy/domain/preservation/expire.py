"""A contract's term is over, as was agreed."""

from collections.abc import Sequence
from datetime import datetime

from contracts.policy import PolicyExpired
from policy.domain.contract.picture import DatedFact, Happening, Stretch
from policy.domain.policy import Policy, Status


def expire(policy: Policy, stretches: Sequence[Stretch], *, at: datetime) -> PolicyExpired:
    """It covers no more from the end of its term; what happened before can still be reported."""
    fact = DatedFact(
        what=Happening.EXPIRED,
        at=policy.ends_at,
        recorded_at=at,
        reason="the term is over",
        by="calendar",
    )
    policy.move_to(Status.EXPIRED, fact)
    return PolicyExpired(**policy.picture(stretches), expired_at=policy.ends_at)
