"""A contract has ended: nothing more is dunned."""

from chassis.work import Work
from policy.domain.policy import Policy
from policy.storage import ArrearsBook
from policy.use_cases.expect_premium import GRACE_ENDS
from policy.use_cases.run_out_grace import SUSPENSION_ENDS
from policy.use_cases.watch_contract import EXPIRY


async def close_arrears(policy: Policy, work: Work) -> None:
    """Close what is open, and forget its alarms and the term's."""
    for owed in await ArrearsBook(work).of(policy.id):
        if owed.is_open:
            owed.settle(at=work.now, paid=False)
            work.cancel_alarm(GRACE_ENDS, owed.id)
            work.cancel_alarm(SUSPENSION_ENDS, owed.id)
    work.cancel_alarm(EXPIRY, policy.id)
