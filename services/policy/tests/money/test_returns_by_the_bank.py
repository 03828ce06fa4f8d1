"""The bank takes money back: the very payment it means, and wherever that money lies by then."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from chassis.testing import Stage
from contracts.policy import PaymentReversed
from contracts.roles import Role
from policy.domain.money.account import Account
from policy.examples import MARIA, POLICY, a_policy
from policy.examples.money import MARIAS_IBAN, OTHER_POLICY, a_line, an_offer
from policy.storage.money.ledger import postings
from policy.use_cases.money.open_account import OpenAccount, open_account

Opens = Callable[..., Awaitable[Account]]
Imports = Callable[..., Awaitable[Any]]
HIS_IBAN = "DE89370400440532013000"
HERS = {"payer_account": MARIAS_IBAN, "bank_reference": "A-1"}
HIS = {"payer_account": HIS_IBAN, "bank_reference": "B-1"}


@pytest.fixture(autouse=True)
def on_the_day_it_is_due(stage: Stage) -> None:
    stage.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))


async def finance(stage: Stage, url: str) -> Any:
    answer = await stage.http.get(url, headers=stage.as_(Role.FINANCE))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def outcomes(stage: Stage, imported: Any) -> list[tuple[str, str]]:
    assert imported.status_code == 201, imported.text
    shown = await finance(stage, f"/v1/bank-statements/{imported.json()['id']}/entries")
    return [(one["outcome"], one["rule"]) for one in shown["items"]]


async def suspense(stage: Stage) -> list[tuple[str, str, str]]:
    shown = await finance(stage, "/v1/suspense")
    return [(one["amount"]["amount"], one["doubt"], one["status"]) for one in shown["items"]]


async def statuses(stage: Stage, policy_id: object) -> list[str]:
    shown = await finance(stage, f"/v1/policies/{policy_id}/account")
    return [one["status"] for one in shown["invoices"]]


async def stands(stage: Stage) -> dict[str, Decimal]:
    """Every book of the house."""
    async with stage.running.works() as work:
        sums = select(postings.c.book, func.sum(postings.c.debit - postings.c.credit))
        found = await work.session.execute(sums.group_by(postings.c.book))
        return dict(found.all())


async def two_contracts(stage: Stage, opens: Opens) -> tuple[str, str]:
    """Each costs 40, due today; the references of their invoices."""
    [hers] = (await opens(an_offer("40.00"))).invoices
    await stage.given(a_policy(OTHER_POLICY, "P-2026-000042"))
    async with stage.running.works() as work:
        order = OpenAccount(
            policy_id=OTHER_POLICY, number="P-2026-000042", customer_id=MARIA,
            offer=an_offer("40.00"),
        )  # fmt: skip
        [his] = (await open_account(order, work)).invoices
    return hers.reference, his.reference


@pytest.mark.parametrize("words", ["NOTPROVIDED", "SEGURO"])
@pytest.mark.parametrize("said", [HIS, {"bank_reference": "B-1"}, {"payer_account": HIS_IBAN}])
async def test_a_return_is_of_the_payment_the_bank_means_whatever_two_payers_call_theirs(
    stage: Stage, opens: Opens, imports: Imports, words: str, said: dict[str, str]
) -> None:
    hers, his = await two_contracts(stage, opens)
    await imports(
        a_line("40.00", reference=his, end_to_end=words, **HIS),
        a_line("40.00", reference=hers, end_to_end=words, **HERS),
    )

    back = a_line("-40.00", end_to_end=words, return_code="AM04", **said)
    imported = await imports(back, statement="S-2", opening="1080.00")

    named = words == "SEGURO" or "bank_reference" in said
    assert await statuses(stage, POLICY) == ["paid"]
    assert await statuses(stage, OTHER_POLICY) == ["due" if named else "paid"]
    assert await outcomes(stage, imported) == [
        ("reversed" if named else "suspense", "takes_back"),
    ]


async def test_of_two_that_may_be_meant_a_person_says_which(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    hers, his = await two_contracts(stage, opens)
    await imports(
        a_line("40.00", reference=his, end_to_end="SEGURO"),
        a_line("40.00", reference=hers, end_to_end="SEGURO"),
        a_line("-40.00", end_to_end="SEGURO", return_code="AM04"),
    )

    assert await suspense(stage) == [("-40.00", "several_originals", "open")]
    assert await statuses(stage, POLICY) == await statuses(stage, OTHER_POLICY) == ["paid"]


async def test_what_another_account_paid_is_not_taken_back_for_it(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    hers, _ = await two_contracts(stage, opens)
    await imports(
        a_line("40.00", reference=hers, end_to_end="SEGURO", payer_account=MARIAS_IBAN),
        a_line("-40.00", end_to_end="SEGURO", return_code="AM04", payer_account=HIS_IBAN),
    )

    assert await suspense(stage) == [("-40.00", "no_original", "open")]
    assert await statuses(stage, POLICY) == ["paid"]


@pytest.mark.parametrize("together", [True, False])
async def test_money_that_waits_is_not_there_any_more_once_the_bank_took_it_back(
    stage: Stage, imports: Imports, *, together: bool
) -> None:
    came = a_line("88.00", text="?", end_to_end="E-1")
    back = a_line("-88.00", end_to_end="E-1", return_code="AM04")
    if together:
        imported = await imports(came, back)
    else:
        await imports(came)
        imported = await imports(back, statement="S-2", opening="1088.00")

    assert (await outcomes(stage, imported))[-1] == ("reversed", "takes_back")
    [waits] = (await finance(stage, "/v1/suspense"))["items"]
    assert (waits["status"], waits["note"]) == ("taken_back", "the bank took it back AM04")
    answer = await stage.http.put(
        f"/v1/suspense/{waits['id']}/resolution",
        json={"resolution": "returned", "note": "Not ours."},
        headers={**stage.as_(Role.FINANCE), "If-Match": '"1"' if together else '"2"'},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "suspense-resolved")
    assert await stands(stage) == {"bank": 0, "suspense": 0}


async def test_what_was_paid_twice_refunded_and_taken_back_is_claimed_and_no_premium_is_open(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("120.00"))).invoices
    same = {"reference": invoice.reference, "payer_account": MARIAS_IBAN}
    await imports(
        a_line("120.00", **same, end_to_end="E-1"), a_line("120.00", **same, end_to_end="E-2")
    )
    await stage.passes(timedelta(days=14))  # the second one goes back to her
    await stage.said()

    back = a_line("-120.00", end_to_end="E-2", return_code="AM04")
    imported = await imports(back, statement="S-2", opening="1240.00")

    assert await outcomes(stage, imported) == [("reversed", "takes_back")]
    assert await statuses(stage, POLICY) == ["paid", "issued"]  # the claim for what went back
    assert (await finance(stage, "/v1/suspense"))["items"] == []
    assert (await stands(stage))["premium_receivable"] == 120
    [told] = [one for one in await stage.said() if isinstance(one, PaymentReversed)]
    assert (told.is_open, told.paid_until.isoformat()) == (False, "2027-04-01")
