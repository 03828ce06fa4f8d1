"""A contract says what a whole term costs on the terms that it shows."""

from decimal import Decimal
from typing import Any

import pytest
from arranged.homes import a_home, changes

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA


async def read(stage: Stage, policy: str, **query: str) -> Any:
    answer = await stage.http.get(
        f"/v1/policies/{policy}",
        params=query,
        headers=stage.as_(Role.CUSTOMER, customer_id=MARIA),
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def adds_up(shown: Any) -> Decimal:
    """The covers shown come to the net premium, and with the levies to the total."""
    whole = shown["whole_term"]
    covers = sum(Decimal(one["premium"]["amount"]) for one in shown["covers"])
    levies = sum(Decimal(one["amount"]) for one in whole["levies"].values())
    assert Decimal(whole["premium"]["amount"]) == covers
    assert Decimal(whole["total"]["amount"]) == covers + levies
    return Decimal(whole["total"]["amount"])


async def test_a_year_costs_what_was_agreed(stage: Stage) -> None:
    shown = await read(stage, await a_home(stage))

    assert adds_up(shown) == Decimal("242.10")
    assert set(shown["whole_term"]["levies"]) >= {"ES-IPS", "ES-CCS"}


async def test_after_a_change_a_year_costs_what_the_new_terms_do(stage: Stage) -> None:
    policy = await a_home(stage)
    await changes(stage, policy, contents_sum="80000.00")

    before = await read(stage, policy, at="2026-09-01T12:00:00Z")
    after = await read(stage, policy, at="2026-11-01T12:00:00Z")

    assert adds_up(before) == Decimal("242.10")
    assert adds_up(after) > adds_up(before)
    assert after["premium"] == before["premium"]


async def test_instalments_are_in_it(stage: Stage) -> None:
    shown = await read(stage, await a_home(stage, payment_mode="monthly"))

    covers = sum(Decimal(one["premium"]["amount"]) for one in shown["covers"])
    assert Decimal(shown["whole_term"]["premium"]["amount"]) > covers


@pytest.mark.parametrize("at", ["2027-06-01T12:00:00Z"])
async def test_after_the_term_no_price_is_known(stage: Stage, at: str) -> None:
    shown = await read(stage, await a_home(stage), at=at)

    assert (shown["terms"], shown["whole_term"]) == (None, None)
