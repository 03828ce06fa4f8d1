"""One entry of a statement is booked: matched, received or taken back, or put in suspense."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from contracts.policy import PaymentHeld
from policy.domain.money.account import Account, Effects
from policy.domain.money.doubt import Doubt
from policy.domain.money.in_doubt import in_doubt
from policy.domain.money.ledger import Journal
from policy.domain.money.matching import Known, Match, Rule, match
from policy.domain.money.opening import NewId
from policy.domain.money.receiving import Payment, receive
from policy.domain.money.refund import Refund
from policy.domain.money.reversing import reverse
from policy.domain.money.rules import Rules
from policy.domain.money.statement import Entry
from policy.domain.money.suspense import Suspense
from policy.domain.money.taking_back import Original, fee_of, off_the_bank
from policy.domain.money.telling import whose
from policy.domain.money.unidentified import unidentified

BY_BANK: Final = "bank"


class Outcome(StrEnum):
    """What came of an entry."""

    BOOKED = "booked"
    REVERSED = "reversed"
    CONFIRMED = "confirmed"
    """It is a refund or a return that we sent."""
    SUSPENSE = "suspense"
    NOTHING = "nothing"
    """It moves no money."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What every entry of a statement is booked with."""

    known: Known
    rules: Rules
    at: datetime


@dataclass(kw_only=True)
class Booked:
    """An entry, and what came of it."""

    id: UUID
    entry: Entry
    outcome: Outcome
    rule: Rule
    policy_id: UUID | None = None
    flags: list[str] = field(default_factory=list)
    effects: Effects = field(default_factory=Effects)
    suspense: Suspense | None = None
    deposit_of: UUID | None = None
    """The application whose premium the bank took back."""
    failed: Refund | None = None
    """Our refund that came back."""


def book(entry: Entry, desk: Desk, *, new_id: NewId) -> Booked:
    """Do with it what the rules say; what it paid may be taken back by another one at this desk."""
    entry_id = new_id()
    if not entry.amount:  # banks close a period with such a line
        return Booked(id=entry_id, entry=entry, outcome=Outcome.NOTHING, rule=Rule.NONE)
    found = match(entry, desk.known)
    if found.doubt is not None:
        return _waiting(entry, found, (entry_id, new_id()), desk)
    if found.refund is not None and found.account is not None:
        return _bounced(entry, entry_id, found.account, found.refund, desk)
    if (sent := found.refund or found.returned) is not None:
        sent.confirm()
        return Booked(
            id=entry_id,
            entry=entry,
            outcome=Outcome.CONFIRMED,
            rule=found.rule,
            policy_id=sent.policy_id,
        )
    if found.original is not None:
        return _back(entry, entry_id, found, found.original, desk, new_id=new_id)
    if found.account is None:
        raise LookupError(f"a match without an account: {found}")
    return _received(entry, (entry_id, new_id()), found, found.account, desk)


def _received(
    entry: Entry, ids: tuple[UUID, UUID], found: Match, account: Account, desk: Desk
) -> Booked:
    entry_id, journal_id = ids
    payment = Payment(
        entry_id=entry_id,
        journal_id=journal_id,
        amount=entry.amount,
        paid_on=entry.paid_on,
        booked_on=entry.booked_on,
        payer_account=entry.payer_account,
        charges=fee_of(entry),
    )
    effects = receive(account, payment, named=found.invoice, rules=desk.rules, at=desk.at)
    desk.known.originals.keep(_original(entry, journal_id, effects.journals[0]))
    return Booked(
        id=entry_id,
        entry=entry,
        outcome=Outcome.BOOKED,
        rule=found.rule,
        policy_id=account.policy_id,
        flags=_flags(entry, account, effects, desk),
        effects=effects,
    )


def _bounced(entry: Entry, entry_id: UUID, account: Account, refund: Refund, desk: Desk) -> Booked:
    back = Payment(
        entry_id=entry_id, amount=entry.amount, paid_on=entry.paid_on, booked_on=entry.booked_on
    )
    code = entry.return_code or ""
    effects = refund.fail(account, code, back=back, fee=fee_of(entry), at=desk.at)
    return Booked(
        id=entry_id,
        entry=entry,
        outcome=Outcome.REVERSED,
        rule=Rule.END_TO_END,
        policy_id=account.policy_id,
        effects=effects,
        failed=refund,
    )


def _original(
    entry: Entry, journal_id: UUID, journal: Journal, *, waits: Suspense | None = None
) -> Original:
    return Original(
        journal_id=journal_id,
        journal=journal,
        end_to_end=entry.end_to_end,
        bank_reference=entry.bank_reference,
        payer_account=entry.payer_account,
        waits=waits,
    )


def _flags(entry: Entry, account: Account, effects: Effects, desk: Desk) -> list[str]:
    flags = []
    if any(getattr(one, "twice", False) for one in effects.events):
        flags.append("twice")
    if account.credit:
        flags.append("over")
    if entry.amount.amount > desk.rules.watched_payer_above:
        paid_before = desk.known.by_payer.get(entry.payer_account or "", ())
        if account.policy_id not in paid_before:
            flags.append("watched_payer")
    return flags


def _back(
    entry: Entry, entry_id: UUID, found: Match, original: Original, desk: Desk, *, new_id: NewId
) -> Booked:
    if found.account is None and original.waits is not None:
        return _gone(entry, entry_id, original, original.waits, desk)
    if found.account is None:
        raise LookupError(f"money of nobody that does not wait: {original}")
    effects = reverse(
        found.account,
        original.journal,
        original_id=original.journal_id,
        fee=fee_of(entry),
        rules=desk.rules,
        code=entry.return_code or "",
        new_id=new_id,
        entry_id=entry_id,
        booked_on=entry.booked_on,
        at=desk.at,
    )
    desk.known.originals.forget(original)
    return Booked(
        id=entry_id,
        entry=entry,
        outcome=Outcome.REVERSED,
        rule=Rule.TAKES_BACK,
        policy_id=found.account.policy_id,
        flags=[desk.rules.reason(entry.return_code or "").action],
        effects=effects,
    )


def _gone(entry: Entry, entry_id: UUID, original: Original, waits: Suspense, desk: Desk) -> Booked:
    """It lay in suspense: what waits for a person, or for its contract, is not there any more."""
    reason = desk.rules.reason(entry.return_code or "")
    deposit_of = waits.application_id if waits.is_held else None
    waits.take_back(code=reason.code, by=BY_BANK, at=desk.at)
    journal = off_the_bank(
        original, fee=fee_of(entry), entry_id=entry_id, booked_on=entry.booked_on, at=desk.at
    )
    desk.known.originals.forget(original)
    return Booked(
        id=entry_id,
        entry=entry,
        outcome=Outcome.REVERSED,
        rule=Rule.TAKES_BACK,
        flags=[reason.action],
        effects=Effects(journals=[journal]),
        deposit_of=deposit_of,
    )


def _waiting(entry: Entry, found: Match, ids: tuple[UUID, UUID], desk: Desk) -> Booked:
    entry_id, journal_id = ids
    account = found.account
    journal = unidentified(
        entry.amount,
        entry_id=entry_id,
        booked_on=entry.booked_on,
        at=desk.at,
        journal_id=journal_id,
    )
    effects = Effects(journals=[journal])
    if account is not None and found.doubt in (Doubt.AFTER_LAPSE, Doubt.PAID_IN_TIME):
        effects.events.append(
            PaymentHeld(**whose(account), amount=entry.amount, paid_on=entry.paid_on)
        )
    waits = in_doubt(entry, entry_id, entry.amount, found.doubt or Doubt.UNKNOWN, account)
    if entry.amount.amount > 0:
        desk.known.originals.keep(_original(entry, journal_id, journal, waits=waits))
    return Booked(
        id=entry_id,
        entry=entry,
        outcome=Outcome.SUSPENSE,
        rule=found.rule,
        policy_id=None,
        effects=effects,
        suspense=waits,
    )
