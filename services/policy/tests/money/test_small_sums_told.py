"""What was too little for anything to follow becomes more, and little again: it is said."""

from uuid import UUID

import pytest
from arranged.accounts import account, bank, changes, contents, paying, said, until
from arranged.homes import a_home
from arranged.unpaid import serve

from chassis.testing import Stage
from contracts.policy import InvoiceIssued, NoticeNeeded, SmallSumTurned
from policy.domain.policy import Policy, Status


async def with_changes(stage: Stage, *sums: str) -> str:
    """A year that is paid, and a change of its contents in May, June and so on."""
    policy = await a_home(stage)
    first = (await account(stage, policy))["invoices"][0]
    await until(stage, "2026-04-01")
    await bank(stage, paying(first))
    for month, much in enumerate(sums, 5):
        await until(stage, f"2026-{month:02}-01")
        await changes(stage, policy, f"2026-{month:02}-01", contents(much))
    return policy


@pytest.mark.parametrize(("then", "little"), [("41500.00", True), ("70000.00", False)])
async def test_an_invoice_judges_the_small_sum_and_itself_together(
    stage: Stage, *, then: str, little: bool
) -> None:
    await with_changes(stage, "41000.00", then)

    issued = await said(stage, InvoiceIssued)

    assert [one.both_small for one in issued if one.besides is not None] == [little]


async def test_that_it_is_more_together_is_told_once(stage: Stage) -> None:
    policy = await with_changes(stage, "41000.00", "70000.00")
    before = await said(stage, SmallSumTurned)

    await until(stage, "2026-07-10")

    [told] = await said(stage, SmallSumTurned)
    shown = await account(stage, policy)
    assert before == []
    assert (told.small, str(told.open.amount)) == (False, shown["balance"]["amount"])
    assert told.reference == shown["invoices"][1]["reference"]
    assert told.pay_to is not None


async def test_that_it_is_little_again_is_told(stage: Stage) -> None:
    policy = await with_changes(stage, "41000.00", "70000.00")
    await until(stage, "2026-07-10")

    [*_, more] = (await account(stage, policy))["invoices"]
    await bank(stage, paying(more))
    await until(stage, "2026-07-20")

    up, down = await said(stage, SmallSumTurned)
    assert (up.small, down.small, down.rests) == (False, True, False)
    assert str(down.open.amount) == (await account(stage, policy))["balance"]["amount"]


async def test_little_is_left_where_cover_rested_and_comes_back(stage: Stage) -> None:
    policy = await with_changes(stage, "41000.00", "70000.00")
    await until(stage, "2026-07-10")
    for one in await said(stage, NoticeNeeded):
        await serve(stage, one)
    await until(stage, "2026-09-10")
    assert (await stage.get(Policy, UUID(policy))).status is Status.SUSPENDED

    [*_, more] = (await account(stage, policy))["invoices"]
    await bank(stage, paying(more))

    [down] = await said(stage, SmallSumTurned)
    assert (down.small, down.rests) == (True, False)


async def test_what_is_paid_at_once_is_no_turn(stage: Stage) -> None:
    policy = await with_changes(stage, "41000.00")
    await until(stage, "2026-07-10")

    await bank(stage, paying((await account(stage, policy))["invoices"][1]))

    assert await said(stage, SmallSumTurned) == []
