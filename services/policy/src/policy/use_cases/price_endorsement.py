"""What a wanted change would cost, with the arithmetic; both outcomes where two changes meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from chassis.errors import Rejected
from chassis.identity import Principal
from chassis.work import Work
from contracts.roles import Role
from policy.domain.contract.change import Change
from policy.domain.contract.levied import difference, levied
from policy.domain.contract.picture import Stretch
from policy.domain.contract.timeline import Resolution, Step
from policy.domain.endorsement import must_be_possible
from policy.domain.money.line import Line
from policy.domain.policy import Policy
from policy.domain.preservation.endorse import Outcome, Priced, price
from policy.domain.renewing.turn import as_next_term
from policy.storage import Endorsements, HouseBook, Policies, Tariffs, Versions
from policy.storage.money.accounts import Accounts
from policy.use_cases.find_agreed import find_agreed


class NothingToPay(Rejected, code="nothing-to-pay"):
    """Another way to pay is for premiums still to be asked for, never for what is paid."""


OUR_PEOPLE: Final = frozenset({Role.AGENT, Role.UNDERWRITER})


@dataclass(frozen=True, kw_only=True)
class PriceEndorsement:
    """The wish to have a contract otherwise from a day on."""

    policy_id: UUID
    effective_on: date
    change: Change
    resolution: Resolution | None
    by: Principal


async def price_endorsement(
    order: PriceEndorsement, work: Work, *, alone: bool = False
) -> tuple[Policy, Step, Priced]:
    """Price it beside the changes accepted so far. Nothing is kept.

    The contract comes as it is in the term of that day, the next one too once it is agreed.
    """
    runs = await Policies(work).get(order.policy_id, asked_by=order.by, alone=alone)
    policy = await _in_its_term(runs, order.effective_on, work)
    entered = await Endorsements(work).of(policy.id)
    step = Step(
        number=len(entered) + 1,
        effective_on=order.effective_on,
        change=order.change,
        resolution=order.resolution,
    )
    must_be_possible(
        policy,
        step,
        at=work.now,
        back_days=HouseBook().rules().endorsement_back_days,
        staff=bool(order.by.roles & OUR_PEOPLE),
    )
    steps = [one.step for one in entered if one.counts and one.term == policy.term_number]
    priced = price(policy, steps, step, Tariffs().of(policy))
    if policy is runs:  # instalments of a term to come are planned when it begins
        await must_be_payable(policy, step, work)
    return policy, step, priced


async def _in_its_term(policy: Policy, day: date, work: Work) -> Policy:
    """The contract; as it will be in its next term, where that day is and the term is agreed."""
    if day < policy.term_ends_on:
        return policy
    found = await find_agreed(policy, work)
    return policy if found is None else as_next_term(policy, *found)


async def must_be_payable(policy: Policy, step: Step, work: Work) -> None:
    """Refuse another way to pay but from a day on which an instalment will be due.

    What is paid, or asked for already, is not surcharged for being paid in instalments.
    """
    wanted, now = step.change.payment_mode, policy.original.payment_mode
    stretches = await Versions(work).stretches(policy)
    for one in stretches:
        if one.starts_on <= step.effective_on:
            now = one.agreed.payment_mode
    if wanted is None or wanted is now:
        return
    planned = (await Accounts(work).by_id(policy.id)).planned
    if step.effective_on not in planned:
        when = f"on {planned[0]}" if planned else "with the next term"
        raise NothingToPay(
            f"another way to pay {policy.number} begins when something is due: {when}",
            field="/change/payment_mode",
        )


async def taxed(policy: Policy, priced: Priced, work: Work) -> dict[Resolution, list[Line]]:
    """What each outcome adds to every line: the premium, and the levies by days."""
    before = await Versions(work).stretches(policy)
    return {which: lines_of(policy, before, one) for which, one in priced.outcomes.items()}


def lines_of(policy: Policy, before: Sequence[Stretch], result: Outcome) -> list[Line]:
    """The premium and each levy of an outcome, as far as they are not charged already."""
    levying = Tariffs().of(policy).levies
    return difference(result.bill.due, levied(before, levying), levied(result.stretches, levying))
