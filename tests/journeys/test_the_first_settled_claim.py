"""A customer is insured, reports a loss, is paid, complains, and hears about each step."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from journeys.company import Company, Somebody, eventually

PLACE = {
    "line": "1 Harbour Street",
    "city": "Galveston",
    "region": "TX",
    "postal_code": "77550",
    "country": "US",
}


async def insured(company: Company, language: str = "en") -> tuple[dict[str, Any], dict[str, Any]]:
    """A customer with a year of flood cover that began a month ago, brought in by an importer."""
    importer = company.somebody("importer")
    customer = await importer.post(
        "/customers",
        {
            "kind": "person",
            "name": "Mira Santos",
            "email": f"{uuid4().hex}@insured.example",
            "language": language,
            "time_zone": "America/Chicago",
            "address": PLACE,
        },
    )
    assert customer.status_code == 201, customer.text
    starts_on = (datetime.now(UTC) - timedelta(days=30)).date()
    policy = await importer.post(
        "/policies",
        {
            "customer_id": customer.json()["id"],
            "product": "flood-home",
            "insured_place": PLACE,
            "time_zone": "America/Chicago",
            "sum_insured": {"amount": "100000.00", "currency": "USD"},
            "deductible": {"amount": "1000.00", "currency": "USD"},
            "starts_on": starts_on.isoformat(),
            "ends_on": (starts_on + timedelta(days=365)).isoformat(),
        },
    )
    assert policy.status_code == 201, policy.text
    return customer.json(), policy.json()


async def reports(me: Somebody, policy_id: str, damage: str) -> dict[str, Any]:
    """First notice of loss, repeated while claims has not heard of the policy yet."""
    loss = {
        "policy_id": policy_id,
        "peril": "rainfall",
        "occurred_at": (datetime.now(UTC) - timedelta(days=2)).isoformat(),
        "damage": {"amount": damage, "currency": "USD"},
        "description": "Water came in through the kitchen.",
    }
    filed = await eventually(
        lambda: me.post("/claims", loss),
        lambda answer: answer.json().get("code") != "policy-unknown",
    )
    assert filed.status_code == 201, filed.text
    return dict(filed.json())


async def told(me: Somebody, *facts: str) -> list[str]:
    """Wait until the customer's inbox tells of all these facts."""

    async def look() -> list[str]:
        page = await me.get("/inbox", limit=100)
        assert page.status_code == 200, page.text
        return [item["fact"] for item in page.json()["items"]]

    return await eventually(look, lambda seen: set(facts) <= set(seen))


async def test_a_customer_is_paid_for_a_loss_and_hears_of_each_step(company: Company) -> None:
    customer, policy = await insured(company)
    me = company.somebody("customer", customer["id"])

    claim = await reports(me, policy["id"], "8500.00")

    assert claim["status"] == "approved"
    assert claim["amount"] == {"amount": "7500.00", "currency": "USD"}
    assert [finding["passed"] for finding in claim["findings"]] == [True] * len(claim["findings"])

    paid = await company.somebody("finance").put(
        f"/claims/{claim['id']}/payment", {"reference": f"BANK-{claim['id']}"}
    )

    assert paid.json()["status"] == "paid"
    await told(
        me,
        "welcome",
        "policy-issued",
        "claim-filed",
        "claim-approved",
        "claim-paid",
    )


async def test_a_loss_below_the_deductible_is_decided_by_a_person(company: Company) -> None:
    customer, policy = await insured(company, "es")
    me = company.somebody("customer", customer["id"])

    claim = await reports(me, policy["id"], "900.00")

    assert claim["status"] == "in_review"
    declined = await company.somebody("adjuster").put(
        f"/claims/{claim['id']}/decision",
        {"decision": "decline", "reason": "The damage is below the deductible you chose."},
    )
    assert declined.json()["status"] == "declined"
    await told(me, "claim-declined")


async def test_a_complaint_about_a_claim_is_acknowledged_answered_and_closed(
    company: Company,
) -> None:
    customer, policy = await insured(company, "zh")
    me = company.somebody("customer", customer["id"])
    claim = await reports(me, policy["id"], "3000.00")
    officer = company.somebody("complaints_officer")
    grievance = {"about": "claim", "about_id": claim["id"], "description": "Nobody called me back."}

    opened = await eventually(
        lambda: me.post("/complaints", grievance), lambda answer: answer.status_code != 404
    )

    assert opened.status_code == 201, opened.text
    complaint = opened.json()
    assert complaint["promise"]["state"] == "running"
    path = f"/complaints/{complaint['id']}"
    acknowledged = await officer.put(f"{path}/acknowledgement", {})
    assert acknowledged.json()["promise"]["state"] == "kept"
    answered = await officer.put(f"{path}/answer", {"answer": "We are sorry; here is what we did."})
    assert answered.json()["status"] == "answered"
    closed = await me.put(f"{path}/closure", {})
    assert closed.json()["status"] == "closed"
    await told(
        me,
        "complaint-opened",
        "complaint-acknowledged",
        "complaint-answered",
        "complaint-closed",
    )


async def test_a_stranger_finds_nothing(company: Company) -> None:
    customer, policy = await insured(company)
    me = company.somebody("customer", customer["id"])
    claim = await reports(me, policy["id"], "2500.00")
    stranger = company.somebody("customer", str(uuid4()))

    for path in (
        f"/customers/{customer['id']}",
        f"/policies/{policy['id']}",
        f"/claims/{claim['id']}",
    ):
        answer = await stranger.get(path)
        assert answer.status_code == 404, path
        assert answer.headers["content-type"] == "application/problem+json"
    assert (await stranger.get("/inbox")).json()["items"] == []
    assert (await stranger.get("/claims")).json()["items"] == []


async def test_a_message_is_mailed_in_the_customers_language(company: Company) -> None:
    customer, _ = await insured(company, "es")
    ops = company.somebody("ops")

    async def look() -> list[dict[str, Any]]:
        page = await ops.get("/deliveries", customer_id=customer["id"], limit=100)
        return [item for item in page.json()["items"] if item["fact"] == "policy-issued"]

    mails = await eventually(look, lambda seen: [mail["status"] for mail in seen] == ["sent"])

    shown = (await ops.get(f"/deliveries/{mails[0]['id']}")).json()
    assert shown["language"] == "es"
    assert shown["text"].startswith("Hola, Mira Santos")
