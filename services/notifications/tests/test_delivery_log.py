"""The delivery log, from outside: for operators only."""

import pytest

from chassis.ids import new_id
from chassis.testing import Stage
from contracts.roles import Role
from notifications.domain.delivery import Status
from notifications.examples import DELIVERY, MARIA, WEI, a_delivery

PATHS = ["/v1/deliveries", "/v1/deliveries/summary", f"/v1/deliveries/{DELIVERY}"]


def ops(stage: Stage) -> dict[str, str]:
    return stage.as_(Role.OPS)


async def test_an_operator_reads_what_was_sent(stage: Stage) -> None:
    await stage.given(a_delivery())

    answer = await stage.http.get(f"/v1/deliveries/{DELIVERY}", headers=ops(stage))

    assert answer.status_code == 200
    assert answer.json() == {
        "id": str(DELIVERY),
        "customer_id": str(MARIA),
        "fact": "claim-filed",
        "lane": "core",
        "status": "queued",
        "language": "es",
        "attempts": 0,
        "error": None,
        "created_at": "2026-03-02T09:30:00Z",
        "due_at": "2026-03-02T09:30:00Z",
        "sent_at": None,
        "address": "maria@example.com",
        "subject": "Hola",
        "text": "Hola, María.",
        "html": "<p>Hola, María.</p>",
    }


async def test_the_log_is_filtered_and_comes_in_pages(stage: Stage) -> None:
    weis = a_delivery(delivery_id=new_id())
    weis.customer_id = WEI
    await stage.given(
        weis,
        a_delivery(Status.SENT, delivery_id=new_id()),
        a_delivery(Status.SENT, delivery_id=new_id()),
        a_delivery(Status.FAILED, delivery_id=new_id()),
    )

    async def count(query: str) -> int:
        answer = await stage.http.get(f"/v1/deliveries{query}", headers=ops(stage))
        return len(answer.json()["items"])

    page = (await stage.http.get("/v1/deliveries?limit=3", headers=ops(stage))).json()

    assert await count("") == 4
    assert await count("?status=sent") == 2
    assert await count(f"?customer_id={WEI}") == 1
    assert await count(f"?customer_id={MARIA}&status=failed") == 1
    assert len(page["items"]) == 3
    assert await count(f"?limit=3&after={page['next']}") == 1
    assert "text" not in page["items"][0]


async def test_the_summary_counts_every_status(stage: Stage) -> None:
    await stage.given(
        *(a_delivery(status, delivery_id=new_id()) for status in (*Status, Status.SENT))
    )

    answer = await stage.http.get("/v1/deliveries/summary", headers=ops(stage))

    assert answer.json() == {"waiting": 1, "queued": 1, "sent": 2, "failed": 1, "skipped": 1}


@pytest.mark.parametrize("path", PATHS)
async def test_nobody_else_reads_the_log(stage: Stage, path: str) -> None:
    await stage.given(a_delivery())

    nobody = await stage.http.get(path)
    customer = await stage.http.get(path, headers=stage.as_(Role.CUSTOMER, customer_id=MARIA))
    officer = await stage.http.get(path, headers=stage.as_(Role.COMPLAINTS_OFFICER))

    assert [nobody.status_code, customer.status_code, officer.status_code] == [401, 403, 403]


async def test_bad_questions_are_refused(stage: Stage) -> None:
    statuses = [
        (await stage.http.get(f"/v1/deliveries?{query}", headers=ops(stage))).status_code
        for query in ("status=lost", "customer_id=7", "limit=0", "after=x", "what=1")
    ]
    missing = await stage.http.get(f"/v1/deliveries/{new_id()}", headers=ops(stage))
    bad = await stage.http.get("/v1/deliveries/no-id", headers=ops(stage))

    assert statuses == [400] * 5
    assert (missing.status_code, bad.status_code) == (404, 400)
