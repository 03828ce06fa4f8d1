"""Where a part of a customer's credit came from."""

from dataclasses import dataclass
from uuid import UUID

from chassis.money import Money


@dataclass(frozen=True, kw_only=True)
class Origin:
    """So much, and the account it came from; None where it had none."""

    payer: str | None
    entry_id: UUID | None
    """The line of the bank statement; None of what a credit note gave back."""
    amount: Money
