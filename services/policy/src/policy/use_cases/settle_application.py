"""The invoice, and the premium or the credit that lets cover begin."""

from datetime import date
from uuid import UUID

from chassis.money import Money
from chassis.work import Work
from policy.domain.application import Application, Means, Status
from policy.domain.period import local_day
from policy.domain.sale import begin, settle, telling
from policy.domain.sale.by_hand import must_not_be_at_bank
from policy.storage import Applications, Underwriting
from policy.storage.money.rules import collection_rules
from policy.storage.money.suspense import SuspenseQueue
from policy.use_cases.money.hold_deposits import settle_from_deposits
from policy.use_cases.read_application import Change, fetch
from policy.use_cases.want_document import want_invoice


async def invoice_application(change: Change, due_on: date, work: Work) -> Application:
    """Ask for the first payment; what came before it was asked for counts."""
    application = await fetch(change, work)
    begin.must_begin_as_agreed(application, at=work.now)
    today = local_day(work.now, application.offer.period.time_zone)
    settle.invoice(
        application,
        due_on=due_on,
        today=today,
        credit_days=Underwriting().credit_days(application.line),
        by=change.by.subject,
        at=work.now,
    )
    pay_to = collection_rules().pay_to.get(application.offer.currency)
    work.publish(telling.invoiced(application, pay_to))
    want_invoice(application.id, work)
    await settle_from_deposits(application, by=change.by.subject, work=work)
    return application


async def premium_received(
    application_id: UUID,
    amount: Money,
    reference: str,
    *,
    means: Means | None = None,
    beside_bank: bool = False,
    paid_on: date | None = None,
    by: str,
    work: Work,
) -> Application:
    """The money of the invoice is there, since that day: finance says so, and how it came.

    With what our bank holds for it already. `beside_bank`: it is other money than what lies there.
    """
    application = await Applications(work).by_id(application_id)
    application.must_be(Status.INVOICED)
    at_bank = await SuspenseQueue(work).may_be(application.id, amount)
    if not beside_bank:
        must_not_be_at_bank(application, amount, means=means, at_bank=at_bank)
    nothing = Money.zero(application.offer.currency)
    held = sum((one.amount for one in at_bank if one.is_held), nothing)
    settle.receive_premium(
        application,
        amount,
        reference=reference,
        by=by,
        at=work.now,
        means=means,
        held=held,
        paid_on=paid_on,
    )
    signature = Underwriting().rules(application.line).signature
    work.publish(telling.settled(application, amount + held, signature, at=work.now))
    return application


async def grant_credit(change: Change, reference: str, work: Work) -> Application:
    """Cover may begin before the premium is there."""
    application = await fetch(change, work)
    rules, by = Underwriting().rules(application.line), change.by.subject
    settle.grant_credit(application, rules, reference=reference, by=by, at=work.now)
    granted = application.first_premium
    work.publish(telling.settled(application, granted, rules.signature, at=work.now))
    return application
