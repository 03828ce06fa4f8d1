"""The clocks of a new contract are set."""

from typing import Final

from chassis.work import Work
from policy.domain.policy import Policy

EXPIRY: Final = "contract-expires"


def watch_new_contract(policy: Policy, work: Work) -> None:
    """Have its end ring, when it is still to come."""
    if policy.ends_at > work.now:
        work.set_alarm(EXPIRY, policy.id, at=policy.ends_at)
