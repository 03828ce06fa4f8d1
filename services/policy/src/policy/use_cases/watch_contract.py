"""The clocks of a contract's term are set: when its renewal opens, and when it ends."""

from typing import Final

from chassis.work import Work
from policy.domain.policy import Policy
from policy.domain.renewing.rules import opens_at, renews
from policy.storage import HouseBook

EXPIRY: Final = "contract-expires"
RENEWAL_OPENS: Final = "renewal-opens"


def watch_new_contract(policy: Policy, work: Work) -> None:
    """Have its end ring, and its renewal well before.

    What is brought in late rings at once: what can still be said in time is said, and what is over
    by then ends.
    """
    work.set_alarm(EXPIRY, policy.id, at=max(work.now, policy.ends_at))
    if policy.ends_at > work.now and renews(policy):
        house = HouseBook()
        law = house.renewal_law(policy.jurisdiction, policy.line)
        opens = opens_at(policy, house.renewal(), law, house.law(policy.time_zone))
        work.set_alarm(RENEWAL_OPENS, policy.id, at=max(work.now, opens))
