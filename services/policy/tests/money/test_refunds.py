"""Credit goes back to whose money it is; what waits for a person is on somebody's list."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from chassis.testing import Stage
from contracts.policy import PremiumReturned
from contracts.roles import Role
from policy.domain.money.account import Account
from policy.domain.offer import PaymentMode
from policy.examples import POLICY
from policy.examples.money import MARIAS_IBAN, a_line, an_offer, eur
from policy.storage.money.ledger import postings
from policy.use_cases.money.refund_premium import RefundPremium, refund_premium

Opens = Callable[..., Awaitable[Account]]
Imports = Callable[..., Awaitable[Any]]
HIS_IBAN = "DE89370400440532013000"


@pytest.fixture(autouse=True)
def on_the_day_it_is_due(stage: Stage) -> None:
    stage.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))


async def refunds(stage: Stage) -> list[tuple[str, str, str | None]]:
    """The oldest first."""
    answer = await stage.http.get("/v1/refunds", headers=stage.as_(Role.FINANCE))
    return [
        (one["amount"]["amount"], one["status"], one["to_account"])
        for one in reversed(answer.json()["items"])
    ]


async def tasks(stage: Stage, status: str = "open") -> list[Any]:
    answer = await stage.http.get(f"/v1/tasks?status={status}", headers=stage.as_(Role.FINANCE))
    items: list[Any] = answer.json()["items"]
    return items


async def stands(stage: Stage) -> dict[str, Decimal]:
    """Every book of the house."""
    async with stage.running.works() as work:
        sums = select(postings.c.book, func.sum(postings.c.debit - postings.c.credit))
        return dict((await work.session.execute(sums.group_by(postings.c.book))).all())


async def less(stage: Stage, amount: str) -> None:
    """The contract costs so much less."""
    async with stage.running.works() as work:
        order = RefundPremium(policy_id=POLICY, amount=eur(amount), reason="endorsement")
        await refund_premium(order, work)
    await stage.passes(timedelta(seconds=1))


async def decide(stage: Stage, **said: str) -> Any:
    """The newest."""
    listed = await stage.http.get("/v1/refunds", headers=stage.as_(Role.FINANCE))
    url = f"/v1/refunds/{listed.json()['items'][0]['id']}"
    read = await stage.http.get(url, headers=stage.as_(Role.FINANCE))
    return await stage.http.put(
        f"{url}/decision",
        json=said,
        headers={**stage.as_(Role.FINANCE, subject="ben"), "If-Match": read.headers["ETag"]},
    )


async def test_each_refund_that_waits_is_for_what_no_other_waits_for_and_finance_is_asked(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("9000.00"))).invoices
    await imports(a_line("9000.00", reference=invoice.reference, payer_account=MARIAS_IBAN))

    await less(stage, "2000.00")
    await less(stage, "1500.00")
    await less(stage, "300.00")

    assert await refunds(stage) == [
        ("2000.00", "wanted", MARIAS_IBAN),
        ("1500.00", "wanted", MARIAS_IBAN),
        ("300.00", "sent", MARIAS_IBAN),
    ]
    [asked] = await tasks(stage)
    assert (asked["kind"], asked["policy_id"]) == ("refund_to_agree", str(POLICY))
    assert "EUR 2,000.00" in asked["about"]


async def test_finance_is_not_asked_any_more_once_it_has_said(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("9000.00"))).invoices
    await imports(a_line("9000.00", reference=invoice.reference, payer_account=MARIAS_IBAN))
    await less(stage, "2000.00")

    answer = await decide(stage, decision="agreed")

    assert (answer.status_code, answer.json()["status"]) == (200, "sent"), answer.text
    assert [(one["kind"], one["outcome"]) for one in await tasks(stage, "done")] == [
        ("refund_to_agree", "sent")
    ]


async def test_no_more_is_wanted_than_no_refund_waits_for(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens()).invoices
    await imports(a_line("2300.00", reference=invoice.reference, payer_account=MARIAS_IBAN))
    body = {"policy_id": str(POLICY), "amount": {"amount": "1500.00", "currency": "EUR"}}
    finance = stage.as_(Role.FINANCE)

    answers = [
        await stage.http.post(
            "/v1/refunds", json={**body, "reason": "Asked for."}, headers={**finance, **stage.key()}
        )
        for _ in range(2)
    ]

    assert [one.status_code for one in answers] == [201, 409]
    assert answers[1].json()["code"] == "no-credit"
    assert answers[1].json()["errors"][0]["pointer"] == "/amount"


async def test_what_is_given_back_before_cover_begins_leaves_paid_what_is_paid(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    later = an_offer(starts_on=date(2026, 5, 1), ends_on=date(2027, 5, 1))
    [invoice] = (await opens(later)).invoices
    await imports(a_line("300.00", reference=invoice.reference, payer_account=MARIAS_IBAN))

    await less(stage, "30.00")

    answer = await stage.http.get(f"/v1/policies/{POLICY}/account", headers=stage.as_(Role.FINANCE))
    [_, note] = answer.json()["invoices"]
    assert answer.json()["paid_until"] == "2027-05-01"
    assert (note["kind"], note["covers_from"]) == ("credit_note", "2026-05-01")


async def test_m_12_what_came_too_much_goes_back_to_who_paid_it_whoever_paid_since(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    offer = an_offer("120.00", mode=PaymentMode.MONTHLY, ends_on=date(2026, 7, 1))
    first, second, _ = (await opens(offer)).invoices
    await imports(a_line("70.00", reference=first.reference, payer_account=MARIAS_IBAN))

    await imports(
        a_line("45.00", reference=second.reference, payer_account=HIS_IBAN),
        statement="S-2", opening="1070.00",
    )  # fmt: skip
    await stage.passes(timedelta(days=14))

    assert sorted(await refunds(stage)) == [
        ("30.00", "sent", MARIAS_IBAN), ("5.00", "sent", HIS_IBAN),
    ]  # fmt: skip


async def test_what_came_without_an_account_waits_until_a_person_says_where_it_goes(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens()).invoices
    await imports(a_line("350.00", reference=invoice.reference))
    await stage.passes(timedelta(days=14))
    waiting = await refunds(stage)
    [asked] = await tasks(stage)
    said = await stage.said()

    nowhere = await decide(stage, decision="agreed")
    mistyped = await decide(stage, decision="agreed", to_account=MARIAS_IBAN[:-2] + "98")
    there = await decide(stage, decision="agreed", to_account=MARIAS_IBAN)

    assert waiting == [("50.00", "wanted", None)]
    assert asked["kind"] == "refund_to_agree"
    assert not [one for one in said if isinstance(one, PremiumReturned)]
    assert (nowhere.status_code, nowhere.json()["code"]) == (422, "refund-receiver")
    assert nowhere.json()["errors"][0]["pointer"] == "/to_account"
    assert (mistyped.status_code, mistyped.json()["code"]) == (422, "bad-account-number")
    assert mistyped.json()["errors"][0]["pointer"] == "/to_account"
    assert there.status_code == 200, there.text
    assert await refunds(stage) == [("50.00", "sent", MARIAS_IBAN)]
    assert await tasks(stage) == []


@pytest.mark.parametrize("decision", ["agreed", "refused"])
async def test_a_refund_goes_to_who_paid_and_a_person_says_no_other_account(
    stage: Stage, opens: Opens, imports: Imports, decision: str
) -> None:
    [invoice] = (await opens(an_offer("9000.00"))).invoices
    await imports(a_line("9000.00", reference=invoice.reference, payer_account=MARIAS_IBAN))
    await less(stage, "2000.00")

    answer = await decide(stage, decision=decision, to_account=HIS_IBAN)

    assert (answer.status_code, answer.json()["code"]) == (422, "refund-receiver")
    assert await refunds(stage) == [("2000.00", "wanted", MARIAS_IBAN)]


async def test_what_the_bank_takes_back_is_no_longer_whoevers_it_was(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("40.00"))).invoices
    twice = {"reference": invoice.reference, "bank_reference": "B-2"}
    await imports(
        a_line("60.00", reference=invoice.reference, payer_account=MARIAS_IBAN),
        a_line("30.00", payer_account=HIS_IBAN, **twice),
        a_line("-30.00", bank_reference="B-2", return_code="AM04"),
    )

    await stage.passes(timedelta(days=14))

    assert await refunds(stage) == [("20.00", "sent", MARIAS_IBAN)]


@pytest.mark.parametrize("rest", ["0.00", "700.00"])
async def test_a_refund_that_waits_is_void_once_the_bank_took_its_credit_back(
    stage: Stage, opens: Opens, imports: Imports, rest: str
) -> None:
    [invoice] = (await opens(an_offer("300.00"))).invoices
    much = {"reference": invoice.reference, "payer_account": MARIAS_IBAN}
    await imports(
        a_line("300.00", bank_reference="B-1", **much),
        a_line("2000.00", bank_reference="B-2", **much),
        *([a_line(rest, bank_reference="B-3", **much)] if rest != "0.00" else []),
    )
    await stage.passes(timedelta(days=14))
    waiting, asked = await refunds(stage), await tasks(stage)

    back = a_line("-2000.00", bank_reference="B-2", return_code="AM04")
    opening = "4000.00" if rest != "0.00" else "3300.00"
    await imports(back, statement="S-2", opening=opening)
    await stage.passes(timedelta(seconds=1))

    assert [one[1] for one in waiting] == ["wanted"]
    assert [one["kind"] for one in asked] == ["refund_to_agree"]
    first, *others = await refunds(stage)
    assert first[1] == "void"
    assert others == ([] if rest == "0.00" else [(rest, "sent", MARIAS_IBAN)])
    listed = await stage.http.get("/v1/refunds", headers=stage.as_(Role.FINANCE))
    assert listed.json()["items"][-1]["void_because"] == "the bank took the money back AM04"
    assert await tasks(stage) == []
    assert [(one["kind"], one["outcome"]) for one in await tasks(stage, "done")] == [
        ("refund_to_agree", "void: the bank took the money back AM04")
    ]
    assert (await decide(stage, decision="agreed")).status_code == 409


async def test_a_refund_that_waits_is_void_once_its_credit_paid_what_was_owed(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    offer = an_offer("2400.00", mode=PaymentMode.HALF_YEARLY)
    first, _ = (await opens(offer)).invoices
    await imports(a_line("2400.00", reference=first.reference))
    await stage.passes(timedelta(days=14))
    waiting = await refunds(stage)
    finance = stage.as_(Role.FINANCE)
    shown = await stage.http.get(f"/v1/policies/{POLICY}/account", headers=finance)

    chosen = await stage.http.put(
        f"/v1/policies/{POLICY}/account/credit-use",
        json={"use": "next_instalment"},
        headers={**finance, "If-Match": shown.headers["ETag"]},
    )
    assert chosen.status_code == 200, chosen.text
    await stage.passes(timedelta(days=200))

    assert waiting == [("1200.00", "wanted", None)]
    assert await refunds(stage) == [("1200.00", "void", None)]
    assert await tasks(stage) == []


async def a_refund_that_is_sent(stage: Stage, opens: Opens, imports: Imports) -> Any:
    """50.00 to her account; our bank's line of it does not say under which id it travelled."""
    [invoice] = (await opens()).invoices
    line = a_line("350.00", reference=invoice.reference, payer_account=MARIAS_IBAN)
    await imports(line)
    await stage.passes(timedelta(days=14))
    listed = await stage.http.get("/v1/refunds", headers=stage.as_(Role.FINANCE))
    [refund] = listed.json()["items"]
    assert refund["status"] == "sent"
    return refund


async def in_suspense(stage: Stage) -> tuple[Any, str]:
    listed = await stage.http.get("/v1/suspense?status=open", headers=stage.as_(Role.FINANCE))
    [one] = listed.json()["items"]
    url = f"/v1/suspense/{one['id']}"
    read = await stage.http.get(url, headers=stage.as_(Role.FINANCE))
    return read.json(), url


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ({"payer_account": MARIAS_IBAN}, 90),
        ({"payer": "MARÍA  SANTOS"}, 70),
        ({"text": "transfer"}, 40),
        ({"payer_account": HIS_IBAN}, None),
    ],
)
async def test_money_that_went_out_under_no_id_of_ours_may_be_a_refund(
    stage: Stage, opens: Opens, imports: Imports, said: dict[str, str], score: int | None
) -> None:
    refund = await a_refund_that_is_sent(stage, opens, imports)

    await imports(a_line("-50.00", **said), statement="S-2", opening="1350.00")

    shown, _ = await in_suspense(stage)
    found = [(one["refund_id"], one["score"]) for one in shown["refunds"]]
    assert (shown["doubt"], shown["suggestions"]) == ("money_out", [])
    assert found == ([] if score is None else [(refund["id"], score)])
    assert [one[1] for one in await refunds(stage)] == ["sent"]  # nobody has said so yet


async def test_a_person_says_which_refund_it_was_and_it_is_confirmed(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    refund = await a_refund_that_is_sent(stage, opens, imports)
    await imports(a_line("-50.00", payer_account=MARIAS_IBAN), statement="S-2", opening="1350.00")
    _, url = await in_suspense(stage)
    finance = {**stage.as_(Role.FINANCE), "If-Match": '"1"'}
    body = {"resolution": "matched", "refund_id": refund["id"], "note": "The bank dropped the id."}

    done = await stage.http.put(f"{url}/resolution", json=body, headers=finance)

    assert (done.status_code, done.json()["status"]) == (200, "matched"), done.text
    assert done.json()["policy_id"] == str(POLICY)
    assert [one[1] for one in await refunds(stage)] == ["confirmed"]
    books = await stands(stage)
    assert (books["suspense"], books["bank"]) == (Decimal(0), Decimal(300))


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("-40.00", (None, "not-that-money")),
        ("40.00", (None, "not-that-money")),
        ("-50.00", ("0192d3a0-0000-7000-8000-0000000000ff", "refund-unknown")),
    ],
)
async def test_what_cannot_be_that_refund_is_refused(
    stage: Stage, opens: Opens, imports: Imports, amount: str, said: tuple[str | None, str]
) -> None:
    refund_id, code = said
    refund = await a_refund_that_is_sent(stage, opens, imports)
    await imports(a_line(amount, text="transfer"), statement="S-2", opening="1350.00")
    _, url = await in_suspense(stage)
    body = {"resolution": "matched", "refund_id": refund_id or refund["id"], "note": "It is."}

    answer = await stage.http.put(
        f"{url}/resolution", json=body, headers={**stage.as_(Role.FINANCE), "If-Match": '"1"'}
    )

    assert answer.json()["code"] == code, answer.text
    assert [one[1] for one in await refunds(stage)] == ["sent"]
