"""Money sent back: to whom, by how many, and once."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from chassis.testing import Stage
from contracts.roles import Role
from policy.domain.money.account import Account
from policy.examples import POLICY
from policy.examples.money import MARIAS_IBAN, a_line
from policy.storage.money.ledger import postings

Opens = Callable[..., Awaitable[Account]]
Imports = Callable[..., Awaitable[Any]]


@pytest.fixture(autouse=True)
def on_the_day(stage: Stage) -> None:
    stage.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))


async def waiting(stage: Stage) -> list[Any]:
    answer = await stage.http.get("/v1/suspense", headers=stage.as_(Role.FINANCE))
    items: list[Any] = answer.json()["items"]
    return items


async def send_back(stage: Stage, entry: Any, who: str, **said: str) -> Any:
    url, finance = f"/v1/suspense/{entry['id']}", stage.as_(Role.FINANCE, subject=who)
    read = await stage.http.get(url, headers=finance)
    return await stage.http.put(
        f"{url}/resolution",
        json={"resolution": "returned", "note": "Not for us.", **said},
        headers={**finance, "If-Match": read.headers["ETag"]},
    )


def said_of(answer: Any) -> tuple[int, str]:
    body = answer.json()
    return answer.status_code, body.get("status") if answer.is_success else body["code"]


async def books(stage: Stage) -> dict[str, Decimal]:
    async with stage.running.works() as work:
        wanted = select(postings.c.book, func.sum(postings.c.debit - postings.c.credit)).group_by(
            postings.c.book
        )
        return {row[0]: row[1] for row in await work.session.execute(wanted)}


async def test_much_goes_back_when_a_second_person_agrees_and_the_bank_confirms_it(
    stage: Stage, imports: Imports
) -> None:
    await imports(a_line("5000.00", text="a mistake", payer_account=MARIAS_IBAN))
    [entry] = await waiting(stage)

    answers = [await send_back(stage, entry, who) for who in ("ana", "ana", "ben")]
    shown = await imports(
        a_line("-5000.00", end_to_end=answers[-1].json()["end_to_end"]),
        statement="S-2", opening="6000.00",
    )  # fmt: skip

    assert [said_of(one) for one in answers] == [
        (200, "open"), (403, "second-person"), (200, "returned"),
    ]  # fmt: skip
    assert (shown.json()["booked"], shown.json()["suspense"]) == (1, 0)
    assert [(one["status"], one["to_account"]) for one in await waiting(stage)] == [
        ("confirmed", MARIAS_IBAN)
    ]
    assert await books(stage) == {"bank": Decimal(0), "suspense": Decimal(0)}


async def test_what_came_from_nobody_named_goes_where_two_say(
    stage: Stage, imports: Imports
) -> None:
    await imports(a_line("50.00", text="a mistake"))
    [entry] = await waiting(stage)

    nowhere = await send_back(stage, entry, "ana")
    there = [await send_back(stage, entry, who, to_account=MARIAS_IBAN) for who in ("ana", "ben")]

    assert said_of(nowhere) == (422, "refund-receiver")
    assert nowhere.json()["errors"][0]["pointer"] == "/to_account"
    assert [said_of(one) for one in there] == [(200, "open"), (200, "returned")]


async def test_split_a_large_sum_still_takes_two(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens()).invoices
    paid = {"reference": invoice.reference, "payer_account": MARIAS_IBAN}
    await imports(a_line("4300.00", **paid), a_line("600.00", payer_account=MARIAS_IBAN, text="?"))
    [entry] = await waiting(stage)

    refunds = [await want(stage, amount, "ana") for amount in ("600.00", "300.00", "200.00")]
    returned = await send_back(stage, entry, "ana")
    by_another = await want(stage, "200.00", "ben")

    assert [one.json()["status"] for one in refunds] == ["sent", "sent", "wanted"]
    assert said_of(returned) == (200, "open")
    assert by_another.json()["status"] == "sent"


async def want(stage: Stage, amount: str, who: str) -> Any:
    money = {"amount": amount, "currency": "EUR"}
    return await stage.http.post(
        "/v1/refunds",
        json={"policy_id": str(POLICY), "amount": money, "reason": "Asked for."},
        headers={**stage.as_(Role.FINANCE, subject=who), **stage.key()},
    )
