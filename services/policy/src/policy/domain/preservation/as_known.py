"""A contract as it was known at an earlier time: what befell it later was not known."""

from datetime import datetime
from typing import Any, Final

from policy.domain.contract.picture import Happening
from policy.domain.period import midnight
from policy.domain.policy import Policy, Status

_AFTER: Final = {
    Happening.SUSPENDED: Status.SUSPENDED,
    Happening.LAPSED: Status.LAPSED,
    Happening.CANCELLED: Status.CANCELLED,
    Happening.WITHDRAWN: Status.WITHDRAWN,
    Happening.EXPIRED: Status.EXPIRED,
    Happening.REINSTATED: Status.ISSUED,
}


def as_known(policy: Policy, known_at: datetime) -> dict[str, Any]:
    """The fields that a fact recorded since has changed, as they were; none where nothing has."""
    known = [fact for fact in policy.facts if fact.recorded_at <= known_at]
    if len(known) == len(policy.facts):
        return {}
    status = _AFTER[known[-1].what] if known else Status.ISSUED
    was: dict[str, Any] = {"status": status}
    if status in (Status.ISSUED, Status.SUSPENDED):
        ends_on = policy.term_ends_on
        was |= {"ends_on": ends_on, "ends_at": midnight(ends_on, policy.time_zone)}
        was |= dict.fromkeys(("cancelled_at", "cancellation_reason", "wish", "refund"))
    return was
