"""A premium taken down by hand, and money at our bank that may be the same: never counted twice.

A cashier looks at the bank first: what lies there for the application is taken off what is left to
pay, and what was taken down as come by our bank is what its line brings later.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from chassis.errors import Conflict
from chassis.money import Money
from policy.domain.application import Application, Means, Status
from policy.domain.money.suspense import Suspense

BY_OUR_BANK: Final[frozenset[Means | None]] = frozenset({"bank_transfer", "cheque"})
"""What a statement of ours will show, as a line of its own."""


class PremiumAtBank(Conflict, code="premium-at-bank"):
    """Money at our bank may be this very premium: use that, or say that this came beside it."""


class Likeness(StrEnum):
    """What a line of our bank is to a premium that was taken down by hand."""

    OTHER = "other"
    SAME = "same"
    UNCLEAR = "unclear"


def likeness(application: Application, amount: Money) -> Likeness:
    """Whether a line that names the application brings what was taken down for it by hand."""
    written = application.received
    if written is None or application.means in {"cash", "card"}:
        return Likeness.OTHER
    if application.means in BY_OUR_BANK and amount == written:
        return Likeness.UNCLEAR if application.status is Status.WITHDRAWN else Likeness.SAME
    return Likeness.UNCLEAR


def must_not_be_at_bank(
    application: Application, amount: Money, *, means: Means | None, at_bank: Iterable[Suspense]
) -> None:
    """Refuse what may be there already; `at_bank` names the application, or is of this amount."""
    asked = application.invoiced
    if asked is None or amount.currency != asked.currency:
        return
    held = Money.zero(asked.currency)
    for one in at_bank:
        if one.is_held:
            held = held + one.amount
        elif one.application_id == application.id or means not in {"cash", "card"}:
            raise PremiumAtBank(
                f"{one.amount} of {one.booked_on} waits in suspense ({one.id}): hold it for"
                f" {application.number} if it is this premium, or say that this came beside it",
                field="/beside_bank",
            )
    if held and amount + held > asked:
        raise PremiumAtBank(
            f"{held} lies at our bank for {application.number}: {asked - held} is left to pay; say"
            " so if this came beside it",
            field="/amount",
        )
