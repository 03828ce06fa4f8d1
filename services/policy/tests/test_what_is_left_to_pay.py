"""A contract that is over and not paid says what is left, how it is paid, and until when to ask."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from arranged.unpaid import (
    MAY,
    a_contract,
    account,
    last,
    notices,
    one,
    reference,
    serve,
    status,
    suspended,
    unpaid,
    until,
)

from chassis.testing import Stage
from contracts.policy import PolicyExpired, PolicyLapsed
from policy.domain.policy import Status


async def test_a_lapse_says_what_is_left_to_pay_and_until_when_to_ask(stage: Stage) -> None:
    policy = await a_contract(stage, "FR")
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    await serve(stage, (await notices(stage))[0])
    await until(stage, datetime(2026, 6, 3, 6, tzinfo=UTC))

    lapsed = await last(stage, PolicyLapsed)

    asked = (await account(stage, policy))["invoices"]
    left = sum(Decimal(one["open"]["amount"]) for one in asked)
    assert await status(stage, policy) is Status.LAPSED
    assert lapsed.to_pay.amount == left
    assert lapsed.reference == await reference(stage, policy, MAY)
    assert lapsed.pay_to is not None
    assert lapsed.ask_until == datetime(2027, 3, 31, 22, tzinfo=UTC)


async def test_a_term_that_ends_while_cover_rests_says_what_is_left_to_pay(stage: Stage) -> None:
    policy = await suspended(stage, "DE")
    may = await reference(stage, policy, MAY)
    for month in (8, 10, 12):
        await until(stage, datetime(2026, month, 3, 6, tzinfo=UTC))
    await until(stage, datetime(2027, 2, 3, 6, tzinfo=UTC))
    await until(stage, datetime(2027, 4, 2, 6, tzinfo=UTC))

    over = await last(stage, PolicyExpired)
    debt = await one(stage, policy, "owed")

    assert await status(stage, policy) is Status.EXPIRED
    assert (bool(over.to_pay.amount), over.reference) == (True, may)
    assert debt["due"] is None
    assert may in debt["to_do"]
