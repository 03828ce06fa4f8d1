"""The contract's terms changed while its next term was on offer: it is reckoned anew."""

from dataclasses import replace
from typing import Final

from chassis.work import Work
from policy.domain.contract.bargain import is_as_sold
from policy.domain.policy import Policy, Status
from policy.domain.renewing.renewal import RenewalStatus
from policy.storage import Renewals, Versions
from policy.use_cases.renewing.offer_renewal import offer_renewal

_ON_OFFER: Final = {RenewalStatus.PLANNED, RenewalStatus.OFFERED, RenewalStatus.ACCEPTED}


async def refresh_renewal(policy: Policy, work: Work) -> None:
    """Offer it again on the terms as they are; who had agreed to others is asked again.

    Where nothing is otherwise that a price follows from, what was offered and answered stands.
    """
    renewal = await Renewals(work).following(policy)
    if renewal is None or renewal.status not in _ON_OFFER or policy.status is not Status.ISSUED:
        return
    await work.session.flush()  # the versions are read again
    agreed = (await Versions(work).stretches(policy))[-1].agreed
    told = renewal.compared if renewal.is_on_offer else None
    if told is not None and is_as_sold(agreed, told.last.agreed):
        wanted = renewal.change.apply(agreed)
        last, following = told.last.with_people_of(agreed), told.next.with_people_of(wanted)
        renewal.note(replace(told, last=last, next=following))
        return
    await offer_renewal(renewal, policy, work, anew=False)
