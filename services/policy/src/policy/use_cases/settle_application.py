"""The invoice, and the premium or the credit that lets cover begin."""

from datetime import date
from uuid import UUID

from chassis.money import Money
from chassis.work import Work
from policy.domain.application import Application
from policy.domain.period import local_day
from policy.domain.sale import settle, telling
from policy.storage import Applications, Underwriting
from policy.use_cases.money.hold_deposits import settle_from_deposits
from policy.use_cases.read_application import Change, fetch
from policy.use_cases.want_document import want_invoice


async def invoice_application(change: Change, due_on: date, work: Work) -> Application:
    """Ask for the first payment; what came before it was asked for counts."""
    application = await fetch(change, work)
    today = local_day(work.now, application.offer.period.time_zone)
    settle.invoice(
        application,
        due_on=due_on,
        today=today,
        credit_days=Underwriting().credit_days(application.line),
        by=change.by.subject,
        at=work.now,
    )
    work.publish(telling.invoiced(application))
    want_invoice(application.id, work)
    await settle_from_deposits(application, by=change.by.subject, work=work)
    return application


async def premium_received(
    application_id: UUID,
    amount: Money,
    reference: str,
    *,
    paid_on: date | None = None,
    by: str,
    work: Work,
) -> Application:
    """The money of the invoice is there, since that day: finance says so."""
    application = await Applications(work).by_id(application_id)
    settle.receive_premium(
        application, amount, reference=reference, by=by, at=work.now, paid_on=paid_on
    )
    work.publish(telling.settled(application, amount, at=work.now))
    return application


async def grant_credit(change: Change, reference: str, work: Work) -> Application:
    """Cover may begin before the premium is there."""
    application = await fetch(change, work)
    rules, by = Underwriting().rules(application.line), change.by.subject
    settle.grant_credit(application, rules, reference=reference, by=by, at=work.now)
    assert application.invoiced is not None
    work.publish(telling.settled(application, application.invoiced, at=work.now))
    return application
