"""The bank took money and nobody knows for which payment: which it may be. A person says so."""

from chassis.money import Money
from chassis.work import Work
from policy.domain.money.reference import references_in
from policy.domain.money.suggesting import PaymentSuggestion, payments_like
from policy.domain.money.suspense import Status, Suspense
from policy.storage.money.payments import Payments
from policy.storage.money.rules import collection_rules
from policy.use_cases.money.find_originals import originals_of


async def suggest_payments(waiting: Suspense, work: Work) -> list[PaymentSuggestion]:
    """None for what came in, and for what somebody has explained."""
    if waiting.status is not Status.OPEN or waiting.amount.amount >= 0:
        return []
    out = Money.zero(waiting.amount.currency) - waiting.amount
    payer = waiting.payer_account
    payer = None if payer in collection_rules().our_accounts else payer
    called = await Payments(work).like(out, payer=payer, references=references_in((waiting.text,)))
    found = await originals_of(called, work)
    return payments_like(out, payer, found, {one.id: one.paid_on for one in called})
