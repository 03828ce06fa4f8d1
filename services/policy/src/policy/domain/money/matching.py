"""Whose money an entry is. The first rule that hits wins; a name or an amount alone never books.

1 known already       its key was imported before (kept away by the import); perhaps: suspense
2 takes back          a reversal or return: the payment it names, or one of the invoice it names
3 reference           a valid RF of ours in its own field
4 reference in text   a valid RF of ours in the payer's words
5 end-to-end          the reference of a collection, a refund or a return of ours
6 policy and amount   a policy number in the words, and an open invoice of that very amount
7 payer and amount    an account that paid before, and exactly one open invoice of that amount
8 otherwise           suspense, for a person
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from policy.domain.money.account import Account, Standing
from policy.domain.money.doubt import Doubt
from policy.domain.money.invoice import Invoice
from policy.domain.money.reference import read_reference, references_in
from policy.domain.money.refund import BACK_FROM, Refund
from policy.domain.money.refund import Status as RefundStatus
from policy.domain.money.statement import Entry
from policy.domain.money.suspense import Status as Returned
from policy.domain.money.suspense import Suspense
from policy.domain.money.taking_back import Original, Originals, calls, fee_of

_POLICY: Final = re.compile(r"P-[0-9]{4}-[0-9]{6,12}")


class Rule(StrEnum):
    """Which rule found whose money it is."""

    TAKES_BACK = "takes_back"
    REFERENCE = "reference"
    REFERENCE_IN_TEXT = "reference_in_text"
    END_TO_END = "end_to_end"
    POLICY_AND_AMOUNT = "policy_and_amount"
    PAYER_AND_AMOUNT = "payer_and_amount"
    NONE = "none"


@dataclass(kw_only=True)
class Known:
    """What there is to match with: only what the entries at hand could mean."""

    accounts: dict[UUID, Account] = field(default_factory=dict)
    by_reference: dict[str, tuple[Account, Invoice]] = field(default_factory=dict)
    by_number: dict[str, Account] = field(default_factory=dict)
    by_payer: Mapping[str, frozenset[UUID]] = field(default_factory=dict)
    """The contracts an account has paid for before."""
    refunds: Mapping[str, Refund] = field(default_factory=dict)
    """By end-to-end id."""
    returned: Mapping[str, Suspense] = field(default_factory=dict)
    """What was sent back from suspense, by end-to-end id."""
    originals: Originals = field(default_factory=Originals)

    def keep(self, account: Account) -> None:
        """Make an account known by all it can be called."""
        self.accounts[account.policy_id] = account
        self.by_number[account.number] = account
        for invoice in account.invoices:
            self.by_reference[invoice.reference] = (account, invoice)


@dataclass(frozen=True, kw_only=True)
class Match:
    """What an entry is, or why nobody knows."""

    rule: Rule
    account: Account | None = None
    invoice: Invoice | None = None
    refund: Refund | None = None
    returned: Suspense | None = None
    original: Original | None = None
    doubt: Doubt | None = None


@dataclass(frozen=True, kw_only=True)
class Clues:
    """What of the entries can be asked for at once."""

    references: frozenset[str]
    numbers: frozenset[str]
    payers: frozenset[str]
    taken_back: frozenset[str]
    returned: frozenset[str]
    """The references of ours that returns carry."""
    bounced: frozenset[str]
    """The end-to-end ids of what came back to us."""
    end_to_end: frozenset[str]


def clues(entries: Iterable[Entry]) -> Clues:
    """Everything the entries mention."""
    references: set[str] = set()
    numbers: set[str] = set()
    payers: set[str] = set()
    taken_back: set[str] = set()
    returned: set[str] = set()
    bounced: set[str] = set()
    sent: set[str] = set()
    for one in entries:
        if one.takes_back:
            taken_back.update(calls(one))
            returned.update(named(one))
            bounced.update(filter(None, [one.end_to_end] if one.amount.amount > 0 else []))
            continue
        if one.amount.amount < 0:
            sent.update(filter(None, [one.end_to_end]))
            continue
        for _, candidates in _references(one):
            references.update(candidates)
        numbers.update(_POLICY.findall(" ".join(one.texts)))
        if one.payer_account:
            payers.add(one.payer_account)
    return Clues(
        references=frozenset(references),
        numbers=frozenset(numbers),
        payers=frozenset(payers),
        taken_back=frozenset(taken_back),
        returned=frozenset(returned),
        bounced=frozenset(bounced),
        end_to_end=frozenset(sent),
    )


def match(entry: Entry, known: Known) -> Match:
    """Find whose money it is."""
    if entry.perhaps_known:
        return Match(rule=Rule.NONE, doubt=Doubt.PERHAPS_KNOWN)
    if entry.takes_back:
        return _bounced(entry, known) if entry.amount.amount > 0 else _taken_back(entry, known)
    if entry.amount.amount < 0:
        return _sent_by_us(entry, known)
    found = _by_reference(entry, known) or _by_amount(entry, known)
    if found is None or found.account is None:
        return Match(rule=Rule.NONE, doubt=Doubt.UNKNOWN)
    return _questioned(found, found.account, entry)


def _sent_by_us(entry: Entry, known: Known) -> Match:
    called = entry.end_to_end or ""
    back = known.returned.get(called)
    if back is not None and back.status is Returned.RETURNED and not (back.amount + entry.amount):
        return Match(rule=Rule.END_TO_END, returned=back)
    refund = known.refunds.get(called)
    under_way = refund is not None and refund.status is RefundStatus.SENT
    if refund is None or not under_way or refund.amount.amount != -entry.amount.amount:
        return Match(rule=Rule.NONE, doubt=Doubt.MONEY_OUT)
    return Match(rule=Rule.END_TO_END, refund=refund)


def _questioned(found: Match, account: Account, entry: Entry) -> Match:
    """Found, but perhaps not ours to book."""
    if account.currency != entry.amount.currency:
        return Match(rule=found.rule, doubt=Doubt.OTHER_CURRENCY)
    if account.standing is Standing.LAPSED:
        in_time = entry.paid_on < account.ends_on  # the first day without cover
        doubt = Doubt.PAID_IN_TIME if in_time else Doubt.AFTER_LAPSE
        return Match(rule=found.rule, account=account, doubt=doubt)
    return found


def _bounced(entry: Entry, known: Known) -> Match:
    """Our refund comes back to us, from a bank that could not pay it out."""
    refund = known.refunds.get(entry.end_to_end or "")
    account = known.accounts.get(refund.policy_id) if refund is not None else None
    if refund is None or account is None or refund.status not in BACK_FROM:
        return Match(rule=Rule.TAKES_BACK, doubt=Doubt.NO_ORIGINAL)
    if entry.amount + fee_of(entry) != refund.amount:
        return Match(rule=Rule.TAKES_BACK, doubt=Doubt.OTHER_AMOUNT)
    return Match(rule=Rule.END_TO_END, account=account, refund=refund)


def _taken_back(entry: Entry, known: Known) -> Match:
    found = known.originals.meant(entry)
    if found is Doubt.NO_ORIGINAL and (invoice := _invoice_of(entry, known)) is not None:
        found = known.originals.paid(invoice.id, entry)
    if isinstance(found, Doubt):
        return Match(rule=Rule.TAKES_BACK, doubt=found)
    account = known.accounts.get(found.journal.policy_id) if found.journal.policy_id else None
    if account is None and found.waits is None:
        return Match(rule=Rule.TAKES_BACK, doubt=Doubt.NO_ORIGINAL)
    return Match(rule=Rule.TAKES_BACK, account=account, original=found)


def _invoice_of(entry: Entry, known: Known) -> Invoice | None:
    written = (known.by_reference[one] for one in named(entry) if one in known.by_reference)
    return next((invoice for _, invoice in written), None)


def _references(entry: Entry) -> Iterator[tuple[Rule, tuple[str, ...]]]:
    """What could be references, in the order of the rules; read only as far as they are needed."""
    if entry.reference and (structured := read_reference(entry.reference)):
        yield Rule.REFERENCE, (structured,)
    yield Rule.REFERENCE_IN_TEXT, references_in(entry.texts)
    if entry.end_to_end and (collected := read_reference(entry.end_to_end)):
        yield Rule.END_TO_END, (collected,)


def _by_reference(entry: Entry, known: Known) -> Match | None:
    for rule, references in _references(entry):
        for reference in references:
            if reference in known.by_reference:
                account, invoice = known.by_reference[reference]
                return Match(rule=rule, account=account, invoice=invoice)
    return None


def _by_amount(entry: Entry, known: Known) -> Match | None:
    named = {
        known.by_number[number].policy_id: known.by_number[number]
        for number in _POLICY.findall(" ".join(entry.texts))
        if number in known.by_number
    }
    payers = known.by_payer.get(entry.payer_account or "", frozenset())
    paid_before = {one: known.accounts[one] for one in payers if one in known.accounts}
    for rule, accounts in (
        (Rule.POLICY_AND_AMOUNT, named),
        (Rule.PAYER_AND_AMOUNT, paid_before),
    ):
        fitting = [
            (account, invoice)
            for account in accounts.values()
            for invoice in account.owed
            if invoice.open == entry.amount
        ]
        if len(fitting) == 1 or (fitting and rule is Rule.POLICY_AND_AMOUNT and len(accounts) == 1):
            account, invoice = fitting[0]  # of equal instalments of one policy, the oldest due
            return Match(rule=rule, account=account, invoice=invoice)
    return None


def named(entry: Entry) -> tuple[str, ...]:
    """Everything in it that could be a reference of ours."""
    return tuple(one for _, references in _references(entry) for one in references)
