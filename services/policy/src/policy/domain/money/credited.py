"""Where a credit note went: off what was not paid, off what was given up, and back to who paid.

The note says what is less; its journal says what became of it (L-6).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.money import Money
from policy.domain.money.account import Account
from policy.domain.money.invoice import NO_PREMIUM, Invoice, Kind
from policy.domain.money.ledger import CREDIT, RECEIVABLE, Posting


@dataclass(frozen=True, kw_only=True)
class Credited:
    """The parts of one credit note; together they are its amount."""

    off: tuple[tuple[Invoice, Money], ...]
    """What is not asked for any more, of invoices that were not paid."""
    given_up: Money
    """What had been written off: nobody paid it, so nobody is given it."""
    back: Money
    """What had been paid: the customer's credit."""
    paid: tuple[Invoice, ...]
    """The invoices it had been paid with, of the same days."""

    @property
    def corrects(self) -> list[str]:
        """The numbers of the invoices it takes back, in whole or in part."""
        found = {one.sequence: one.number for one, _ in self.off}
        found |= {one.sequence: one.number for one in self.paid}
        return [found[nth] for nth in sorted(found)]


def credited(note: Invoice, account: Account, journals: Sequence[Sequence[Posting]]) -> Credited:
    """Of a note of this account; `journals`: the postings of each of its notes, oldest first."""
    notes = [one for one in account.invoices if one.kind is Kind.CREDIT_NOTE]
    notes.sort(key=lambda one: one.sequence)
    postings = journals[notes.index(note)]
    known = {one.id: one for one in account.invoices}
    off = tuple(
        (known[one.invoice_id], Money(one.credit, account.currency))
        for one in postings
        if one.book == RECEIVABLE and one.invoice_id in known
    )
    nothing = Money.zero(account.currency)
    back = sum(
        (Money(one.credit, account.currency) for one in postings if one.book == CREDIT), nothing
    )
    return Credited(
        off=off,
        given_up=note.amount - back - sum((part for _, part in off), nothing),
        back=back,
        paid=tuple(_paid(note, account)) if back else (),
    )


def _paid(note: Invoice, account: Account) -> list[Invoice]:
    """What was paid by the day of the note for days that it is for."""
    return [
        one
        for one in account.invoices
        if one.kind not in NO_PREMIUM
        and one.sequence < note.sequence
        and one.settled
        and (one.paid_on is None or one.paid_on <= note.issue_on)
        and one.covers_from < note.covers_until
        and one.covers_until > note.covers_from
    ]
