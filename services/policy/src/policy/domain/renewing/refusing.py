"""Until when a no is the customer's right: as long as law or wording says, and for a fair time.

An offer that came late, or never, takes nobody's right to refuse it (0212).
"""

from datetime import datetime, timedelta

from policy.domain.policy import Policy
from policy.domain.renewing.renewal import Renewal, RenewalStatus
from policy.domain.renewing.rules import RenewalLaw, RenewalRules, last_instant
from policy.domain.renewing.settle import settles_at, silence_of
from statutes import Library


def refusable_until(
    renewal: Renewal,
    policy: Policy,
    *,
    rules: RenewalRules,
    law: RenewalLaw,
    library: Library,
    at: datetime,
    read: bool = False,
) -> datetime:
    """Until when a no counts by itself; later a person decides. `read`: as if read now."""
    by_law = last_instant(library.entry(law.oppose), policy)
    eve = settles_at(renewal, policy.time_zone)
    if renewal.status is RenewalStatus.OFFERED and silence_of(renewal, law, at=at) == "ends":
        return max(by_law, eve)  # a no is what silence comes to
    offers = [one for one in renewal.notices if one.kind == "offer"]
    told_at = offers[-1].served_at if offers else None
    if told_at is None and read:
        told_at = at
    if told_at is None:
        return by_law if at < by_law else max(by_law, eve)
    return max(by_law, min(eve, told_at + timedelta(days=rules.refusal_days)))
