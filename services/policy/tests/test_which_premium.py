"""Every clock about a premium says which it is, how much, and how it is paid."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from arranged.unpaid import (
    JUNE,
    MAY,
    OUR_ACCOUNTS,
    a_contract,
    clocks,
    paid,
    reference,
    unpaid,
    until,
)

from chassis.testing import Stage
from policy.domain.money.bank_account import printed_account


async def two_are_unpaid(stage: Stage) -> UUID:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await until(stage, datetime(2026, 6, 2, 8, tzinfo=UTC))
    return policy


async def test_two_premiums_give_two_clocks_that_can_be_told_apart(stage: Stage) -> None:
    policy = await two_are_unpaid(stage)

    shown = [one for one in await clocks(stage, policy) if one["about"] in {"grace", "held"}]

    wanted = {MAY: "1 de mayo de 2026", JUNE: "1 de junio de 2026"}
    for due, said in wanted.items():
        [one] = [clock for clock in shown if said in clock["to_do"]]
        assert await reference(stage, policy, due) in one["to_do"]
        assert printed_account(OUR_ACCOUNTS["EUR"]) in one["to_do"]
        assert "30,00" in one["to_do"]
    assert len(shown) == len(wanted)


@pytest.mark.parametrize("about", ["grace", "held"])
async def test_what_is_paid_is_not_asked_for_any_more(stage: Stage, about: str) -> None:
    policy = await two_are_unpaid(stage)

    await paid(stage, policy)

    assert about not in {one["about"] for one in await clocks(stage, policy)}
