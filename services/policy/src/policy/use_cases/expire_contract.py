"""The term of a contract is over: its next term begins, or the contract ends."""

from uuid import UUID

from chassis.work import Work
from policy.domain.policy import Status
from policy.domain.preservation.expire import expire
from policy.domain.preservation.unpaid import term_is_over
from policy.domain.renewing.settle import was_untold
from policy.storage import Policies, Renewals, Versions
from policy.use_cases.close_arrears import close_arrears
from policy.use_cases.money.what_is_owed import what_is_owed
from policy.use_cases.reinstate import close_requests
from policy.use_cases.renewing.close_renewal import close_renewal
from policy.use_cases.renewing.open_renewal import missed_renewal
from policy.use_cases.renewing.renew import begin_term, settle_renewal
from policy.use_cases.renewing.watch_renewal import reminds_at


async def expire_contract(policy_id: UUID, work: Work) -> None:
    """Note it, unless it ended before or ends later by now."""
    policy = await Policies(work).by_id(policy_id, alone=True)
    if policy.status not in {Status.ISSUED, Status.SUSPENDED}:
        await close_renewal(policy, work)
        if term_is_over(policy, at=work.now):
            await close_requests(policy, "the term is over", work)
        return
    if work.now < policy.ends_at:
        return
    renewal = await Renewals(work).following(policy) or missed_renewal(policy, work)
    if renewal is not None and renewal.is_open:  # whatever kept its alarm from ringing on the eve
        await settle_renewal(renewal, policy, work)
    if renewal is not None and policy.coming is not None:
        await begin_term(renewal, policy, work)
        return
    untold = (
        renewal is not None
        and policy.status is Status.ISSUED
        and was_untold(renewal, reminds_at=reminds_at(renewal, policy))
    )
    stretches = await Versions(work).stretches(policy)
    said = expire(policy, stretches, at=work.now, untold=untold)
    left = await what_is_owed(policy, work)
    work.publish(said.model_copy(update=left.told()))
    await close_arrears(policy, work)
    await close_renewal(policy, work)
