"""An answer that costs less for no less cover: found by itself, whatever is changed beside it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pytest

from chassis.money import Money
from contracts.insured import Peril
from policy.domain.contract.agreed import Agreed, AgreedCover, KeptAnswer
from policy.domain.preservation.cheaper import cheaper_answers
from policy.domain.product import NotOffered
from policy.examples.contracts import VALENCIA

ZONES: Final = {"A": 10, "C": 30, "D": 90}
SOLD: Final[Mapping[str, KeptAnswer]] = {"zone": "C", "claims": 0, "sum": 100, "flood": True}


def rate(agreed: Agreed) -> Agreed:
    """Ten a loss, a tenth of the sum, flood by its zone; no flood is sold in D."""
    said = agreed.answers
    if said["flood"] and said["zone"] == "D":
        raise NotOffered("no flood in D", field="/answers/zone")
    house = _cover("house", int(said["sum"]), int(said["sum"]) // 10 + 10 * int(said["claims"]))
    flood = _cover("flood", 50, ZONES[str(said["zone"])])
    return replace(agreed, covers=(house, flood) if said["flood"] else (house,))


def _cover(name: str, limit: int, premium: int) -> AgreedCover:
    return AgreedCover(
        id=name,
        perils=(Peril.FIRE,),
        limit=Money(Decimal(limit), "EUR"),
        deductible=Money(Decimal(0), "EUR"),
        premium=Money(Decimal(premium), "EUR"),
    )


def terms(**other: KeptAnswer) -> Agreed:
    return rate(Agreed(place=VALENCIA, covers=(), answers={**SOLD, **other}))


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({}, {"zone": "A"}, ("zone",)),
        ({"zone": "A"}, {"zone": "C"}, ()),
        ({}, {"sum": 50}, ()),
        ({"claims": 2}, {"claims": 1, "sum": 300}, ("claims",)),
        ({"claims": 1}, {"claims": 2, "zone": "A"}, ("zone",)),
        ({}, {"zone": "A", "flood": False}, ("zone",)),
        ({"flood": False}, {"flood": False, "zone": "A"}, ()),
        ({"flood": False}, {"zone": "A", "flood": True}, ("zone",)),
        ({"flood": False, "zone": "D"}, {"zone": "C", "flood": True}, ("zone",)),
        ({}, {"flood": False}, ()),
    ],
)
def test_only_what_says_that_the_risk_is_smaller(
    before: dict[str, KeptAnswer], after: dict[str, KeptAnswer], found: tuple[str, ...]
) -> None:
    assert cheaper_answers(terms(**before), terms(**after), rate) == found
