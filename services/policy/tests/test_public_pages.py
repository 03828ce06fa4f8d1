"""Company, services and announcements, from outside: anybody reads, agents and ops announce."""

from datetime import timedelta
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role

OPEN_DAY: dict[str, Any] = {
    "kind": "activity",
    "audience": "households",
    "en": {"title": "Open day", "text": "Come and see."},
    "es": {"title": "Puertas abiertas", "text": "Venga a vernos."},
    "zh": {"title": "开放日", "text": "欢迎参观。"},
    "valid_until": "2026-04-01T00:00:00Z",
}


async def announced(stage: Stage, role: Role = Role.OPS, **changes: Any) -> Any:
    return await stage.http.post(
        "/v1/announcements",
        json={**OPEN_DAY, **changes},
        headers={**stage.as_(role), **stage.key()},
    )


async def public(stage: Stage, query: str = "") -> list[str]:
    answer = await stage.http.get(f"/v1/announcements?{query}")
    assert answer.status_code == 200, answer.text
    return [item["words"]["en"]["title"] for item in answer.json()["items"]]


async def test_anybody_reads_who_we_are_and_what_we_do(stage: Stage) -> None:
    company = await stage.http.get("/v1/company")
    services = await stage.http.get("/v1/services-on-offer")

    assert company.json()["name"].keys() == {"en", "es", "zh"}
    assert company.json()["grade"] == "C"
    lanes = {service["id"]: service["lane"] for service in services.json()["items"]}
    assert (lanes["claims"], lanes["visits"], lanes["vip-card"]) == ("core", "courtesy", "courtesy")
    for service in services.json()["items"]:
        assert service["text"].keys() == {"en", "es", "zh"}


async def test_an_announcement_is_public_while_it_is_in_force(stage: Stage) -> None:
    later = (stage.clock.now() + timedelta(days=1)).isoformat()
    await announced(stage)
    await announced(stage, en={"title": "Later", "text": "."}, valid_from=later)
    await announced(stage, en={"title": "Ours", "text": "."}, audience="staff")

    now = await public(stage)
    await stage.passes(timedelta(days=1))
    tomorrow = await public(stage)
    await stage.passes(timedelta(days=40))

    assert (now, tomorrow, await public(stage)) == (["Open day"], ["Later", "Open day"], [])


async def test_the_list_is_filtered_and_paged(stage: Stage) -> None:
    for kind in ("news", "activity", "news"):
        await announced(stage, kind=kind, en={"title": kind, "text": "."})

    assert await public(stage, "kind=activity") == ["activity"]
    assert await public(stage, "audience=businesses") == []
    assert await public(stage, "limit=2") == ["news", "activity"]


async def test_what_is_withdrawn_is_in_the_archive_only(stage: Stage) -> None:
    made = await announced(stage, Role.AGENT)
    url = f"/v1/announcements/{made.json()['id']}"
    agent = stage.as_(Role.AGENT)

    gone = await stage.http.put(f"{url}/withdrawal", headers={**agent, "If-Match": '"1"'})
    again = await stage.http.put(f"{url}/withdrawal", headers={**agent, "If-Match": '"2"'})
    archive = await stage.http.get("/v1/announcements/archive", headers=agent)
    read = await stage.http.get(url, headers=agent)

    assert (gone.status_code, again.status_code) == (200, 409)
    assert await public(stage) == []
    assert archive.json()["items"] == [read.json()]
    assert read.json()["withdrawn_at"] is not None


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"valid_until": "2026-03-01T00:00:00Z"}, "/valid_until"),
        ({"valid_from": "2026-05-01T00:00:00Z"}, "/valid_until"),
        ({"valid_until": "2026-02-30T00:00:00Z"}, "/valid_until"),
        ({"audience": "cats"}, "/audience"),
        ({"zh": None}, "/zh"),
        ({"en": {"title": "", "text": ""}}, "/en/title"),
    ],
)
async def test_an_announcement_that_cannot_be_is_refused(
    stage: Stage, changes: dict[str, Any], pointer: str
) -> None:
    answer = await announced(stage, **changes)

    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.AGENT, Role.OPS}])
async def test_others_do_not_announce_nor_read_the_archive(stage: Stage, role: Role) -> None:
    archive = await stage.http.get("/v1/announcements/archive", headers=stage.as_(role))

    assert (await announced(stage, role)).status_code == archive.status_code == 403
