"""What the house sells: somebody who asked, an application on a desk, a contract that was sold."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
from journeys.company import Company, Somebody
from journeys.test_the_first_settled_claim import PLACE

from policy.examples.papers import a_review, handed_in
from policy.examples.selling import an_offer_as_sent

PAPERS = ("identity", "address_proof", "claims_history")
Shown = Mapping[str, Any]


def first_contact() -> dict[str, Any]:
    """Somebody who spoke to us."""
    return {
        "name": "Wei Chen",
        "email": f"{uuid4().hex}@insured.example",
        "language": "zh",
        "time_zone": "America/Chicago",
        "channel": "web",
        "how": "ticked on the web form",
    }


def a_grant(holder: str = "vera") -> dict[str, Any]:
    """Authority to decide, this year."""
    return {"holder": holder, "level": 1, "from_on": "2026-01-01", "to_on": "2099-01-01"}


def an_offer(**answers: Any) -> dict[str, Any]:
    """A home of its own, from tomorrow: what is sold elsewhere does not count together with it."""
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    offer: dict[str, Any] = an_offer_as_sent(answers, limit="100000.00")
    days = {"starts_on": str(tomorrow), "ends_on": str(tomorrow + timedelta(days=365))}
    return {**offer, **days, "place": {**PLACE, "line": f"{uuid4().hex} Harbour Street"}}


def an_order(customer: Shown, **answers: Any) -> dict[str, Any]:
    """What an agent's screen sends to start an application."""
    return {"customer_id": customer["id"], "offer": an_offer(**answers)}


def papers() -> dict[str, Any]:
    """What is always asked for."""
    return handed_in([*PAPERS])


def another_paper() -> dict[str, Any]:
    """One that was not handed in before."""
    return handed_in([f"photos-{uuid4().hex}"])


def a_condition() -> dict[str, Any]:
    """One of its own name."""
    words = dict.fromkeys(("en", "es", "zh"), "Fit a flood barrier.")
    return {"id": f"C-{uuid4().hex[:20].upper()}", "kind": "works", "words": words,
            "precedent": True}  # fmt: skip


def a_sending(schedule: Shown) -> dict[str, Any]:
    """The schedule on its way."""
    return {
        "channel": "email", "address": "mira@insured.example", "why_address": "her file",
        "content_sha256": schedule["sha256"], "proof": "sent", "at": datetime.now(UTC).isoformat(),
        "time_zone": "America/Chicago",
    }  # fmt: skip


async def adds(who: Somebody, application: Shown, what: str, body: Shown) -> httpx2.Response:
    """Add something to an application, as it is now."""
    path = f"/v1/applications/{application['id']}"
    headers = {"Authorization": f"Bearer {who.token}", "Idempotency-Key": str(uuid4())}
    read = await who.http.get(path, headers=headers)
    headers["If-Match"] = read.headers["ETag"]
    return await who.http.post(f"{path}/{what}", json=body, headers=headers)


async def an_application(company: Company, customer: Shown, **answers: Any) -> Shown:
    """Agreed on and applied for, with every paper."""
    me = company.somebody("customer", customer["id"])
    opened = await company.somebody("agent").post("/applications", an_order(customer, **answers))
    assert opened.status_code == 201, opened.text
    one = opened.json()
    for verb in ("agreement", "submission"):
        done = await me.put(f"/applications/{one['id']}/{verb}", {})
        assert done.status_code == 200, done.text
    handed_in = await adds(me, one, "documents", papers())
    assert handed_in.status_code == 201, handed_in.text
    return dict(handed_in.json())


async def on_the_desk(company: Company, customer: Shown) -> Shown:
    """A rule refers it to a person, who wants something first."""
    one = await an_application(company, customer, days_unoccupied=90)
    wanted = await adds(company.somebody("underwriter"), one, "conditions", a_condition())
    assert wanted.status_code == 201, wanted.text
    return dict(wanted.json())


async def sold(company: Company, customer: Shown) -> Shown:
    """A standard home, accepted by the machine, paid, signed and in force, with its schedule."""
    one = await an_application(company, customer)
    me, finance = company.somebody("customer", customer["id"]), company.somebody("finance")
    url = f"/applications/{one['id']}"
    soon = datetime.now(UTC).date() + timedelta(days=20)
    billed = await finance.put(f"{url}/invoice", {"due_on": str(soon)})
    assert billed.status_code == 200, billed.text
    money = {"amount": billed.json()["invoiced"], "reference": "RF1"}
    paid = await finance.put(f"{url}/premium", money)
    assert paid.status_code == 200, paid.text
    signed = await me.put(f"{url}/signature", a_signature(paid.json(), customer["name"]))
    assert signed.status_code == 200, signed.text
    review = a_review(datetime.now(UTC).isoformat())
    made = await company.somebody("underwriter").put(f"{url}/signature/review", review)
    assert made.json().get("status") == "in_force", made.text
    policy = made.json()["policy_id"]
    agent = company.somebody("agent")
    schedule = await agent.post(f"/policies/{policy}/documents", {"kind": "schedule"})
    assert schedule.status_code == 201, schedule.text
    return {**made.json(), "schedule": schedule.json()}


def a_signature(application: Shown, signer: str) -> dict[str, Any]:
    """The evidence of a customer's signature, given now."""
    now = datetime.now(UTC).isoformat()
    return {
        "signer": signer, "level": "aes", "document_sha256": application["terms_sha256"],
        "document_version": "1", "language": "en", "opened_at": now, "signed_at": now,
        "scrolled_to_end": True, "ticks": ["I have read it."], "identity_method": "eid",
        "identity_result": "passed",
    }  # fmt: skip
