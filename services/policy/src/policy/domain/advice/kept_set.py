"""Which risks to keep when not all fit: the set with the greatest advantage within capacity."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Final

from policy.domain.advice.situation import ZERO

MOST: Final = 12
"""Every set is tried: 4096 of them."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A risk that is worth keeping by itself."""

    id: str
    maximum_loss: Decimal
    advantage: Decimal


def best_kept(candidates: Sequence[Candidate], free: Decimal) -> frozenset[str]:
    """The ids to keep; of two sets alike, the one that can lose less, and then by their names."""
    ordered = sorted(candidates, key=lambda one: one.id)
    sets = (
        chosen
        for size in range(len(ordered) + 1)
        for chosen in combinations(ordered, size)
        if _most(chosen) <= free
    )
    found = min(sets, key=_rank)
    return frozenset(one.id for one in found)


def _most(chosen: Sequence[Candidate]) -> Decimal:
    return sum((one.maximum_loss for one in chosen), ZERO)


def _rank(chosen: Sequence[Candidate]) -> tuple[Decimal, Decimal, tuple[str, ...]]:
    advantage = sum((one.advantage for one in chosen), ZERO)
    return -advantage, _most(chosen), tuple(one.id for one in chosen)
