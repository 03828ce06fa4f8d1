"""Credit goes back when it was said to: what comes later puts it off no further."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.domain.money.account import Account
from policy.examples import MARIA, POLICY
from policy.examples.money import MARIAS_IBAN, a_line, an_offer

Opens = Callable[..., Awaitable[Account]]
Imports = Callable[..., Awaitable[Any]]


@pytest.fixture(autouse=True)
async def paid_too_much(stage: Stage, opens: Opens, imports: Imports) -> dict[str, str]:
    """Of 120, with 30 more: how she pays."""
    stage.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))
    [invoice] = (await opens(an_offer("120.00"))).invoices
    hers = {"reference": invoice.reference, "payer_account": MARIAS_IBAN}
    await imports(a_line("150.00", **hers))
    return hers


async def account(stage: Stage) -> Any:
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    return await stage.http.get(f"/v1/policies/{POLICY}/account", headers=maria)


async def refunded(stage: Stage) -> list[str]:
    answer = await stage.http.get("/v1/refunds", headers=stage.as_(Role.FINANCE))
    return [one["amount"]["amount"] for one in reversed(answer.json()["items"])]


async def test_who_pays_too_much_again_gets_it_back_with_what_waited(
    stage: Stage, imports: Imports, paid_too_much: dict[str, str]
) -> None:
    before = (await account(stage)).json()["refund_credit_at"]
    await stage.passes(timedelta(days=13))

    again = a_line("10.00", booked_on="2026-04-14", **paid_too_much)
    await imports(again, statement="S-2", opening="1150.00")
    after = (await account(stage)).json()["refund_credit_at"]
    await stage.passes(timedelta(days=1))

    assert before == after
    assert await refunded(stage) == ["40.00"]
    await imports(
        a_line("5.00", booked_on="2026-04-15", **paid_too_much), statement="S-3", opening="1160.00"
    )
    waits = datetime.fromisoformat((await account(stage)).json()["refund_credit_at"])
    assert waits == stage.clock.now() + timedelta(days=14)  # a wait of its own


async def test_who_asked_for_it_back_gets_at_once_what_comes_later(
    stage: Stage, imports: Imports, paid_too_much: dict[str, str]
) -> None:
    read = await account(stage)
    await stage.http.put(
        f"/v1/policies/{POLICY}/account/credit-use",
        json={"use": "refund"},
        headers={**stage.as_(Role.CUSTOMER, customer_id=MARIA), "If-Match": read.headers["ETag"]},
    )

    await imports(a_line("10.00", **paid_too_much), statement="S-2", opening="1150.00")
    await stage.passes(timedelta(seconds=1))

    assert sum(map(Decimal, await refunded(stage))) == 40
    assert (await account(stage)).json()["credit"]["amount"] == "0.00"
