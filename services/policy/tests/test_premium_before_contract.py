"""A premium comes before its contract: our bank says so, and the sale goes on by itself."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.testing import Stage
from contracts.policy import InvoiceOverdue, PremiumReceived
from contracts.roles import Role
from policy.domain.application import Status
from policy.domain.policy import Policy
from policy.domain.policy import Status as PolicyStatus
from policy.examples import MARIA, a_customer
from policy.examples.money import a_bank_file, a_csv, a_line
from policy.examples.papers import a_review
from policy.examples.selling import an_application

OUR_ACCOUNT = "YB-USD-0001"


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

    async def looks(self) -> str:
        answer = await self.stage.http.get(self.url, headers=self.finance)
        self.shown, self.etag = answer.json(), answer.headers["ETag"]
        return str(self.shown["status"])

    async def bank_says(self, amount: str, **said: str) -> None:
        usual = {"reference": self.shown["payment_reference"], "currency": "USD"}
        line = a_line(amount, booked_on="2026-03-02", **{**usual, **said})
        file = a_csv(line, statement=f"S-{amount}-{said}", account=OUR_ACCOUNT)
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
    await sale.bank_says("1018.50")
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
