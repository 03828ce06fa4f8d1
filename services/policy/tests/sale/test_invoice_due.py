"""The first invoice falls due in time: by the first day, or a little later where we give credit."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("product", "latest", "later"),
    [
        ("home", "2026-05-01", "2026-05-02"),  # cover from 1 April; thirty days of credit
        ("home", "2026-05-01", "2099-01-01"),
        ("term-life", "2026-04-01", "2026-04-02"),  # no cover of this kind begins on credit
    ],
)
async def test_the_first_premium_is_due_by_the_first_day_or_within_the_credit(
    counter: Any, product: str, latest: str, later: str
) -> None:
    await counter.takes(product)
    await counter.applies()
    assert counter.shown["status"] == "accepted"

    refused = await counter.does("ana", "invoice", {"due_on": later}, status=422)
    await counter.does("ana", "invoice", {"due_on": latest})

    assert (refused["code"], refused["errors"][0]["pointer"]) == ("bad-due-date", "/due_on")
    assert counter.shown["invoice_due_on"] == latest
