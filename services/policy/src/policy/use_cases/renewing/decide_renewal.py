"""An underwriter decides on a next term: on which terms, or that there is none."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Rejected
from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.contract.change import Change
from policy.domain.policy import Policy, Status
from policy.domain.renewing.renewal import OPEN, IllegalRenewalMove, Renewal, RenewalStatus
from policy.domain.renewing.rules import last_instant
from policy.storage import HouseBook, Policies, Renewals, Tariffs
from policy.use_cases.renewing.offer_renewal import offer_renewal, refuse_renewal


class NonRenewalTooLate(Rejected, code="non-renewal-too-late"):
    """We say in time that we do not renew, or the contract is renewed."""


@dataclass(frozen=True, kw_only=True)
class OfferTerms:
    """The order to offer the next term, with what is otherwise in it."""

    policy_id: UUID
    version: int
    change: Change
    by: Principal


@dataclass(frozen=True, kw_only=True)
class RefuseTerm:
    """The order not to offer one."""

    policy_id: UUID
    version: int
    reason: str
    by: Principal


async def offer_terms(order: OfferTerms, work: Work) -> None:
    """It is reckoned with the change, and offered; the customer is told anew."""
    policy, renewal = await _open(order.policy_id, order.version, order.by, work)
    for cover in order.change.covers:
        Tariffs().of(policy).allows(cover)
    if renewal.status is RenewalStatus.DECLINED:
        raise IllegalRenewalMove(f"the customer wants no next term of {policy.number}")
    renewal.change = order.change
    await offer_renewal(renewal, policy, work, looked_at=True)


async def refuse_term(order: RefuseTerm, work: Work) -> None:
    """Only while the notice can still be served in time."""
    policy, renewal = await _open(order.policy_id, order.version, order.by, work)
    house = HouseBook()
    entry = house.law(policy.time_zone).entry(
        house.renewal_law(policy.jurisdiction, policy.line).non_renewal
    )
    latest = last_instant(entry, policy)
    if work.now >= latest:
        raise NonRenewalTooLate(
            f"under {entry.id} {policy.number} could be refused a next term until"
            f" {latest:%Y-%m-%d %H:%M} UTC"
        )
    await refuse_renewal(renewal, policy, order.reason, work)


async def _open(policy_id: UUID, version: int, by: Principal, work: Work) -> tuple[Policy, Renewal]:
    policy = await Policies(work).get(policy_id, asked_by=by)
    renewal = await Renewals(work).get((await Renewals(work).latest(policy)).id)
    check_version(renewal.version, version)
    policy.must_be_among(Status.ISSUED)
    if renewal.status not in OPEN:
        raise IllegalRenewalMove(f"this renewal is {renewal.status}")
    return policy, renewal
