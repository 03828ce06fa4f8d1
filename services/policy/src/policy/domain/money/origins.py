"""Whose money a customer's credit is: it goes back to whoever paid it, and nowhere else (M-12).

What came too much is of its payer; what a credit note gives back, of whoever last paid premium. A
payer of None came without an account.
"""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from chassis.money import CurrencyMismatch, Money
from policy.domain.money.account import Account, NoCredit
from policy.domain.money.origin import Origin

Payer = str | None


def give_credit(account: Account, more: Money, *, payer: Payer, entry_id: UUID | None) -> None:
    """The customer has more credit."""
    account.credit = account.credit + more
    came = Origin(payer=payer, entry_id=entry_id, amount=more)
    account.credit_from = (*account.credit_from, came)


def by_payer(account: Account) -> dict[Payer, Money]:
    """All of the credit, the oldest first."""
    nothing, found = Money.zero(account.currency), dict[Payer, Money]()
    for one in account.credit_from:
        found[one.payer] = found.get(one.payer, nothing) + one.amount
    return found


def free(account: Account, promised: Mapping[Payer, Money]) -> dict[Payer, Money]:
    """What of it no refund waits for."""
    nothing = Money.zero(account.currency)
    left = {to: has - promised.get(to, nothing) for to, has in by_payer(account).items()}
    return {to: amount for to, amount in left.items() if amount > nothing}


def payer_of(account: Account, amount: Money, promised: Mapping[Payer, Money]) -> Payer:
    """To whom so much goes back: a refund has one receiver."""
    if amount.currency != account.currency:
        raise CurrencyMismatch(f"the credit is in {account.currency}", field="/amount/currency")
    left = free(account, promised)
    for to, there in left.items():
        if amount <= there:
            return to
    most = max(left.values(), default=Money.zero(account.currency))
    raise NoCredit(
        f"{account.number} has {account.credit} of credit, and at most {most} goes back to one",
        field="/amount",
    )


def take_credit(account: Account, amount: Money) -> None:
    """So much is used for what is owed, the oldest first."""
    _take(account, amount, tuple(account.credit_from))


def take_back(account: Account, amount: Money, *, entry_id: UUID | None) -> None:
    """The bank took a payment back: its own credit goes first."""
    its = tuple(one for one in account.credit_from if entry_id and one.entry_id == entry_id)
    _take(account, amount, (*its, *(one for one in account.credit_from if one not in its)))


def send_back(account: Account, amount: Money, *, payer: Payer) -> None:
    """It goes back to whom it is of."""
    if amount > by_payer(account).get(payer, Money.zero(account.currency)):
        raise NoCredit(f"{account.number} has {account.credit} of credit, not all of that payer's")
    _take(account, amount, tuple(one for one in account.credit_from if one.payer == payer))


def _take(account: Account, amount: Money, first: tuple[Origin, ...]) -> None:
    """From these, in turn."""
    account.credit = account.credit - amount
    taken: dict[int, Money] = {}
    for one in first:
        taken[id(one)] = part = min(amount, one.amount)
        amount = amount - part
    left = [
        replace(one, amount=one.amount - taken[id(one)]) if id(one) in taken else one
        for one in account.credit_from
    ]
    account.credit_from = tuple(one for one in left if one.amount)
