"""The customer reads what comes next: the price and why, what can be chosen, and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work
from contracts.insured import Language
from policy.domain.clocks import Shown
from policy.domain.endorsement import EndorsementStatus
from policy.domain.policy import Status
from policy.domain.renewing.clocks import renewal_clocks
from policy.domain.renewing.notices import Silence
from policy.domain.renewing.renewal import MOVES, Renewal, RenewalStatus
from policy.domain.renewing.settle import needs_answer, silence_of
from policy.storage import Customers, Endorsements, HouseBook, Policies, Renewals, Tasks
from policy.use_cases.renewing.watch_renewal import refusal_until

Choice = Literal["accept", "refuse"]


@dataclass(frozen=True, kw_only=True)
class ShownRenewal:
    """A renewal with what stands around it."""

    renewal: Renewal
    number: str
    product: str
    language: Language
    asked: bool
    silence: Silence | None
    choices: Sequence[Choice]
    carried: Sequence[UUID]
    clocks: Sequence[Shown]
    refusable_until: datetime | None
    late_no: bool


async def show_renewal(policy_id: UUID, *, by: Principal, work: Work) -> ShownRenewal:
    """The latest there is, in the customer's language."""
    policy = await Policies(work).get(policy_id, asked_by=by)
    renewal, house = await Renewals(work).latest(policy), HouseBook()
    law, silence = house.renewal_law(policy.jurisdiction, policy.line), None
    if renewal.status is RenewalStatus.OFFERED and policy.status is Status.ISSUED:
        silence = silence_of(renewal, law, at=work.now)
    customer = await Customers(work).insured(policy.customer_id)
    wishes = await Endorsements(work).of(policy.id) if renewal.is_open else []
    until = refusal_until(renewal, policy, work) if renewal.is_open else None
    late_no = await Tasks(work).open("late_refusal", policy.id) is not None
    return ShownRenewal(
        renewal=renewal,
        number=policy.number,
        product=policy.product,
        language=customer.language,
        asked=needs_answer(renewal) if silence is None else silence != "by_terms",
        silence=silence,
        choices=_choices(renewal, policy.status),
        carried=[one.id for one in wishes if one.status is EndorsementStatus.PRICED],
        clocks=renewal_clocks(
            policy,
            renewal if renewal.term > policy.term_number else None,
            refusable_until=until,
            late_no=late_no,
            law=law,
            library=house.law(policy.time_zone),
            at=work.now,
            language=customer.language,
        ),
        refusable_until=until,
        late_no=late_no,
    )


def _choices(renewal: Renewal, contract: Status) -> list[Choice]:
    """What the customer may do now; while cover rests, no next term is agreed."""
    if contract not in {Status.ISSUED, Status.SUSPENDED}:
        return []
    moves = MOVES.get(renewal.status, set())
    found: list[Choice] = []
    rests = contract is Status.SUSPENDED
    if RenewalStatus.ACCEPTED in moves and renewal.is_on_offer and not rests:
        found.append("accept")
    if RenewalStatus.DECLINED in moves:
        found.append("refuse")
    return found
