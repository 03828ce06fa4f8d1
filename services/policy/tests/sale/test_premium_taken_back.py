"""The bank takes the first premium back before the contract is made: without it there is none."""

from decimal import Decimal
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.policy import ApplicationSettled, FirstPaymentReversed
from policy.examples.money import a_bank_file, a_csv, a_line


class Bank:
    """What it says, one statement after the other."""

    def __init__(self, stage: Stage, counter: Any) -> None:
        self.stage, self.counter, self.nth = stage, counter, 0

    async def says(self, amount: str, **said: str) -> None:
        """With the reference of the application."""
        self.nth += 1
        reference = self.counter.shown["payment_reference"]
        usual = {"booked_on": "2026-03-02", "end_to_end": "E-1", "reference": reference}
        line = a_line(amount, **{**usual, **said})
        answer = await self.stage.http.post(
            "/v1/bank-statements",
            json=a_bank_file(a_csv(line, statement=f"S-{self.nth}")),
            headers={**self.counter.who["finn"], **self.stage.key()},
        )
        assert answer.status_code == 201, answer.text
        await self.counter.reads(self.counter.shown["id"])

    async def suspense(self) -> list[tuple[str, str]]:
        answer = await self.stage.http.get("/v1/suspense", headers=self.counter.who["finn"])
        return [(one["amount"]["amount"], one["status"]) for one in answer.json()["items"]]


@pytest.fixture
async def bank(stage: Stage, counter: Any) -> Bank:
    """The premium is asked for."""
    await counter.takes("home")
    await counter.applies()
    await counter.does("finn", "invoice", {"due_on": "2026-03-31"})
    await stage.said()
    return Bank(stage, counter)


async def test_no_contract_is_made_of_a_premium_that_went_back_and_the_customer_is_told(
    stage: Stage, counter: Any, bank: Bank
) -> None:
    asked = counter.shown["invoiced"]["amount"]
    await bank.says(asked)
    await counter.signs()
    before = counter.shown["status"]

    await bank.says(f"-{asked}", return_code="AM04")

    assert (before, counter.shown["status"]) == ("signed", "invoiced")
    assert counter.shown["next"]["who"] == "customer"
    assert await bank.suspense() == [(asked, "taken_back")]
    assert (await counter.reviews(status=409))["code"] == "illegal-application-move"
    [told] = [one for one in await stage.said() if isinstance(one, FirstPaymentReversed)]
    assert (str(told.missing.amount), told.code) == (asked, "AM04")
    assert told.reference == counter.shown["payment_reference"]

    await bank.says(asked, end_to_end="E-2")
    await counter.reviews()

    assert counter.shown["status"] == "in_force"  # what was signed stays signed
    [settled] = [one for one in await stage.said() if isinstance(one, ApplicationSettled)]
    assert settled.is_signed


async def test_what_is_left_may_be_enough(counter: Any, bank: Bank) -> None:
    asked = counter.shown["invoiced"]["amount"]
    await bank.says(asked)
    await bank.says(asked, end_to_end="E-2")

    await bank.says(f"-{asked}", end_to_end="E-2", return_code="AM04")

    assert counter.shown["status"] == "settled"
    assert await bank.suspense() == [(asked, "held"), (asked, "taken_back")]


async def test_of_the_dead_nobody_asks_for_a_premium_and_finance_is_told(
    stage: Stage, counter: Any, bank: Bank
) -> None:
    asked = counter.shown["invoiced"]["amount"]
    await bank.says(asked)

    await bank.says(f"-{asked}", return_code="MD07")

    assert not [one for one in await stage.said() if isinstance(one, FirstPaymentReversed)]
    tasks = await stage.http.get("/v1/tasks?status=open", headers=counter.who["finn"])
    [task] = tasks.json()["items"]
    assert (task["kind"], task["application_id"]) == ("premium_taken_back", counter.shown["id"])


async def test_what_was_paid_at_the_counter_besides_counts_still(counter: Any, bank: Bank) -> None:
    asked = counter.shown["invoiced"]
    await bank.says("100.00")
    rest = str(Decimal(asked["amount"]) - 100)
    cash = {"amount": {**asked, "amount": rest}, "reference": "K-1", "means": "cash"}
    await counter.does("finn", "premium", cash)

    await bank.says("-100.00", return_code="AM04")
    open_again = counter.shown["status"]
    await bank.says("100.00", end_to_end="E-2")
    await counter.signs()
    await counter.reviews()

    assert open_again == "invoiced"
    shown = await counter.stage.http.get(
        f"/v1/policies/{counter.shown['policy_id']}/account", headers=counter.who["finn"]
    )
    account = shown.json()
    assert (account["invoices"][0]["status"], account["balance"]["amount"]) == ("paid", "0.00")


async def test_a_premium_is_not_paid_before_anything_was_applied_for(
    counter: Any, bank: Bank
) -> None:
    paid = {"amount": counter.shown["invoiced"], "reference": "K-1"}

    refused = await counter.does("finn", "premium", {**paid, "paid_on": "2026-03-01"}, status=422)
    await counter.does("finn", "premium", {**paid, "paid_on": "2026-03-02"})

    assert refused["code"] == "paid-too-early"
    assert refused["errors"][0]["pointer"] == "/paid_on"
    assert counter.shown["status"] == "settled"
    assert await bank.suspense() == []
