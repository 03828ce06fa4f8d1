"""A next term begins: the last one's premium is earned to its end, and the next one is charged."""

from datetime import date, datetime

from chassis.errors import Conflict
from policy.domain.money.account import Account, Effects, Standing
from policy.domain.money.advancing import earn
from policy.domain.money.invoice import Kind
from policy.domain.money.opening import NewId, add_invoice, charge
from policy.domain.money.plan import instalments
from policy.domain.money.rules import Rules
from policy.domain.offer import Offer


class NotFollowing(Conflict, code="term-does-not-follow"):
    """A term is charged once, and only the one that begins where the last one ends."""


def extend_account(
    account: Account,
    offer: Offer,
    *,
    first_due_on: date,
    rules: Rules,
    new_id: NewId,
    at: datetime,
) -> Effects:
    """Plan the next term's instalments. Nobody pays sooner than `first_due_on`."""
    period = offer.period
    if account.standing is not Standing.OPEN or period.starts_on != account.ends_on:
        raise NotFollowing(f"{account.number} is charged until {account.ends_on}")
    journals = earn(account, account.ends_on, at=at)
    account.starts_on, account.ends_on = period.starts_on, period.ends_on
    account.earned_until, account.lines = period.starts_on, ()
    account.payment_mode = offer.payment_mode
    made = [
        add_invoice(
            account,
            Kind.INSTALMENT,
            one.lines,
            due_on=max(one.due_on, first_due_on) if nth == 0 else one.due_on,
            covers=(one.covers_from, one.covers_until),
            rules=rules,
            new_id=new_id,
            at=at,
        )
        for nth, one in enumerate(instalments(offer))
    ]
    account.touched()
    return Effects(journals=[*journals, charge(account, made, at=at)])
