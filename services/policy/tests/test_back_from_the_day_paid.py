"""China: granted or taken for granted, cover is back from the day the premium was paid (CN-J3-8).

Never from before it was asked for. Elsewhere the later of our word and the payment counts.
"""

from datetime import UTC, datetime, timedelta

import pytest
from arranged.unpaid import (
    a_contract,
    asks,
    china,
    grants,
    last,
    notices,
    one,
    paid,
    request,
    serve,
    status,
    unpaid,
    until,
)

from chassis.testing import Stage
from contracts.policy import PolicyReinstated
from policy.domain.policy import Policy, Status

IN_JULY = datetime(2026, 7, 10, 6, tzinfo=UTC)


@pytest.mark.parametrize("by", ["underwriter", "silence"])
async def test_in_china_it_counts_from_the_payment_and_not_from_our_answer(
    stage: Stage, by: str
) -> None:
    policy = await china(stage)
    await until(stage, IN_JULY)
    asked = await asks(stage, policy, evidence="DOC-1")
    await until(stage, datetime(2026, 7, 12, 6, tzinfo=UTC))
    await paid(stage, policy)
    waits = await status(stage, policy)

    if by == "underwriter":
        await until(stage, datetime(2026, 7, 20, 6, tzinfo=UTC))
        assert (await grants(stage, policy, asked)).status_code == 200
    else:
        await until(stage, datetime(2026, 8, 12, 6, tzinfo=UTC))

    back = await last(stage, PolicyReinstated)
    the_day_paid = datetime(2026, 7, 11, 16, tzinfo=UTC)  # 12 July began in Shanghai
    assert (waits, await status(stage, policy)) == (Status.SUSPENDED, Status.ISSUED)
    assert back.cover_back_at == the_day_paid
    assert (await request(stage, policy, asked)).json()["cover_back_at"] == "2026-07-11T16:00:00Z"
    [_, after] = [part for part in back.covers if part.cover == back.covers[0].cover]
    assert after.starts_at == the_day_paid
    assert [(gap.starts_at, gap.ends_at) for gap in back.gaps] == [(back.gap_from, the_day_paid)]
    contract = await stage.get(Policy, policy)
    assert contract.cover_at(the_day_paid) == "in_force"
    assert contract.cover_at(the_day_paid - timedelta(minutes=1)) == "suspended"


async def test_in_china_nothing_is_covered_from_before_it_was_asked_for(stage: Stage) -> None:
    policy = await china(stage)
    await until(stage, datetime(2026, 7, 3, 6, tzinfo=UTC))
    await paid(stage, policy)
    await until(stage, IN_JULY)
    asked = await asks(stage, policy, evidence="DOC-1")

    await until(stage, datetime(2026, 7, 20, 6, tzinfo=UTC))
    assert (await grants(stage, policy, asked)).status_code == 200

    assert (await last(stage, PolicyReinstated)).cover_back_at == IN_JULY


async def test_the_clock_says_from_when_it_will_count(stage: Stage) -> None:
    policy = await china(stage)
    assert (await asks(stage, policy, evidence="DOC-1")).status_code == 201

    assert "cuenta desde el día en que se pagó" in (await one(stage, policy, "suspended"))["to_do"]


async def test_elsewhere_it_counts_from_our_word_where_that_is_later(stage: Stage) -> None:
    policy = await a_contract(stage, "FR")
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    await serve(stage, (await notices(stage))[0])
    await until(stage, datetime(2026, 7, 2, 8, tzinfo=UTC))
    asked = await asks(stage, policy)
    await until(stage, datetime(2026, 7, 9, 14, tzinfo=UTC))
    assert (await grants(stage, policy, asked)).status_code == 200

    await paid(stage, policy)  # on that day, says the bank: noon stands for it

    assert await status(stage, policy) is Status.ISSUED
    back = await last(stage, PolicyReinstated)
    assert back.cover_back_at == datetime(2026, 7, 9, 14, tzinfo=UTC)
