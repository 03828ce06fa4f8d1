"""A contract whose cover rests never ends before it has rested, and all who say when say the same.

The law's six months (LCS 15) count from the due day: after a late notice they may be over already.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from arranged.unpaid import a_contract, account, last, notices, one, serve, status, unpaid, until

from chassis.testing import Stage
from contracts.policy import PolicyLapsed, PolicySuspended
from policy.domain.policy import Status

A_MONTH = timedelta(days=30)


async def rested_late(stage: Stage) -> UUID:
    """Our notice about May came on 2 November only: cover rests in December, the law ends then."""
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await until(stage, datetime(2026, 5, 5, 6, tzinfo=UTC))
    [notice] = await notices(stage)
    await until(stage, datetime(2026, 11, 2, 6, tzinfo=UTC))
    assert await status(stage, policy) is Status.ISSUED
    await serve(stage, notice)
    await until(stage, datetime(2026, 12, 3, 14, tzinfo=UTC))
    assert await status(stage, policy) is Status.SUSPENDED
    return policy


async def test_a_late_notice_does_not_let_the_contract_end_before_cover_rested_for_a_month(
    stage: Stage,
) -> None:
    policy = await rested_late(stage)
    rests = await last(stage, PolicySuspended)
    clock = await one(stage, policy, "suspended")
    ends = rests.ends_unpaid_at

    await until(stage, ends - timedelta(minutes=1))
    before = await status(stage, policy)
    await stage.passes(timedelta(minutes=2))

    lapsed = await last(stage, PolicyLapsed)
    assert (before, await status(stage, policy)) == (Status.SUSPENDED, Status.LAPSED)
    assert lapsed.lapsed_at == ends == datetime.fromisoformat(clock["due"])
    assert ends >= rests.suspended_at + A_MONTH
    assert lapsed.rule == "ES-15-EXTINCTION"
    assert clock["entry"] == "YB-AT-REST"
    shown = await account(stage, policy)
    assert shown["standing"] == "lapsed"


async def test_a_stop_of_ours_does_not_say_that_cover_rests_and_that_it_ended_in_one_breath(
    stage: Stage,
) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await until(stage, datetime(2026, 5, 5, 6, tzinfo=UTC))
    await serve(stage, (await notices(stage))[0])

    await until(stage, datetime(2026, 12, 20, 6, tzinfo=UTC))  # nothing ran since May

    rests = await last(stage, PolicySuspended)
    assert await status(stage, policy) is Status.SUSPENDED
    assert rests.suspended_at == datetime(2026, 6, 1, 22, tzinfo=UTC)
    assert rests.ends_unpaid_at >= stage.clock.now() + A_MONTH


async def test_where_the_law_leaves_more_time_its_day_stands(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await until(stage, datetime(2026, 5, 5, 6, tzinfo=UTC))
    await serve(stage, (await notices(stage))[0])
    await until(stage, datetime(2026, 6, 2, 6, tzinfo=UTC))

    rests = await last(stage, PolicySuspended)
    clock = await one(stage, policy, "suspended")
    await until(stage, datetime(2026, 11, 2, 6, tzinfo=UTC))

    assert clock["entry"] == "ES-15-EXTINCTION"
    assert rests.ends_unpaid_at == datetime.fromisoformat(clock["due"])
    assert (await last(stage, PolicyLapsed)).lapsed_at == rests.ends_unpaid_at
