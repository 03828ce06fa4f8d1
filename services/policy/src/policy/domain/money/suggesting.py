"""What money in suspense might be: likenesses with a score, none of which books anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from chassis.money import Money
from policy.domain.money.suspense import Suspense

_SAME_AMOUNT: Final = 40
_NAMED: Final = 90


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A likeness: so many points of a hundred."""

    invoice_id: UUID
    invoice: str
    policy_id: UUID
    open: Money
    score: int


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
