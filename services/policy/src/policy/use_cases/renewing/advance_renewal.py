"""A renewal's alarm rings: a notice should have arrived, an answer is missing, or it settles."""

from uuid import UUID

from chassis.work import Work
from contracts.policy import RenewalReminded
from contracts.roles import Role
from policy.domain.policy import Policy, Status
from policy.domain.renewing.renewal import Renewal
from policy.storage import Policies, Renewals
from policy.use_cases.raise_task import raise_task
from policy.use_cases.renewing.offer_renewal import which
from policy.use_cases.renewing.renew import settle_renewal
from policy.use_cases.renewing.watch_renewal import (
    eve_of,
    refusal_until,
    reminder,
    watch_renewal,
)


async def advance_renewal(renewal_id: UUID, work: Work) -> None:
    """Do what is due and still of use, however late it rings, and set the alarm to what comes next.

    What was done is noted in the renewal, so that nothing is lost or done twice when the service
    stood still over several of its days.
    """
    renewal = await Renewals(work).get(renewal_id)
    policy = await Policies(work).by_id(renewal.policy_id)
    if not renewal.is_open:
        return
    if policy.status is Status.ISSUED and work.now < policy.ends_at:
        await _look_for_evidence(renewal, policy, work)
        _remind(renewal, policy, work)
    if work.now >= eve_of(renewal, policy):  # a reminder just now leaves it open until the end
        await settle_renewal(renewal, policy, work)
        return
    watch_renewal(renewal, policy, work)


async def _look_for_evidence(renewal: Renewal, policy: Policy, work: Work) -> None:
    missed = renewal.missed(work.now)
    renewal.found_missing(missed, at=work.now)
    for notice in missed[-1:]:
        about = (
            f"the notice ({notice.kind}) on the next term of {policy.number} was not served"
            f" in time under {notice.rule}: the terms it has may stand"
        )
        owner = Role.AGENT
        await raise_task("renewal_notice_not_served", about, owner=owner, policy=policy, work=work)


def _remind(renewal: Renewal, policy: Policy, work: Work) -> None:
    silence = reminder(renewal, policy, work)
    if silence is None:
        return
    renewal.remind(silence, at=work.now)
    until = refusal_until(renewal, policy, work)
    work.publish(
        RenewalReminded(
            **which(renewal, policy),
            this_year=renewal.must_be.next.total,
            silence=silence,
            answer_by=eve_of(renewal, policy),
            refusable_until=until if work.now < until else None,
            cover_until=policy.ends_at,
        )
    )
