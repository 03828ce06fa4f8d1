"""A claim is walked to its end, also when the answer to a step is lost on its way."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import httpx2

from embedded.replay.front_door import FrontDoor, Tokens
from embedded.replay.rows import LossRow
from embedded.replay.settle import Insured, settle

ROW = LossRow(
    line=2,
    ref="9621c25b",
    lost_on=date(1998, 9, 28),
    state="FL",
    postal_code="32566",
    peril="rainfall",
    value=Decimal(80000),
    sum_insured=Decimal(100000),
    deductible=Decimal(500),
    damage=Decimal(9313),
    paid=Decimal(8813),
)
AMOUNT = {"amount": "8813.00", "currency": "USD"}


class ForgetfulCompany(httpx2.AsyncBaseTransport):
    """Takes every change, and loses the answer to the first of each kind."""

    def __init__(self) -> None:
        self.status, self.version = "in_review", 1
        self.changes: list[str] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        path = Path(request.url.path)
        if request.method != "PUT":
            return self._claim()
        if request.headers["If-Match"] != f'"{self.version}"':
            return httpx2.Response(412, json={"code": "stale"})
        self.changes.append(path.name)
        self.status, self.version = (
            {"decision": "approved", "payment": "paid"}[path.name],
            1 + self.version,
        )
        raise httpx2.ReadError("the connection broke")

    def _claim(self) -> httpx2.Response:
        shown = {"id": "c1", "status": self.status, "amount": AMOUNT}
        said = shown | {"proposed_decision": "approve", "proposed_amount": AMOUNT}
        return httpx2.Response(200, headers={"ETag": f'"{self.version}"'}, content=json.dumps(said))


async def test_a_step_whose_answer_was_lost_is_not_taken_twice() -> None:
    company = ForgetfulCompany()
    tokens = Tokens(importer="i", adjuster="a", finance="f", ops="o")
    async with httpx2.AsyncClient(transport=company, base_url="http://company") as http:
        insured = Insured(row=ROW, customer_id="p1", policy_id="p2")

        settled = await settle(insured, FrontDoor(http), tokens)

    assert (settled.status, settled.amount) == ("paid", Decimal("8813.00"))
    assert company.changes == ["decision", "payment"]
