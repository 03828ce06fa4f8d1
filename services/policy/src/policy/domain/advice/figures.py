"""The arithmetic of keeping a risk (facts 5.1), exact until it is rounded half up to the cent.

V = P(1 + r) - [EL(1 + r/2) + a + F(r - i)]          in money of the year's end
V = P - [PV(EL) + a + F(r - i) x annuity]            in money of today, for losses of many years
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from policy.domain.advice.method import Shares
from policy.domain.advice.situation import ZERO, Kept, Loss, Means, Option, Risk

CENT: Final = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """Half up, as invoices do."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def annuity(rate: Decimal, years: int) -> Decimal:
    """What 1 at each of so many year ends is worth today."""
    return Decimal(years) if not rate else (1 - (1 + rate) ** -years) / rate


def capacity(means: Means, shares: Shares) -> Decimal | None:
    """The most that all kept risks together may cost in a year; None when means are unknown."""
    if means.free is None or means.yearly is None:
        return None
    return max(ZERO, min(shares.liquid * means.free, shares.yearly * means.yearly))


def free_capacity(whole: Decimal, kept: Sequence[Kept]) -> Decimal:
    """What the risks that are kept already leave."""
    return max(ZERO, whole - sum((one.maximum_loss for one in kept), ZERO))


def losses_of(risk: Risk) -> tuple[Loss, ...] | None:
    """Its losses: those told, or one of average size as often as told; None when unknown."""
    if risk.losses:
        return risk.losses
    if risk.frequency is None or risk.severity is None:
        return None
    return (Loss(amount=risk.severity, probability=risk.frequency),)


def retained(losses: Sequence[Loss], deductible: Decimal) -> Decimal:
    """What is expected to stay with the customer under a deductible: E[min(X, d)]."""
    return sum((loss.probability * min(loss.amount, deductible) for loss in losses), ZERO)


def expected_loss(losses: Sequence[Loss]) -> Decimal:
    """What is lost in an average year."""
    return sum((loss.probability * loss.amount for loss in losses), ZERO)


def fullest(options: Sequence[Option]) -> Option | None:
    """The cover that leaves least with the customer: keeping is compared with it."""
    return min(options, key=lambda option: option.deductible, default=None)


def present_value(loss: Decimal, rate: Decimal, years: int | None) -> Decimal:
    """What losses paid in equal parts at year ends are worth today; within the year: themselves."""
    return loss if years is None else loss / years * annuity(rate, years)


def standby_cost(risk: Risk, own: Decimal, liquid: Decimal) -> Decimal:
    """What being able to bear the risk costs in a year: a fund that earns less, a credit line."""
    return risk.fund * (own - liquid) + risk.credit_line_cost


def cost_of_keeping(risk: Risk, layer: Decimal, *, own: Decimal, liquid: Decimal) -> Decimal:
    """The bracket of V: what keeping the insured layer of expected loss costs."""
    standby = standby_cost(risk, own, liquid)
    if risk.paid_over_years is None:
        return layer * (1 + own / 2) + risk.handling_cost + standby
    years = risk.paid_over_years
    return present_value(layer, own, years) + risk.handling_cost + standby * annuity(own, years)


def cost_of_insuring(risk: Risk, premium: Decimal, *, own: Decimal) -> Decimal:
    """The premium, in the money that keeping is counted in."""
    return premium * (1 + own) if risk.paid_over_years is None else premium
