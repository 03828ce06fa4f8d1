"""The rules of collection, as data: our accounts, waiting times, tolerances, return reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from chassis.money import Money
from contracts.policy.premiums import PayTo
from policy.domain.money.line import Line


@dataclass(frozen=True, kw_only=True)
class ReturnReason:
    """What a bank's code for money that went back means, and what we do then."""

    code: str
    meaning: str
    action: str
    tell: bool
    """Whether the customer is written to; not to the dead, and not for a mistake of ours."""
    hold: bool
    """Whether reminders stop until a person has looked."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How we collect. Amounts without a currency are in the currency of the account."""

    our_accounts: Mapping[str, str]
    """Each with its currency."""
    pay_to: Mapping[str, PayTo]
    """By currency, which of them customers are told to pay to."""
    issue_days_before: int
    tolerance: Decimal
    tolerance_share: Decimal
    refund_after_days: int
    watched_payer_above: Decimal
    """An unknown payer of so much is flagged (money laundering)."""
    refund_alone_up_to: Decimal
    """Above it a second person agrees to a refund, or to sending money back from suspense."""
    refund_alone_within_days: int
    """What one person sent alone in so many days counts towards it, so that nobody splits it."""
    returns: tuple[ReturnReason, ...]

    def __post_init__(self) -> None:
        """Nobody is sent to an account where the payment would not be booked."""
        for currency, ours in self.pay_to.items():
            if self.our_accounts.get(ours.account) != currency:
                raise ValueError(f"{ours.account} is no account of ours in {currency}")

    @property
    def refund_after(self) -> timedelta:
        """How long credit waits for the customer's wish."""
        return timedelta(days=self.refund_after_days)

    @property
    def refund_alone_within(self) -> timedelta:
        """How far back we count what one person sent alone."""
        return timedelta(days=self.refund_alone_within_days)

    def is_small(self, missing: Money, of: Money) -> bool:
        """Whether so little is missing that we let it be (M-02)."""
        share = of.amount * self.tolerance_share
        return missing.amount <= self.tolerance and missing.amount <= share

    def reason(self, code: str) -> ReturnReason:
        """What a code means; one we do not know is for a person to look at."""
        for known in self.returns:
            if known.code == code:
                return known
        return ReturnReason(
            code=code, meaning="unknown to us", action="contact", tell=True, hold=False
        )


def as_sold(line: Line) -> Decimal | None:
    """The rate of a levy on the day it arises, where no table says otherwise: as it was sold."""
    return line.rate
