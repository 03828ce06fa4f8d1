"""The same request again, and twenty times at once: one effect, and one answer."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from bad_input import money, sale
from bad_input.house import (
    LISTS,
    House,
    a_change,
    a_changed_quote,
    a_quote,
    a_visitors_enquiry,
    announcement,
    answers,
    bearer,
    enquiry,
    grievance,
    loss,
    situation,
)
from journeys.company import Somebody
from journeys.test_the_first_settled_claim import PLACE, insured, reports

AT_ONCE = 20


def a_customer(house: House) -> dict[str, Any]:
    return {
        "name": "Mira Santos",
        "email": f"{uuid4().hex}@insured.example",
        "language": "en",
        "time_zone": "America/Chicago",
        "address": PLACE,
    }


def a_policy(house: House) -> dict[str, Any]:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    return {
        "customer_id": house.customer["id"],
        "product": "flood-home",
        "sum_insured": {"amount": "100000.00", "currency": "USD"},
        "deductible": {"amount": "1000.00", "currency": "USD"},
        "starts_on": str(tomorrow),
        "ends_on": str(tomorrow + timedelta(days=365)),
    }


AN_APPLICATION = "/v1/applications/{application_id}"
NOT_MADE = {
    "/v1/policies/{policy_id}/endorsement-previews",  # nothing is kept
    "/v1/policies/{policy_id}/documents",  # made once, whatever the key
    f"{AN_APPLICATION}/invoice/documents",
    "/v1/policies/{policy_id}/reinstatements",  # nothing of the house has lapsed
}


GOOD: dict[str, tuple[str, Callable[[House], Mapping[str, Any]]]] = {
    "/v1/customers": ("importer", a_customer),
    "/v1/policies": ("importer", a_policy),
    "/v1/policies/{policy_id}/endorsements": (
        "agent",
        lambda house: a_change(house.policy),
    ),
    "/v1/quotes": ("customer", lambda house: a_quote()),
    "/v1/quotes/{quote_id}/versions": ("customer", lambda house: a_changed_quote()),
    "/v1/claims": ("customer", lambda house: loss(house.policy["id"])),
    "/v1/complaints": ("customer", lambda house: grievance()),
    "/v1/enquiries": ("customer", lambda house: enquiry()),
    "/v1/visitor-enquiries": ("agent", lambda house: a_visitors_enquiry()),
    "/v1/announcements": ("ops", lambda house: announcement()),
    "/v1/risk-profiles": ("customer", lambda house: answers()),
    "/v1/advice": ("customer", lambda house: situation()),
    "/v1/bank-statements": ("finance", lambda house: money.a_bank_statement()),
    "/v1/refunds": ("finance", lambda house: money.a_refund(house.policy)),
    "/v1/prospects": ("agent", lambda house: sale.first_contact()),
    "/v1/authorities": ("ops", lambda house: sale.a_grant()),
    "/v1/applications": ("agent", lambda house: sale.an_order(house.customer)),
    f"{AN_APPLICATION}/counter-offers": (
        "customer",
        lambda house: {"offer": sale.an_offer(), "words": "Less is enough."},
    ),
    f"{AN_APPLICATION}/documents": ("customer", lambda house: sale.another_paper()),
    f"{AN_APPLICATION}/conditions": ("underwriter", lambda house: sale.a_condition()),
    f"{AN_APPLICATION}/dispatch": (
        "agent",
        lambda house: sale.a_sending(house.sold["schedule"]),
    ),
    "/v1/policies/{policy_id}/dispatch": (
        "agent",
        lambda house: sale.a_sending(house.document),
    ),
}
MAKES: dict[str, set[str]] = {"/v1/visitor-enquiries": {"/enquiries", "/prospects"}}
"""What a request makes elsewhere than under its own name."""
OTHERWISE: dict[str, dict[str, Any]] = {
    "/v1/customers": {"name": "Another"},
    "/v1/policies": {"deductible": {"amount": "2000.00", "currency": "USD"}},
    "/v1/policies/{policy_id}/endorsements": {"reason": "Another"},
    "/v1/quotes": {"answers": {"sum_insured": "90000.00", "deductible": "1000"}},
    "/v1/quotes/{quote_id}/versions": {"answers": {"sum_insured": "1.00", "deductible": "1000"}},
    "/v1/claims": {"description": "Another"},
    "/v1/complaints": {"description": "Another"},
    "/v1/enquiries": {"question": "Another?"},
    "/v1/visitor-enquiries": {"question": "Another?"},
    "/v1/announcements": {"kind": "news"},
    "/v1/risk-profiles": {"stage": "old"},
    "/v1/advice": {"situation": {**situation()["situation"], "jurisdiction": "CN"}},
    "/v1/bank-statements": {"format": "camt.053"},
    "/v1/refunds": {"reason": "Another"},
    "/v1/prospects": {"name": "Another"},
    "/v1/authorities": {"level": 2},
    "/v1/applications": {"offer": sale.an_offer()},
    f"{AN_APPLICATION}/counter-offers": {"words": "Another"},
    f"{AN_APPLICATION}/documents": {"documents": []},
    f"{AN_APPLICATION}/conditions": {"kind": "another"},
    f"{AN_APPLICATION}/dispatch": {"proof": "bounced"},
    "/v1/policies/{policy_id}/dispatch": {"proof": "bounced"},
}


async def send(
    house: House, path: str, body: Mapping[str, Any], key: str, *, by: str = ""
) -> httpx2.Response:
    role = by or GOOD[path][0]
    who = house.owner() if role == "customer" else house.company.somebody(role)
    headers = bearer(who.token) | {"Idempotency-Key": key}
    url = where(house, path)
    if path.startswith(AN_APPLICATION) or path.endswith("/dispatch"):
        read = await house.company.http.get(url.rpartition("/")[0], headers=headers)
        headers["If-Match"] = read.headers["ETag"]
    return await house.company.http.post(url, json=body, headers=headers)


def where(house: House, path: str) -> str:
    """What is sent is what was sold; all else is tried on what an underwriter has."""
    own = {"application_id": house.sold["id"]} if path.endswith("/dispatch") else {}
    return path.format(**{**house.ids, **own})


def test_every_post_is_tried_here(house: House) -> None:
    assert set(GOOD) | NOT_MADE == {
        route.template for route in house.routes if route.method == "POST"
    }


@pytest.mark.parametrize("path", GOOD)
async def test_twenty_at_once_have_one_effect(house: House, path: str) -> None:
    body, key = GOOD[path][1](house), str(uuid4())
    before = await house.lengths()

    answers = await asyncio.gather(*(send(house, path, body, key) for _ in range(AT_ONCE)))
    said = await house.said()
    last = await send(house, path, body, key)

    made = [answer for answer in answers if answer.status_code == 201]
    waiting = [answer for answer in answers if answer.status_code != 201]
    assert len({answer.content for answer in [*made, last]}) == 1
    assert {(answer.status_code, answer.json()["code"]) for answer in waiting} <= {
        (409, "idempotency-in-flight")
    }
    assert all(int(answer.headers["Retry-After"]) for answer in waiting)
    assert last.headers["Idempotency-Replayed"] == "true"
    assert last.headers["Location"] == made[0].headers["Location"]
    nouns = MAKES.get(path, {path.removeprefix("/v1")})
    after = await house.lengths()
    assert {name: after[name] - before[name] for name in before} == {
        name: int(name in nouns) for name in before
    }
    assert await house.said() == said


async def test_a_key_means_one_request(house: House) -> None:
    orders = {path: (order(house), str(uuid4())) for path, (_, order) in GOOD.items()}
    made = {path: await send(house, path, body, key) for path, (body, key) in orders.items()}
    assert {path: answer.text for path, answer in made.items() if answer.status_code != 201} == {}

    async with house.nothing_done():
        refused = {
            path: await send(house, path, {**body, **OTHERWISE[path]}, key)
            for path, (body, key) in orders.items()
        }

    told = {path: (answer.status_code, answer.json()["code"]) for path, answer in refused.items()}
    assert told == dict.fromkeys(GOOD, (422, "idempotency-key-reused"))


async def test_a_key_is_its_owners_alone(house: House) -> None:
    key = str(uuid4())
    first = await send(house, "/v1/customers", a_customer(house), key, by="importer")

    second = await send(house, "/v1/customers", a_customer(house), key, by="agent")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]


async def test_a_refused_request_leaves_its_key_free(house: House) -> None:
    key, body = str(uuid4()), loss(house.policy["id"])

    refused = await send(house, "/v1/claims", body | {"peril": "meteorite"}, key)
    taken = await send(house, "/v1/claims", body, key)

    assert (refused.status_code, taken.status_code) == (422, 201)


async def test_twenty_changes_of_one_version_have_one_effect(house: House) -> None:
    customer, policy = await insured(house.company)
    agent = house.company.somebody("agent")
    me = house.company.somebody("customer", customer["id"])
    claim = await reports(me, policy["id"], "900.00")
    complaint = (await me.post("/complaints", grievance())).json()
    await house.at_rest()
    in_a_month = datetime.now(UTC).date() + timedelta(days=30)
    wish = {"channel": "phone", "received_on": policy["issued_at"][:10]}
    last_day = {"ends_on": str(in_a_month), "reason": "The house is sold.", "wish": wish}
    orders: dict[str, tuple[Somebody, dict[str, Any], int]] = {
        f"/claims/{claim['id']}/withdrawal": (me, {}, 1),
        f"/complaints/{complaint['id']}/closure": (me, {}, 1),
        f"/policies/{policy['id']}/cancellation": (
            agent,
            last_day,
            2,
        ),  # and a credit note, and a refund
    }

    for path, (who, body, facts) in orders.items():
        thing = await who.get(path.rpartition("/")[0])
        headers = bearer(who.token) | {"If-Match": thing.headers["ETag"]}
        before = await house.count()

        answers = await asyncio.gather(
            *(
                house.company.http.put(f"/v1{path}", json=body, headers=headers)
                for _ in range(AT_ONCE)
            )
        )

        statuses = sorted(answer.status_code for answer in answers)
        assert statuses[0] == 200, answers[0].text
        assert set(statuses[1:]) <= {409, 412}, path
        after = await house.count()
        said = {name: after[name] - before[name] for name in before if "/flow" in name}
        assert facts <= sum(said.values()) <= facts + path.endswith("cancellation"), (path, said)
        more = {name for name in LISTS if after[name] != before[name]}
        assert more <= {"/refunds", "/documents"}, path  # what follows a cancellation by itself
