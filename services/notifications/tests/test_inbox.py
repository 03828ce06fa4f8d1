"""The inbox of a customer, from outside."""

import pytest

from chassis.ids import new_id
from chassis.testing import Stage
from contracts.roles import Role
from notifications.domain.item import Item
from notifications.examples import ITEM, MARIA, WEI, an_item


def maria(stage: Stage) -> dict[str, str]:
    return stage.as_(Role.CUSTOMER, customer_id=MARIA)


async def test_the_newest_item_comes_first(stage: Stage) -> None:
    await stage.given(*(an_item(number, item_id=new_id()) for number in (1, 2, 3)))

    answer = await stage.http.get("/v1/inbox?limit=2", headers=maria(stage))
    rest = await stage.http.get(
        f"/v1/inbox?limit=2&after={answer.json()['next']}", headers=maria(stage)
    )

    assert answer.status_code == 200
    shown = answer.json()["items"] + rest.json()["items"]
    assert len(shown) == 3
    assert set(shown[0]) == {"id", "fact", "lane", "title", "body", "created_at", "read_at"}
    assert [item["id"] for item in shown] == sorted((item["id"] for item in shown), reverse=True)


async def test_reading_marks_an_item_once(stage: Stage) -> None:
    await stage.given(an_item())
    first_read = stage.clock.now()

    answer = await stage.http.put(f"/v1/inbox/{ITEM}/read", headers=maria(stage))
    stage.clock.advance(stage.clock.now() - first_read)
    again = await stage.http.put(f"/v1/inbox/{ITEM}/read", headers=maria(stage))

    assert (answer.status_code, again.status_code) == (204, 204)
    assert (await stage.get(Item, ITEM)).read_at == first_read


async def test_only_unread_items_when_asked(stage: Stage) -> None:
    await stage.given(an_item(1), an_item(2, item_id=new_id()))
    await stage.http.put(f"/v1/inbox/{ITEM}/read", headers=maria(stage))

    counts = [
        len((await stage.http.get(f"/v1/inbox{query}", headers=maria(stage))).json()["items"])
        for query in ("", "?unread=true", "?unread=false")
    ]

    assert counts == [2, 1, 1]


async def test_a_strangers_item_answers_like_a_missing_one(stage: Stage) -> None:
    missing = await stage.http.put(f"/v1/inbox/{ITEM}/read", headers=maria(stage))
    await stage.given(an_item(customer_id=WEI))
    strangers = await stage.http.put(f"/v1/inbox/{ITEM}/read", headers=maria(stage))
    shown = await stage.http.get("/v1/inbox", headers=maria(stage))

    assert (missing.status_code, strangers.status_code) == (404, 404)
    assert missing.json()["detail"] == strangers.json()["detail"]
    assert (await stage.get(Item, ITEM)).read_at is None
    assert shown.json()["items"] == []


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/inbox"), ("GET", "/v1/inbox/stream"), ("PUT", f"/v1/inbox/{ITEM}/read")],
)
async def test_only_customers_have_an_inbox(stage: Stage, method: str, path: str) -> None:
    nobody = await stage.http.request(method, path)
    officer = await stage.http.request(
        method, path, headers=stage.as_(Role.COMPLAINTS_OFFICER, Role.OPS)
    )
    of_no_customer = await stage.http.request(method, path, headers=stage.as_(Role.CUSTOMER))

    assert (nobody.status_code, officer.status_code, of_no_customer.status_code) == (401, 403, 404)


async def test_bad_questions_are_refused(stage: Stage) -> None:
    statuses = [
        (await stage.http.get(f"/v1/inbox?{query}", headers=maria(stage))).status_code
        for query in ("unread=maybe", "limit=0", "limit=x", "after=x", "what=1")
    ]
    bad_id = await stage.http.put("/v1/inbox/no-id/read", headers=maria(stage))

    assert statuses == [400] * 5
    assert bad_id.status_code == 400
