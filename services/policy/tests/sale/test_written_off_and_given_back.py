"""A contract is given back after an instalment was written off: only what was paid goes back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis.testing import Stage
from policy.examples.money import MARIAS_IBAN, a_bank_file, a_csv, a_line


@pytest.mark.parametrize("how", ["withdrawal", "cancellation"])
async def test_nobody_is_given_what_was_written_off(stage: Stage, counter: Any, how: str) -> None:
    """Of a contract that never began all that was paid goes back, the surcharge on sums too."""
    await counter.takes("home", payment_mode="monthly")
    await counter.applies()
    await counter.does("finn", "invoice", {"due_on": "2026-03-31"})
    asked, reference = counter.shown["invoiced"], counter.shown["payment_reference"]
    paid = a_line(asked["amount"], booked_on="2026-03-02", reference=reference)
    await stage.http.post(
        "/v1/bank-statements",
        json=a_bank_file(a_csv({**paid, "payer_account": MARIAS_IBAN})),
        headers={**counter.who["finn"], **stage.key()},
    )
    await counter.reads(counter.shown["id"])
    await counter.signs()
    await counter.reviews()
    policy = f"/v1/policies/{counter.shown['policy_id']}"
    read = await stage.http.get(f"{policy}/account", headers=counter.who["finn"])
    sixth = read.json()["invoices"][5]
    gone = await stage.http.put(
        f"/v1/invoices/{sixth['id']}/write-off",
        json={"reason": "She cannot."},
        headers={**counter.who["finn"], "If-Match": '"1"'},
    )
    assert gone.status_code == 200, gone.text

    body = {} if how == "withdrawal" else {"reason": "I move.", "ends_on": "2026-04-01"}
    over = await stage.http.put(
        f"{policy}/{how}", json=body, headers={**counter.who["maria"], "If-Match": '"1"'}
    )
    assert over.status_code in {200, 202}, over.text
    await stage.passes(timedelta(seconds=1))

    refunds = await stage.http.get("/v1/refunds", headers=counter.who["finn"])
    back = [Decimal(one["amount"]["amount"]) for one in refunds.json()["items"]]
    assert back == [Decimal(asked["amount"])]
