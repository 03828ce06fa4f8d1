"""The contract's terms changed while its next term was on offer: it is reckoned anew."""

from typing import Final

from chassis.work import Work
from policy.domain.policy import Policy, Status
from policy.domain.renewing.renewal import RenewalStatus
from policy.storage import Renewals
from policy.use_cases.renewing.offer_renewal import offer_renewal

_ON_OFFER: Final = {RenewalStatus.PLANNED, RenewalStatus.OFFERED, RenewalStatus.ACCEPTED}


async def refresh_renewal(policy: Policy, work: Work) -> None:
    """Offer it again on the terms as they are; who had agreed is asked again."""
    renewal = await Renewals(work).following(policy)
    if renewal is None or renewal.status not in _ON_OFFER or policy.status is not Status.ISSUED:
        return
    await work.session.flush()  # the versions are read again
    await offer_renewal(renewal, policy, work)
