"""A contract lapsed, and what was owed had been paid in time: a person sets the lapse aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Conflict
from chassis.identity import Principal
from chassis.money import Money
from chassis.work import Work, check_version
from contracts.policy import PolicyLapseSetAside
from policy.domain.arrears import Arrears, ArrearsStatus
from policy.domain.contract.picture import off_risk_since
from policy.domain.money.account import Effects
from policy.domain.money.doubt import Doubt
from policy.domain.money.receiving import Payment, receive
from policy.domain.money.suspense import Suspense
from policy.domain.period import local_day
from policy.domain.policy import Policy, Status
from policy.domain.preservation import unpaid
from policy.storage import ArrearsBook, Policies, Tasks, Versions
from policy.storage.money.accounts import Accounts
from policy.storage.money.rules import collection_rules
from policy.storage.money.suspense import SuspenseQueue
from policy.use_cases.money.follow_contract import charge_again
from policy.use_cases.money.keep import keep
from policy.use_cases.reinstate import cover_is_back


class NotPaidInTime(Conflict, code="not-paid-in-time"):
    """No statement of our bank shows that all that was owed was paid before cover ended."""


@dataclass(frozen=True, kw_only=True)
class SetLapseAside:
    """Which contract, as it was read, and why."""

    policy_id: UUID
    version: int
    reason: str
    by: Principal


async def set_lapse_aside(order: SetLapseAside, work: Work) -> tuple[Policy, PolicyLapseSetAside]:
    """Cover has no gap; its days are charged, and the money that was there pays them."""
    policy = await Policies(work).get(order.policy_id, asked_by=order.by, alone=True)
    check_version(policy.version, order.version)
    policy.must_be_among(Status.LAPSED)
    since = off_risk_since(policy.facts) or policy.ends_at
    back_on, by = local_day(since, policy.time_zone), order.by.subject
    arrears = await ArrearsBook(work).of(policy.id)
    lapsed = [one for one in arrears if one.status is ArrearsStatus.LAPSED]
    waiting = await SuspenseQueue(work).in_question(policy.id)
    money = [one for one in waiting if one.doubt is Doubt.PAID_IN_TIME and one.paid_on < back_on]
    paid = _must_be_all(lapsed, money, policy)
    stretches = await Versions(work).stretches(policy)
    said = unpaid.set_lapse_aside(
        policy,
        stretches,
        paid=paid,
        paid_on=max(one.paid_on for one in money),
        reason=order.reason,
        by=by,
        at=work.now,
    )
    work.publish(said)
    for owed in lapsed:
        owed.settle(at=work.now)
    await charge_again(policy, stretches, back_on=back_on, work=work)
    await _book(money, policy, note=order.reason, by=by, work=work)
    await cover_is_back(policy, work)
    for task in await Tasks(work).all_open("paid_in_time", policy.id):
        task.finish(outcome=order.reason, by=by, at=work.now)
    return policy, said


def _must_be_all(lapsed: Sequence[Arrears], money: Sequence[Suspense], policy: Policy) -> Money:
    """What came in time; a part of a premium never stopped the grace (M-02 lets a little be)."""
    nothing = Money.zero(policy.premium.currency)
    owed = sum((one.amount for one in lapsed), nothing)
    paid = sum((one.amount for one in money), nothing)
    short = owed - paid
    if not money or (short > nothing and not collection_rules().is_small(short, owed)):
        raise NotPaidInTime(f"{policy.number}: {owed} was owed, {paid} came in time")
    return paid


async def _book(
    money: Sequence[Suspense], policy: Policy, *, note: str, by: str, work: Work
) -> None:
    accounts, done = Accounts(work), Effects()
    account = await accounts.locked(policy.id)
    for one in money:
        invoice = next(iter(account.owed), account.invoices[0])
        one.assign(account, invoice, note=note, by=by, at=work.now)
        payment = Payment(
            entry_id=one.id,
            amount=one.amount,
            paid_on=one.paid_on,
            booked_on=one.booked_on,
            payer_account=one.payer_account,
            from_suspense=True,
        )
        done.add(receive(account, payment, named=invoice, rules=collection_rules(), at=work.now))
    await keep(accounts, account, done, work)
