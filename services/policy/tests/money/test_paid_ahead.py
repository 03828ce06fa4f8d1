"""An instalment paid in part long before it is asked for."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chassis.testing import Stage
from contracts.policy.premiums import InvoiceFact
from contracts.roles import Role
from policy.domain.money.account import Account
from policy.domain.offer import PaymentMode
from policy.examples import POLICY
from policy.examples.money import a_line, an_offer, eur

Opens = Callable[..., Awaitable[Account]]
Imports = Callable[..., Awaitable[Any]]


async def test_it_is_not_owed_before_its_time_and_is_asked_for_in_its_time(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    stage.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))
    offer = an_offer("120.00", mode=PaymentMode.MONTHLY, ends_on=date(2026, 7, 1))
    first, _, last = (await opens(offer)).invoices
    await imports(
        a_line("1.00", reference=last.reference), a_line("40.00", reference=first.reference)
    )
    await imports(
        a_line("50.00", reference=first.reference), statement="S-2", opening="1041.00"
    )  # "again: all of it is credit"

    answer = await stage.http.get(f"/v1/policies/{POLICY}/account", headers=stage.as_(Role.FINANCE))
    for days in (48, 13, 1):
        await stage.passes(timedelta(days=days))

    shown = answer.json()
    assert [one["status"] for one in shown["invoices"]] == ["paid", "planned", "planned"]
    assert (shown["credit"]["amount"], shown["balance"]["amount"]) == ("50.00", "-50.00")
    told = [one for one in await stage.said() if isinstance(one, InvoiceFact)]
    assert [(type(one).__name__, one.open) for one in told if one.invoice == last.number] == [
        ("InvoiceIssued", eur("39.00")),
        ("InvoiceDue", eur("39.00")),
        ("InvoiceOverdue", eur("39.00")),
    ]
