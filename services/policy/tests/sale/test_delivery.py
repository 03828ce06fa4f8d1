"""The papers of a contract reach the customer with proof, or somebody is asked for it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA, WEI, a_customer, an_agreement
from policy.use_cases.deliver_contract import miss_delivery

Schedule = Callable[[object], Awaitable[str]]
LONDON = {"line": "1 Thames Street", "city": "London", "postal_code": "EC4R 3UE", "country": "GB"}
HAMBURG = {"line": "Hafenstr. 1", "city": "Hamburg", "postal_code": "20095", "country": "DE"}


class Contract:
    """One that an agent concluded over the counter."""

    def __init__(self, stage: Stage, issued: Any, schedule_of: Schedule) -> None:
        assert issued.status_code == 201, issued.text
        self.schedule_of = schedule_of
        self.stage, self.id = stage, issued.json()["id"]
        self.url = f"/v1/policies/{self.id}"
        self.agent = stage.as_(Role.AGENT, subject="ana")
        self.maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    async def sends(self, **changes: Any) -> Any:
        if "content_sha256" not in changes:
            changes["content_sha256"] = await self.schedule_of(self.id)
        body = {
            "channel": "registered_letter", "address": "1 Thames Street", "why_address": "her file",
            "proof": "registered", "time_zone": "Europe/London",
            "at": self.stage.clock.now().isoformat(), **changes,
        }  # fmt: skip
        read = await self.stage.http.get(self.url, headers=self.agent)
        return await self.stage.http.post(
            f"{self.url}/dispatch",
            json=body,
            headers={**self.agent, **self.stage.key(), "If-Match": read.headers["ETag"]},
        )

    async def tasks(self) -> list[tuple[str, str, str | None]]:
        query = {"policy_id": self.id}
        answer = await self.stage.http.get("/v1/tasks", params=query, headers=self.agent)
        return [(one["kind"], one["status"], one["done_by"]) for one in answer.json()["items"]]

    async def clocks(self) -> list[dict[str, Any]]:
        answer = await self.stage.http.get(f"{self.url}/clocks", headers=self.maria)
        items: list[dict[str, Any]] = answer.json()["items"]
        return [one for one in items if one["about"].startswith("withdrawal")]


@pytest.fixture
def concludes(stage: Stage, schedule_of: Schedule) -> Callable[..., Awaitable[Contract]]:
    async def concluding(role: Role = Role.AGENT, **changes: Any) -> Contract:
        await stage.given(a_customer())
        body = an_agreement(insured_place=LONDON, time_zone="Europe/London", **changes)
        headers = {**stage.as_(role, subject="ana"), **stage.key()}
        issued = await stage.http.post("/v1/policies", json=body, headers=headers)
        return Contract(stage, issued, schedule_of)

    return concluding


async def test_a_delivery_never_recorded_is_asked_for_once_and_ends_with_its_proof(
    stage: Stage, concludes: Any
) -> None:
    contract = await concludes()
    await stage.passes(timedelta(days=4))
    before = await contract.tasks()
    await stage.passes(timedelta(days=2))
    after = await contract.tasks()
    async with stage.running.works() as work:  # rung twice
        await miss_delivery(UUID(contract.id), work)
    again = await contract.tasks()

    bounced = await contract.sends(proof="bounced")
    still = await contract.tasks()
    arrived = await contract.sends()

    waits = [("papers_not_delivered", "open", None)]
    assert (before, after, again, still) == ([], waits, waits, waits)
    assert (bounced.status_code, bounced.json()["delivered_at"]) == (201, None)
    assert arrived.json()["delivered_at"] == stage.clock.now().isoformat().replace("+00:00", "Z")
    assert [one["proof"] for one in arrived.json()["dispatches"]] == ["bounced", "registered"]
    assert await contract.tasks() == [("papers_not_delivered", "done", "ana")]


async def test_delivered_in_time_nobody_is_asked(stage: Stage, concludes: Any) -> None:
    contract = await concludes()
    await contract.sends()

    await stage.passes(timedelta(days=30))

    assert await contract.tasks() == []


async def test_a_book_that_was_brought_in_has_its_papers(stage: Stage, concludes: Any) -> None:
    contract = await concludes(Role.IMPORTER, starts_on="2025-06-01", ends_on="2026-06-01")

    await stage.passes(timedelta(days=30))

    assert await contract.tasks() == []
    assert await contract.clocks() == []


async def test_the_right_to_withdraw_is_shown_open_until_the_papers_arrive(
    stage: Stage, concludes: Any
) -> None:
    contract = await concludes()

    await stage.passes(timedelta(days=60))
    [waits] = await contract.clocks()
    await contract.sends()
    [runs] = await contract.clocks()

    assert (waits["about"], waits["due"], waits["state"]) == ("withdrawal_waits", None, "waiting")
    assert waits["entry"].startswith("UK-")
    assert "no ha empezado a correr" in waits["explanation"][0]
    assert (runs["about"], runs["entry"]) == ("withdrawal", waits["entry"])
    assert runs["due"] > stage.clock.now().isoformat()


@pytest.mark.parametrize(
    ("changes", "status", "pointer"),
    [
        ({"at": "2026-03-01T09:00:00Z"}, 422, "/at"),
        ({"at": "2026-03-03T09:30:01Z"}, 422, "/at"),
        ({"proof": "surely"}, 422, "/proof"),
        ({"content_sha256": "?"}, 422, "/content_sha256"),
        ({"channel": "pigeon"}, 422, "/channel"),
    ],
)
async def test_what_is_no_sending_is_refused_with_the_field(
    concludes: Any, changes: dict[str, Any], status: int, pointer: str
) -> None:
    contract = await concludes()

    refused = await contract.sends(**changes)

    assert refused.status_code == status, refused.text
    assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]


async def test_who_may_record_it_and_who_may_see_it(stage: Stage, concludes: Any) -> None:
    contract = await concludes()
    path, key = f"{contract.url}/dispatch", {**stage.key(), "If-Match": '"1"'}
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)

    by_her = await stage.http.post(path, json={}, headers={**contract.maria, **key})
    seen = [(await stage.http.get(path, headers=who)).status_code for who in (contract.maria, wei)]

    assert by_her.status_code == 403
    assert seen == [200, 404]


async def test_of_a_sale_it_is_recorded_at_the_application(stage: Stage, counter: Any) -> None:
    await counter.takes("home", jurisdiction="DE", place=HAMBURG, time_zone="Europe/Berlin")
    await counter.applies()
    await counter.pays()
    await counter.signs()
    await counter.reviews()
    assert "prueba de que le llegaron" in counter.shown["next"]["words"]["es"]
    url = f"/v1/policies/{counter.shown['policy_id']}"
    ana = counter.who["ana"]
    await stage.passes(timedelta(days=6))
    [task] = (await stage.http.get("/v1/tasks", headers=ana)).json()["items"]
    read = await stage.http.get(url, headers=ana)

    elsewhere = await stage.http.post(
        f"{url}/dispatch",
        json=counter.sent(),
        headers={**ana, **stage.key(), "If-Match": read.headers["ETag"]},
    )
    await counter.sends()

    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "sent-with-application")
    assert counter.shown["number"] in elsewhere.json()["detail"]
    done = (await stage.http.get(f"/v1/tasks/{task['id']}", headers=ana)).json()
    assert (done["kind"], done["status"], done["done_by"]) == (
        "papers_not_delivered",
        "done",
        "ana",
    )
    papers = (await stage.http.get(f"{url}/dispatch", headers=counter.who["maria"])).json()
    assert [one["proof"] for one in papers["dispatches"]] == ["registered"]
    assert papers["delivered_at"] is not None
