"""The bank took back what was held for an application: without its premium there is no contract."""

from collections.abc import Iterable
from uuid import UUID

from chassis.money import Money
from chassis.work import Work
from policy.domain.application import Status
from policy.domain.money.booking import BY_BANK, Booked
from policy.domain.money.taking_back import taken
from policy.domain.sale import telling
from policy.domain.sale.settle import lose_premium
from policy.storage import Applications
from policy.storage.money.rules import collection_rules
from policy.storage.money.suspense import SuspenseQueue
from policy.use_cases.raise_task import ask_about_premium


async def take_deposits_back(booked: Iterable[Booked], work: Work) -> None:
    """Ask for it again, and say so; of what we do not write about, a person is asked."""
    for one in booked:
        if one.deposit_of is not None:
            await _take_back(one, one.deposit_of, work)


async def _take_back(one: Booked, application_id: UUID, work: Work) -> None:
    application = await Applications(work).find(application_id)
    asked = application.invoiced if application is not None else None
    if application is None or asked is None:
        return
    await work.session.flush()
    nothing = Money.zero(asked.currency)
    held = await SuspenseQueue(work).held_for(application.id)
    still = sum((waits.amount for waits in held), nothing)
    code = one.entry.return_code or ""
    lose_premium(
        application, still=still, note=f"premium taken back {code}", by=BY_BANK, at=work.now
    )
    if application.status is not Status.INVOICED:
        return
    back = taken(one.entry)
    if not collection_rules().reason(code).tell:
        about = (
            f"the bank took {back} of {application.number} back ({code}): its first premium is open"
            " again. The customer was not written to."
        )
        ask_about_premium(application, about, work)
        return
    missing = asked - still - (application.received or nothing)
    work.publish(telling.payment_reversed(application, back, code=code, missing=missing))
