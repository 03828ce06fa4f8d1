"""A contract has ended: nothing more is dunned, and no request waits for an answer."""

from chassis.work import Work
from policy.domain.arrears import Arrears
from policy.domain.policy import Policy
from policy.storage import ArrearsBook
from policy.use_cases.expect_premium import GRACE_ENDS, SUSPENSION_ENDS
from policy.use_cases.raise_task import nothing_to_see_to
from policy.use_cases.reinstate import close_requests
from policy.use_cases.watch_contract import EXPIRY


async def close_arrears(policy: Policy, work: Work) -> None:
    """Close what is open, and forget its alarms and the term's."""
    await close_other_arrears(policy, None, work)
    await close_requests(policy, f"the contract is {policy.status}", work)
    work.cancel_alarm(EXPIRY, policy.id)


async def close_other_arrears(policy: Policy, lapsed: Arrears | None, work: Work) -> None:
    """It lapsed by these: nobody is dunned for another premium."""
    for owed in await ArrearsBook(work).of(policy.id):
        if owed is not lapsed:
            work.cancel_alarm(GRACE_ENDS, owed.id)
            work.cancel_alarm(SUSPENSION_ENDS, owed.id)
            if owed.is_open:
                owed.settle(at=work.now, paid=False)
    await nothing_to_see_to("cover_kept_unpaid", policy, f"the contract is {policy.status}", work)
