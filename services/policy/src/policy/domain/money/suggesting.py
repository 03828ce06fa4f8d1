"""What money in suspense might be: likenesses with a score, none of which books anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from chassis.money import Money
from policy.domain.money.refund import Refund
from policy.domain.money.suspense import Suspense
from policy.domain.money.taking_back import Original

_SAME_AMOUNT: Final = 40
_SAME_NAME: Final = 70
_SAME_ACCOUNT: Final = 90
_NAMED: Final = 90


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A likeness: so many points of a hundred."""

    invoice_id: UUID
    invoice: str
    policy_id: UUID
    open: Money
    score: int


@dataclass(frozen=True, kw_only=True)
class RefundSuggestion:
    """A refund under way that money which went out may be: so many points of a hundred."""

    refund_id: UUID
    policy_id: UUID
    amount: Money
    to_account: str | None
    score: int


@dataclass(frozen=True, kw_only=True)
class PaymentSuggestion:
    """A payment that money which the bank took may have been: so many points of a hundred."""

    payment_id: UUID
    policy_id: UUID | None
    amount: Money
    paid_on: date
    payer_account: str | None
    score: int


def payments_like(
    out: Money, payer: str | None, alike: Iterable[Original], paid_on: Mapping[UUID, date]
) -> list[PaymentSuggestion]:
    """Those of this very amount, the likeliest first: what came from the account it went to."""
    found = [
        PaymentSuggestion(
            payment_id=one.journal.entry_id,
            policy_id=one.journal.policy_id,
            amount=one.came,
            paid_on=paid_on[one.journal.entry_id],
            payer_account=one.payer_account,
            score=_SAME_ACCOUNT if payer and payer == one.payer_account else _SAME_AMOUNT,
        )
        for one in alike
        if one.came == out and one.journal.entry_id is not None
    ]
    return sorted(found, key=lambda one: (-one.score, one.payment_id))


def refunds_like(
    waiting: Suspense, alike: Iterable[Refund], names: Mapping[UUID, str]
) -> list[RefundSuggestion]:
    """Which it may be, the likeliest first. None that went to another account than this did.

    `alike` are refunds under way of this very amount; `names` of the customers they are for.
    """
    found = [
        RefundSuggestion(
            refund_id=one.id,
            policy_id=one.policy_id,
            amount=one.amount,
            to_account=one.to_account,
            score=_likeness(waiting, one, names.get(one.customer_id)),
        )
        for one in alike
        if None in {waiting.payer_account, one.to_account}
        or waiting.payer_account == one.to_account
    ]
    return sorted(found, key=lambda one: (-one.score, one.refund_id))


def _likeness(waiting: Suspense, refund: Refund, name: str | None) -> int:
    if waiting.payer_account is not None and waiting.payer_account == refund.to_account:
        return _SAME_ACCOUNT
    if name is not None and waiting.payer is not None and _plain(name) == _plain(waiting.payer):
        return _SAME_NAME
    return _SAME_AMOUNT


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def suggestions(waiting: Suspense, alike: Iterable[Any]) -> list[Suggestion]:
    """What it might be, the likeliest first: the amount counts, and the contract named even more.

    `alike` are open invoices of this very amount: `id`, `number`, `policy_id`.
    """
    found = [
        Suggestion(
            invoice_id=one.id,
            invoice=one.number,
            policy_id=one.policy_id,
            open=waiting.amount,
            score=_NAMED if waiting.policy_id == one.policy_id else _SAME_AMOUNT,
        )
        for one in alike
    ]
    return sorted(found, key=lambda one: (-one.score, one.invoice))
