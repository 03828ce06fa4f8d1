"""A service that is told to stop finishes what it accepted, and says so by its exit code."""

import asyncio
from uuid import uuid4

import httpx2
from bad_input.house import bearer, loss
from compose.containers import Containers
from journeys.company import Company
from journeys.test_the_first_settled_claim import insured, reports

AT_ONCE = 8
PASSING = {409, 429, 502, 503, 504}


async def test_what_a_stopping_service_accepted_is_there(
    company: Company, containers: Containers
) -> None:
    customer, policy = await insured(company)
    me = company.somebody("customer", customer["id"])
    await reports(me, policy["id"], "8500.00")
    importer = bearer(company.mint("importer"))
    claim = loss(policy["id"])
    sent: dict[str, str | None] = {}

    async def report(key: str) -> None:
        sent.setdefault(key, None)
        try:
            answer = await company.http.post(
                "/v1/claims",
                json=claim,
                headers=importer | {"Idempotency-Key": key},
            )
        except httpx2.TransportError:
            return
        assert answer.status_code in {201, *PASSING}, answer.text
        if answer.status_code == 201:
            sent[key] = answer.json()["id"]

    async def keep_reporting() -> None:
        """Until one is not accepted: that one is sent again later."""
        key = ""
        while not key or sent[key]:
            key = str(uuid4())
            await report(key)

    writers = [asyncio.create_task(keep_reporting()) for _ in range(AT_ONCE)]
    await asyncio.sleep(1.0)
    code = await containers.stop("claims")
    await asyncio.gather(*writers)
    accepted = {key: made for key, made in sent.items() if made}
    await containers.start_all()
    for key in sent.keys() - accepted.keys():
        while sent[key] is None:
            await report(key)
            await asyncio.sleep(0.1)
    there = await claims_of(company, policy["id"])

    assert code == 0
    assert len(accepted) > AT_ONCE
    assert set(accepted.values()) <= there
    assert len(there) == len(sent) + 1  # each key once, and the first report


async def claims_of(company: Company, policy_id: str) -> set[str]:
    found: set[str] = set()
    after: dict[str, str] = {}
    adjuster = company.somebody("adjuster")
    while True:
        page = (await adjuster.get("/claims", policy_id=policy_id, limit=100, **after)).json()
        found |= {claim["id"] for claim in page["items"]}
        if not page["next"]:
            return found
        after = {"after": page["next"]}
