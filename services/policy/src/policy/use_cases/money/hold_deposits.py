"""A premium that comes before its contract: held for the application, booked when it is issued."""

import re
from collections.abc import Iterable
from typing import Final

from chassis.money import Money
from chassis.work import Work
from policy.domain.application import Application, Status
from policy.domain.money.booking import Booked
from policy.domain.money.doubt import Doubt
from policy.domain.money.matching import named
from policy.domain.money.receiving import Payment
from policy.domain.money.suspense import CannotBeThat, Suspense
from policy.domain.money.suspense import Status as Suspended
from policy.domain.period import local_day
from policy.domain.policy import Policy
from policy.domain.sale import telling
from policy.domain.sale.by_hand import Likeness, likeness
from policy.domain.sale.settle import receive_premium
from policy.storage import Applications, Underwriting
from policy.storage.money.accounts import Accounts
from policy.storage.money.ledger import Ledger
from policy.storage.money.suspense import SuspenseQueue
from policy.use_cases.raise_task import want_premium_returned

BANK: Final = "bank"
_APPLICATION: Final = re.compile(r"RF[0-9]{2}A([0-9]{4})([0-9]{6,12})")
_WAITING: Final = frozenset({Status.ACCEPTED, Status.INVOICED, Status.SETTLED, Status.SIGNED})


async def hold_deposits(booked: Iterable[Booked], work: Work) -> None:
    """Of what a statement brought and no account knows, hold what names an application of ours."""
    found: dict[str, list[Suspense]] = {}
    for one in booked:
        if one.suspense is None or one.suspense.doubt is not Doubt.UNKNOWN:
            continue
        if one.suspense.status is not Suspended.OPEN:  # the bank took it back at once
            continue
        for reference in named(one.entry):
            if written := _APPLICATION.fullmatch(reference):
                found.setdefault(f"A-{written[1]}-{written[2]}", []).append(one.suspense)
                break
    for application in await Applications(work).numbered(found):
        for waiting in found[application.number]:
            await hold_for(application, waiting, note="its reference", by=BANK, work=work)


async def hold_for(
    application: Application, waiting: Suspense, *, note: str, by: str, work: Work
) -> None:
    """Hold it, where there is a premium to come; with all of it there, the application is paid.

    Where there is none, it waits all the same as money of whoever applied. What was taken down by
    hand before is not added; whether it is that, a person says where we do not know.
    """
    waiting.application_id = application.id
    invoiced = application.offer.currency
    if waiting.amount.currency != invoiced:
        waiting.doubt = Doubt.OTHER_CURRENCY
        return
    like = likeness(application, waiting.amount)
    if like is Likeness.SAME:
        await match_by_hand(application, waiting, note=note, by=by, work=work)
        return
    if like is Likeness.UNCLEAR and by == BANK:
        waiting.doubt = Doubt.TAKEN_DOWN
        return
    if application.policy_id is not None or application.status not in _WAITING:
        waiting.policy_id = application.policy_id
        return
    waiting.hold_for(application.id, note=f"{application.number}: {note}", by=by, at=work.now)
    await settle_from_deposits(application, by=by, work=work)


async def match_by_hand(
    application: Application, waiting: Suspense, *, note: str, by: str, work: Work
) -> None:
    """It is what was taken down by hand: held in its stead, or booked off where that paid.

    `not-that-money` where nothing, or another amount, was taken down.
    """
    if application.received != waiting.amount:
        raise CannotBeThat(
            f"{application.received or 'nothing'} was taken down for {application.number}",
            field="/application_id",
        )
    waiting.application_id = application.id
    said = f"{application.number}: {note}; taken down before ({application.settlement_reference})"
    if application.policy_id is None:
        waiting.hold_for(application.id, note=said, by=by, at=work.now)
    else:
        booked = waiting.match(application.policy_id, note=said, by=by, at=work.now)
        await Ledger(work).append([booked])
    application.received = None


async def settle_from_deposits(application: Application, *, by: str, work: Work) -> None:
    """With all of the first premium held for it, the application is paid."""
    asked = application.invoiced
    if application.status is not Status.INVOICED or asked is None:
        return
    await work.session.flush()
    held = await SuspenseQueue(work).held_for(application.id)
    by_hand = application.received or Money.zero(asked.currency)
    total = sum((one.amount for one in held), by_hand)
    if held and total >= asked:
        reference = application.payment_reference
        there = max(one.paid_on for one in held)
        receive_premium(
            application, total, reference=reference, by=by, at=work.now, by_hand=False,
            paid_on=there,
        )  # fmt: skip
        signature = Underwriting().rules(application.line).signature
        work.publish(telling.settled(application, total, signature, at=work.now))


async def deposits_of(application: Application, work: Work) -> list[Payment]:
    """What was paid before there is a contract: it counts from the day it was there."""
    payments = [
        Payment(
            entry_id=one.id,
            amount=one.amount,
            paid_on=one.paid_on,
            booked_on=one.booked_on,
            payer_account=one.payer_account,
            from_suspense=True,
        )
        for one in await SuspenseQueue(work).held_for(application.id)
    ]
    if application.received is not None and application.settled_at is not None:
        day = local_day(application.settled_at, application.offer.period.time_zone)
        there = application.paid_on or day
        by_hand = Payment(entry_id=None, amount=application.received, paid_on=there, booked_on=day)
        payments.append(by_hand)
    return payments


async def assign_deposits(application: Application, policy: Policy, work: Work) -> None:
    """The contract is made: what was held for it is on its account."""
    held = await SuspenseQueue(work).held_for(application.id)
    if not held:
        return
    account = await Accounts(work).by_id(policy.id)
    for one in held:
        one.assign(account, account.invoices[0], note=application.number, by=BANK, at=work.now)


async def release_deposits(application: Application, work: Work) -> None:
    """There will be no contract: what was paid for it waits for finance, to be sent back."""
    for one in await SuspenseQueue(work).held_for(application.id):
        one.release(note=f"{application.number} is {application.status}")
    if application.received is not None:
        want_premium_returned(application, work)
