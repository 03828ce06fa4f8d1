"""A renewal's alarm rings: a notice should have arrived, an answer is missing, or it settles."""

from datetime import datetime
from uuid import UUID

from chassis.work import Work
from contracts.policy import RenewalReminded
from contracts.roles import Role
from policy.domain.policy import Policy, Status
from policy.domain.renewing.renewal import Renewal, RenewalStatus
from policy.domain.renewing.settle import needs_answer, silence_of
from policy.storage import HouseBook, Policies, Renewals
from policy.use_cases.raise_task import raise_task
from policy.use_cases.renewing.offer_renewal import which
from policy.use_cases.renewing.renew import settle_renewal
from policy.use_cases.renewing.watch_renewal import eve_of, reminds_at, watch_renewal


async def advance_renewal(renewal_id: UUID, due_at: datetime, work: Work) -> None:
    """Do what is due, and set the alarm to what comes next."""
    renewal = await Renewals(work).get(renewal_id)
    policy = await Policies(work).by_id(renewal.policy_id)
    if not renewal.is_open:
        return
    if work.now >= eve_of(renewal, policy):
        await settle_renewal(renewal, policy, work)
        return
    if policy.status is Status.ISSUED:
        await _look_for_evidence(renewal, policy, due_at, work)
        _remind(renewal, policy, due_at, work)
    watch_renewal(renewal, policy, work)


async def _look_for_evidence(
    renewal: Renewal, policy: Policy, due_at: datetime, work: Work
) -> None:
    for notice in renewal.notices:
        if notice.in_time_until != due_at or notice.served_at is not None:
            continue
        about = (
            f"the notice ({notice.kind}) on the next term of {policy.number} was not served"
            f" in time under {notice.rule}: the terms it has may stand"
        )
        owner = Role.AGENT
        await raise_task("renewal_notice_not_served", about, owner=owner, policy=policy, work=work)


def _remind(renewal: Renewal, policy: Policy, due_at: datetime, work: Work) -> None:
    waits = renewal.status is RenewalStatus.OFFERED and needs_answer(renewal)
    if due_at == reminds_at(renewal, policy) and waits:
        work.publish(
            RenewalReminded(
                **which(renewal, policy),
                this_year=renewal.must_be.next.total,
                silence=silence_of(
                    renewal, HouseBook().renewal_law(policy.jurisdiction, policy.line)
                ),
                answer_by=eve_of(renewal, policy),
                cover_until=policy.ends_at,
            )
        )
