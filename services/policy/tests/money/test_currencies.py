"""An account of ours is kept in one currency: a statement says nothing else of it."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples.money import a_line

Imports = Callable[..., Awaitable[Any]]
CAMT = Path(__file__).parents[1] / "data" / "camt.053.001.02.xml"


@pytest.fixture(autouse=True)
def in_april(stage: Stage) -> None:
    stage.clock.move_to(datetime(2026, 4, 20, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("currency", "code"),
    [
        ("E1R", "unreadable-statement"),
        ("XXX", "statement-currency"),
        ("GBP", "statement-currency"),
        ("eur", "unreadable-statement"),
    ],
)
async def test_a_statement_is_in_the_currency_of_its_account(
    stage: Stage, imports: Imports, currency: str, code: str
) -> None:
    answer = await imports(a_line("10.00", currency=currency))

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["pointer"] == "/content"
    listed = await stage.http.get("/v1/bank-statements", headers=stage.as_(Role.FINANCE))
    assert listed.json()["items"] == []


async def test_an_entry_in_another_currency_is_named_though_the_balances_do_not_move(
    stage: Stage,
) -> None:
    file = CAMT.read_text(encoding="utf-8")
    amount = file.index('<Amt Ccy="EUR">7.50')
    file = file[:amount] + file[amount:].replace("EUR", "USD", 1).replace("1112.50", "1120.00")

    answer = await stage.http.post(
        "/v1/bank-statements",
        json={"format": "camt.053", "content": b64encode(file.encode()).decode()},
        headers={**stage.as_(Role.FINANCE), **stage.key()},
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "statement-currency")
    [error] = answer.json()["errors"]
    assert (
        error["detail"] == "the entry in line 36 is in USD: ES9121000418450200051332 is kept in EUR"
    )
