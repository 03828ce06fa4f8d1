"""The four classical reasons for keeping a risk, each with its figures: it holds, or it does not.

Year-end money, as V is: `V > 0` says the same as the first reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from policy.domain.advice.figures import cents, present_value, standby_cost
from policy.domain.advice.situation import Risk, Situation


class Reason(StrEnum):
    """Why one may keep a risk."""

    COSTS_LESS_THAN_LOADING = "costs_less_than_loading"
    """Keeping costs less than the loading in the premium."""
    SPREAD_OVER_TIME = "spread_over_time"
    """Losses are paid over a long time, and the capital earns meanwhile."""
    HIGH_RETURN = "high_return"
    """Own funds earn more than liquid money, and the unpaid premium earns more than standing by."""
    MEANS_SUFFICE = "means_suffice"
    """The largest loss can be borne, with all that is kept already."""


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """One reason, whether it holds (None: figures are missing), and by which figures."""

    reason: Reason
    holds: bool | None
    figures: Mapping[str, Decimal]


def weigh(
    situation: Situation,
    risk: Risk,
    *,
    premium: Decimal | None,
    layer: Decimal | None,
    cost: Decimal | None,
    advantage: Decimal | None,
    maximum_loss: Decimal | None,
    free: Decimal | None,
) -> tuple[Weighed, ...]:
    """All four."""
    bears = None if maximum_loss is None or free is None else maximum_loss <= free
    means = Weighed(
        reason=Reason.MEANS_SUFFICE,
        holds=bears,
        figures=_known(maximum_loss=maximum_loss, free_capacity=free),
    )
    if premium is None or layer is None or cost is None or advantage is None:
        unknown = (Weighed(reason=reason, holds=None, figures={}) for reason in list(Reason)[:3])
        return (*unknown, means)
    own, liquid = situation.return_on_own_funds, situation.return_on_liquid_money
    loading = premium - layer
    earned = layer - present_value(layer, own, risk.paid_over_years)
    standby = standby_cost(risk, own, liquid)
    return (
        Weighed(
            reason=Reason.COSTS_LESS_THAN_LOADING,
            holds=advantage > 0,
            figures=_known(retention_cost=loading - advantage, loading=loading),
        ),
        Weighed(
            reason=Reason.SPREAD_OVER_TIME,
            holds=earned > 0,
            figures=_known(expected_loss=layer, earned_meanwhile=earned),
        ),
        Weighed(
            reason=Reason.HIGH_RETURN,
            holds=own > liquid and premium * own > standby,
            figures=_known(earned_on_premium=premium * own, standby_cost=standby),
        ),
        means,
    )


def _known(**figures: Decimal | None) -> dict[str, Decimal]:
    return {name: cents(figure) for name, figure in figures.items() if figure is not None}
