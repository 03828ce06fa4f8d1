"""A customer wants to be forgotten: as far as the law lets us, now or as soon as it does."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.work import Work, check_version
from contracts.policy import CustomerErased
from policy.domain.customer import Customer
from policy.domain.erasure import LOOK_AGAIN, Erasure, ErasureStatus, retained
from policy.domain.insured_file import Section
from policy.domain.prospect import Prospect
from policy.domain.sale import decide, telling
from policy.storage import (
    Applications,
    Customers,
    Erasures,
    PersonalData,
    Prospects,
    retention_rules,
)
from policy.use_cases.note_change import note_change
from policy.use_cases.welcome_prospect import ANSWER_DUE

ERASURE_DUE: Final = "erasure-due"
HOUSE: Final = "yinbao"


@dataclass(frozen=True, kw_only=True)
class EraseCustomer:
    """The order to forget somebody."""

    customer_id: UUID
    version: int
    reason: str
    by: Principal


async def erase_customer(order: EraseCustomer, work: Work) -> Erasure:
    """Forget them now, or say what stands in the way; asked again, it looks again."""
    known_as = await known(order.customer_id, order.by, work, alone=True)
    if isinstance(known_as, Prospect):
        return await _forget_prospect(order, known_as, work)
    customer, erasures = known_as, Erasures(work)
    erasure = await erasures.of(customer.id)
    if erasure is not None and erasure.status is not ErasureStatus.DEFERRED:
        await _forget(erasure, work)  # what was written down since
        return erasure
    check_version(customer.version, order.version)
    if erasure is None:
        erasure = Erasure(
            customer_id=customer.id,
            asked_at=work.now,
            asked_by=order.by.subject,
            reason=order.reason,
        )
        erasures.add(erasure)
    await _carry_out(erasure, customer, work, by=order.by.subject)
    return erasure


async def known(
    customer_id: UUID, asked_by: Principal, work: Work, *, alone: bool = False
) -> Customer | Prospect:
    """Their file, or what a prospect who never got one told us."""
    try:
        return await Customers(work).get(customer_id, asked_by=asked_by, alone=alone)
    except NotFound as no_file:
        try:
            return await Prospects(work).get(customer_id, asked_by=asked_by)
        except NotFound:
            raise no_file from None


async def look_at_erasure_again(customer_id: UUID, work: Work) -> None:
    """Something that stood in the way may be over, or the time of what was kept."""
    erasure = await Erasures(work).of(customer_id)
    if erasure is None or erasure.status is ErasureStatus.DONE:
        return
    if erasure.status is ErasureStatus.REDUCED:
        await _finish(erasure, work)
        return
    customer = await Customers(work).locked(customer_id)
    await _carry_out(erasure, customer, work, by=HOUSE)


async def _carry_out(erasure: Erasure, customer: Customer, work: Work, *, by: str) -> None:
    found = Erasures(work)
    obstacles = await found.obstacles(customer.id)
    if obstacles:
        erasure.defer(obstacles, at=work.now)
    else:
        rules = retention_rules()
        kept = retained(await found.ended(customer.id), rules, at=work.now)
        await _withdraw_postponed(customer.id, work, by=by)
        note_change(customer.id, Section.ERASURE, None, None, work, why=None, by=by)
        customer.erase(at=work.now)
        erasure.reduce(kept, at=work.now)
        await _forget(erasure, work)
    if erasure.looks_again_at is not None:
        work.set_alarm(ERASURE_DUE, customer.id, at=erasure.looks_again_at)


async def _finish(erasure: Erasure, work: Work) -> None:
    """The law's time is over: what was kept goes, and whatever was said since, here and elsewhere.

    A claim made meanwhile still needs its contract.
    """
    if await Erasures(work).obstacles(erasure.customer_id):
        erasure.wait(at=work.now)
        work.set_alarm(ERASURE_DUE, erasure.customer_id, at=work.now + LOOK_AGAIN)
        return
    erasure.finish(at=work.now)
    await _forget(erasure, work)


async def _withdraw_postponed(customer_id: UUID, work: Work, *, by: str) -> None:
    """Nobody applies again whom we do not know."""
    for application in await Applications(work).postponed(customer_id):
        decide.withdraw(application, by=by, at=work.now)
        work.publish(telling.withdrawn(application, at=work.now))
    await work.session.flush()


async def _forget(erasure: Erasure, work: Work) -> None:
    personal, customer_id = PersonalData(work), erasure.customer_id
    await personal.forget(customer_id)
    if erasure.status is ErasureStatus.DONE:
        await personal.forget_the_rest(customer_id)
    work.cancel_alarm(ANSWER_DUE, customer_id)
    work.publish(
        CustomerErased(customer_id=customer_id, erased_at=work.now, kept_until=erasure.kept_until)
    )


async def _forget_prospect(order: EraseCustomer, prospect: Prospect, work: Work) -> Erasure:
    """Nothing of theirs is kept by law, so nothing of their wish either."""
    check_version(prospect.version, order.version)
    by = order.by.subject
    erasure = Erasure(customer_id=prospect.id, asked_at=work.now, asked_by=by, reason=order.reason)
    erasure.reduce([], at=work.now)
    await _forget(erasure, work)
    return erasure
