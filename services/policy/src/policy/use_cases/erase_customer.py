"""A customer wants to be forgotten: as far as the law lets us, now or as soon as it does."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from contracts.policy import CustomerErased
from policy.domain.customer import Customer
from policy.domain.erasure import Erasure, ErasureStatus, retained
from policy.domain.insured_file import Section
from policy.storage import Customers, Erasures, PersonalData, retention_rules
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
    customer = await Customers(work).get(order.customer_id, asked_by=order.by, alone=True)
    erasures = Erasures(work)
    erasure = await erasures.of(customer.id)
    if erasure is not None and erasure.status is not ErasureStatus.DEFERRED:
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


async def look_at_erasure_again(customer_id: UUID, work: Work) -> None:
    """Something that stood in the way may be over, or the time of what was kept."""
    erasure = await Erasures(work).of(customer_id)
    if erasure is None or erasure.status is ErasureStatus.DONE:
        return
    if erasure.status is ErasureStatus.REDUCED:
        await PersonalData(work).forget_the_rest(customer_id)
        erasure.finish(at=work.now)
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
        note_change(customer.id, Section.ERASURE, None, None, work, why=None, by=by)
        customer.erase(at=work.now)
        erasure.reduce(kept, at=work.now)
        personal = PersonalData(work)
        await personal.forget(customer.id)
        if erasure.status is ErasureStatus.DONE:
            await personal.forget_the_rest(customer.id)
        work.cancel_alarm(ANSWER_DUE, customer.id)
        work.publish(
            CustomerErased(
                customer_id=customer.id, erased_at=work.now, kept_until=erasure.kept_until
            )
        )
    if erasure.looks_again_at is not None:
        work.set_alarm(ERASURE_DUE, customer.id, at=erasure.looks_again_at)
