"""A premium comes before its contract: our bank says so, and the sale goes on by itself."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from chassis.ids import new_id
from chassis.testing import Stage
from contracts.notifications import NoticeServed
from contracts.policy import InvoiceOverdue, NoticeNeeded, PremiumReceived
from contracts.roles import Role
from policy.domain.application import Status
from policy.domain.policy import Policy
from policy.domain.policy import Status as PolicyStatus
from policy.examples import MARIA, a_customer
from policy.examples.money import MARIAS_IBAN, OUR_IBAN, a_bank_file, a_csv, a_line
from policy.examples.papers import a_review
from policy.examples.selling import an_application
from policy.storage.money.ledger import postings

OUR_ACCOUNTS = {"USD": "YB-USD-0001", "EUR": OUR_IBAN}


class Sale:
    """An accepted application for 1,018.50 dollars, and what becomes of its money."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.finance = stage.as_(Role.FINANCE, subject="finn")
        self.shown: dict[str, Any] = {}
        self.etag = '"1"'
        self.url = ""

    async def begins(self) -> None:
        accepted = an_application()
        accepted.status = Status.ACCEPTED
        self.url = f"/v1/applications/{accepted.id}"
        await self.stage.given(a_customer(), accepted)
        await self.looks()

    async def asks(self) -> None:
        await self.does(Role.FINANCE, "invoice", {"due_on": "2026-03-20"})

    async def does(self, role: Role, what: str, body: Any = None) -> int:
        who = self.stage.as_(
            role, subject=role, customer_id=MARIA if role is Role.CUSTOMER else None
        )
        answer = await self.stage.http.put(
            f"{self.url}/{what}", json=body, headers={**who, "If-Match": self.etag}
        )
        if answer.status_code == 200:
            self.shown, self.etag = answer.json(), answer.headers["ETag"]
        status: int = answer.status_code
        return status

    async def refused(self, paid: Any) -> Any:
        answer = await self.stage.http.put(
            f"{self.url}/premium", json=paid, headers={**self.finance, "If-Match": self.etag}
        )
        return answer.json()

    async def looks(self) -> str:
        answer = await self.stage.http.get(self.url, headers=self.finance)
        self.shown, self.etag = answer.json(), answer.headers["ETag"]
        return str(self.shown["status"])

    async def bank_says(self, amount: str, **said: str) -> None:
        usual = {"reference": self.shown["payment_reference"], "currency": "USD"}
        line = a_line(amount, booked_on="2026-03-02", **{**usual, **said})
        account = OUR_ACCOUNTS[line["currency"]]
        file = a_csv(line, statement=f"S-{amount}-{said}", account=account)
        answer = await self.stage.http.post(
            "/v1/bank-statements",
            json=a_bank_file(file),
            headers={**self.finance, **self.stage.key()},
        )
        assert answer.status_code == 201, answer.text

    async def waiting(self, status: str) -> list[Any]:
        answer = await self.stage.http.get(f"/v1/suspense?status={status}", headers=self.finance)
        items: list[Any] = answer.json()["items"]
        return items

    async def is_issued(self) -> UUID:
        await self.looks()
        signature = {
            "signer": "María Santos", "level": "aes", "document_version": "1", "language": "es",
            "document_sha256": self.shown["terms_sha256"], "opened_at": "2026-03-02T09:30:00Z",
            "signed_at": "2026-03-02T09:30:00Z", "scrolled_to_end": True,
            "ticks": ["He leído y acepto."], "identity_method": "eid", "identity_result": "passed",
            "code_channel": "sms", "masked_target": "+1***0100",
        }  # fmt: skip
        assert await self.does(Role.CUSTOMER, "signature", signature) == 200
        review = a_review("2026-03-02T09:30:00Z")
        assert await self.does(Role.UNDERWRITER, "signature/review", review) == 200
        return UUID(self.shown["policy_id"])

    async def account(self) -> Any:
        policy = self.shown["policy_id"]
        shown = await self.stage.http.get(f"/v1/policies/{policy}/account", headers=self.finance)
        return shown.json()


@pytest.fixture
async def sale(stage: Stage) -> Sale:
    going = Sale(stage)
    await going.begins()
    await going.asks()
    return going


async def test_the_import_says_that_a_first_premium_is_held_and_not_that_nobody_knows_it(
    stage: Stage, sale: Sale
) -> None:
    await sale.bank_says("1018.50")

    listed = await stage.http.get("/v1/bank-statements", headers=sale.finance)
    [shown] = listed.json()["items"]
    assert (shown["held"], shown["suspense"], shown["booked"]) == (1, 0, 0)


async def test_the_bank_brings_the_premium_and_the_contract_is_paid_once_it_is_made(
    stage: Stage, sale: Sale
) -> None:
    await sale.bank_says("1018.50")

    assert await sale.looks() == "settled"
    [held] = await sale.waiting("held")
    await sale.is_issued()
    account = await sale.account()
    [year] = account["invoices"]
    assert (held["application_id"], held["doubt"]) == (sale.shown["id"], "unknown")
    assert (year["status"], account["credit"]["amount"]) == ("paid", "0.00")
    assert len(await sale.waiting("assigned")) == 1
    [received] = [one for one in await stage.said() if isinstance(one, PremiumReceived)]
    assert (str(received.amount), received.paid_until.isoformat()) == ("USD 1,018.50", "2027-04-01")


async def test_a_part_is_not_the_premium_and_the_rest_makes_it_whole(sale: Sale) -> None:
    await sale.bank_says("150.00")
    part = await sale.looks()

    await sale.bank_says("868.50")

    assert (part, await sale.looks()) == ("invoiced", "settled")
    await sale.is_issued()
    assert (await sale.account())["invoices"][0]["status"] == "paid"


async def test_who_pays_before_we_ask_has_paid_when_we_do(stage: Stage) -> None:
    sale = Sale(stage)
    await sale.begins()

    await sale.bank_says("1018.50")
    before = await sale.looks()
    await sale.asks()

    assert (before, await sale.looks()) == ("accepted", "settled")


async def test_another_currency_pays_nothing_and_is_asked_about(sale: Sale) -> None:
    await sale.bank_says("1018.50", currency="EUR")

    assert await sale.looks() == "invoiced"
    [asked] = await sale.waiting("open")
    assert asked["doubt"] == "other_currency"


async def test_money_without_a_reference_is_held_once_finance_says_for_whom(sale: Sale) -> None:
    await sale.bank_says("1018.50", reference="", text="for my house")
    [lost] = await sale.waiting("open")
    body = {"resolution": "held", "note": "She called."}
    url, headers = f"/v1/suspense/{lost['id']}/resolution", {**sale.finance, "If-Match": '"1"'}

    nobodys = await sale.stage.http.put(url, json=body, headers=headers)
    stranger = {**body, "application_id": "0192d3a0-0000-7000-8000-00000000ffff"}
    unknown = await sale.stage.http.put(url, json=stranger, headers=headers)
    hers = {**body, "application_id": sale.shown["id"]}
    answer = await sale.stage.http.put(url, json=hers, headers=headers)

    assert (nobodys.status_code, nobodys.json()["code"]) == (422, "application-missing")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "application-unknown")
    assert answer.status_code == 200, answer.text
    assert await sale.looks() == "settled"


async def test_what_was_paid_for_nothing_waits_to_be_sent_back(sale: Sale) -> None:
    await sale.bank_says("1018.50", payer_account="YB-HERS-0001")
    await sale.looks()

    assert await sale.does(Role.CUSTOMER, "withdrawal") == 200

    [back] = await sale.waiting("open")
    assert back["doubt"] == "no_contract"
    answer = await sale.stage.http.put(
        f"/v1/suspense/{back['id']}/resolution",
        json={"resolution": "returned", "note": "She withdrew."},
        headers={**sale.finance, "If-Match": '"3"'},
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["return_wanted_by"] == "finn"


async def test_what_finance_takes_down_by_hand_pays_the_contract_too(sale: Sale) -> None:
    paid = {"amount": sale.shown["invoiced"], "reference": "card 8841"}

    assert await sale.does(Role.FINANCE, "premium", paid) == 200

    await sale.is_issued()
    assert (await sale.account())["invoices"][0]["status"] == "paid"


async def test_credit_was_granted_until_a_day_and_nobody_is_dunned_before_it(
    stage: Stage, sale: Sale
) -> None:
    assert await sale.does(Role.FINANCE, "credit", {"reference": "broker terms"}) == 200
    policy = await sale.is_issued()

    [year] = (await sale.account())["invoices"]
    await stage.passes(datetime.fromisoformat("2026-04-03T10:00:00Z") - stage.clock.now())

    assert year["due_on"] == "2026-04-01"  # the later of the day granted and the first of cover
    assert [one for one in await stage.said() if isinstance(one, InvoiceOverdue)]
    assert (await stage.get(Policy, policy)).status is PolicyStatus.ISSUED
    await stage.passes(timedelta(0))


async def test_no_cover_ends_while_money_for_it_waits_to_be_explained(
    stage: Stage, sale: Sale
) -> None:
    await sale.does(Role.FINANCE, "credit", {"reference": "broker terms"})
    policy = await sale.is_issued()
    await sale.bank_says("1018.50")  # with the reference of the application
    for _ in range(4):
        await stage.passes(timedelta(days=20))
        for one in await stage.said():
            if isinstance(one, NoticeNeeded):
                served = {"delivery_id": new_id(), "served_at": stage.clock.now()}
                await stage.hears(
                    NoticeServed(notice_id=one.notice_id, customer_id=MARIA, **served)
                )

    asked = (await stage.http.get("/v1/tasks?status=open", headers=sale.finance)).json()["items"]
    assert (await stage.get(Policy, policy)).status is PolicyStatus.ISSUED
    assert "money_in_question" in {one["kind"] for one in asked}
    [waiting] = await sale.waiting("open")
    gone = {"resolution": "returned", "note": "For another contract.", "to_account": MARIAS_IBAN}
    for who, version in (("finn", '"2"'), ("fay", '"3"')):  # so much goes back by two
        answer = await stage.http.put(
            f"/v1/suspense/{waiting['id']}/resolution",
            json=gone,
            headers={**stage.as_(Role.FINANCE, subject=who), "If-Match": version},
        )
        assert answer.status_code == 200, answer.text
    await stage.passes(timedelta(days=8))
    assert (await stage.get(Policy, policy)).status is PolicyStatus.LAPSED


def by_hand(sale: Sale, **said: Any) -> dict[str, Any]:
    return {"amount": sale.shown["invoiced"], "reference": "YB 4711", **said}


async def test_a_transfer_taken_down_is_what_the_bank_brings_later(sale: Sale) -> None:
    assert await sale.does(Role.FINANCE, "premium", by_hand(sale, means="bank_transfer")) == 200

    await sale.bank_says("1018.50")

    assert sale.shown["means"] == "bank_transfer"
    [held] = await sale.waiting("held")
    assert held["note"].endswith("taken down before (YB 4711)")
    await sale.is_issued()
    account = await sale.account()
    assert (account["invoices"][0]["status"], account["credit"]["amount"]) == ("paid", "0.00")
    await sale.bank_says("1018.50", text="again")  # and a second one is one too many
    assert [one["policy_id"] for one in await sale.waiting("open")] == [sale.shown["policy_id"]]


async def test_the_bank_brings_it_when_the_contract_is_made_and_it_is_booked_once(
    sale: Sale,
) -> None:
    assert await sale.does(Role.FINANCE, "premium", by_hand(sale, means="bank_transfer")) == 200
    await sale.is_issued()

    await sale.bank_says("1018.50")

    [matched] = await sale.waiting("matched")
    assert (matched["policy_id"], await sale.waiting("open")) == (sale.shown["policy_id"], [])
    async with sale.stage.running.works() as work:
        stands = func.sum(postings.c.debit - postings.c.credit)
        found = await work.session.execute(
            select(postings.c.book, stands).group_by(postings.c.book)
        )
        stand = dict(found.all())
    assert (stand["bank"], stand["suspense"]) == (Decimal("1018.50"), Decimal(0))


@pytest.mark.parametrize(
    ("means", "amount", "doubts"),
    [
        pytest.param("cash", "1018.50", [], id="cash is other money"),
        pytest.param("bank_transfer", "1000.00", ["taken_down"], id="another amount"),
        pytest.param(None, "1018.50", ["taken_down"], id="nobody said how it came"),
    ],
)
async def test_a_person_says_whether_the_banks_money_is_what_was_taken_down(
    sale: Sale, means: str | None, amount: str, doubts: list[str]
) -> None:
    assert await sale.does(Role.FINANCE, "premium", by_hand(sale, means=means)) == 200

    await sale.bank_says(amount)

    asked = await sale.waiting("open")
    assert [one["doubt"] for one in asked] == doubts
    assert len(await sale.waiting("held")) == 1 - len(doubts)
    for one in asked:
        same = {"resolution": "matched", "note": "Hers.", "application_id": sale.shown["id"]}
        answer = await sale.stage.http.put(
            f"/v1/suspense/{one['id']}/resolution",
            json=same,
            headers={**sale.finance, "If-Match": '"2"'},
        )
        it_is = amount == "1018.50"
        assert answer.status_code == (200 if it_is else 422), answer.text
        assert (answer.json().get("status"), answer.json().get("code")) == (
            ("held", None) if it_is else (422, "not-that-money")
        )


async def test_a_part_at_the_bank_is_taken_off_what_is_left_to_pay_in_cash(sale: Sale) -> None:
    await sale.bank_says("500.00")
    whole = by_hand(sale, means="cash")
    rest = by_hand(sale, means="cash", amount={"amount": "518.50", "currency": "USD"})
    too_little = {**rest, "amount": {"amount": "518.49", "currency": "USD"}}
    await sale.looks()

    twice = await sale.refused(whole)
    short = await sale.refused(too_little)

    assert (twice["status"], twice["code"], twice["errors"][0]["pointer"]) == (
        409, "premium-at-bank", "/amount",
    )  # fmt: skip
    assert "USD 518.50 is left to pay" in twice["detail"]
    assert (short["status"], short["code"]) == (422, "premium-short")
    assert await sale.does(Role.FINANCE, "premium", rest) == 200
    await sale.is_issued()
    account = await sale.account()
    assert (account["invoices"][0]["status"], account["credit"]["amount"]) == ("paid", "0.00")


async def test_money_that_nobody_explained_may_be_the_transfer_taken_down(sale: Sale) -> None:
    await sale.bank_says("1018.50", reference="", text="for my house")
    transfer = by_hand(sale, means="bank_transfer")

    doubted = await sale.refused(transfer)

    assert (doubted["status"], doubted["code"], doubted["errors"][0]["pointer"]) == (
        409, "premium-at-bank", "/beside_bank",
    )  # fmt: skip
    assert await sale.does(Role.FINANCE, "premium", {**transfer, "beside_bank": True}) == 200


async def test_cash_is_not_what_a_stranger_sent_to_the_bank(sale: Sale) -> None:
    await sale.bank_says("1018.50", reference="", text="for my house")

    assert await sale.does(Role.FINANCE, "premium", by_hand(sale, means="cash")) == 200
