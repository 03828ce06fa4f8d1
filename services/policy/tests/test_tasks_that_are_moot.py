"""Nobody is asked about what is no question any more: tasks close with what they were about."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from arranged.unpaid import (
    a_contract,
    asks,
    china,
    grants,
    maria,
    notices,
    paid,
    serve,
    status,
    suspended,
    tasks,
    unpaid,
    until,
)

from chassis.testing import Stage
from contracts.roles import Role
from policy.domain.policy import Status

KEPT, TO_DECIDE = "cover_kept_unpaid", "reinstatement_to_decide"


async def kept(stage: Stage, jurisdiction: str = "ES") -> UUID:
    """The notice about May was not served: on 5 June cover stands, and an agent is asked."""
    policy = await a_contract(stage, jurisdiction)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    await until(stage, datetime(2026, 6, 5, 6, tzinfo=UTC))
    assert KEPT in await tasks(stage)
    return policy


async def served_late(stage: Stage) -> None:
    for notice in await notices(stage):
        await serve(stage, notice)
    await until(stage, datetime(2026, 7, 8, 6, tzinfo=UTC))


@pytest.mark.parametrize(
    ("jurisdiction", "then"), [("ES", Status.SUSPENDED), ("FR", Status.LAPSED)]
)
async def test_once_cover_rests_or_ends_nobody_is_asked_why_it_stands(
    stage: Stage, jurisdiction: str, then: Status
) -> None:
    policy = await kept(stage, jurisdiction)

    await served_late(stage)

    assert await status(stage, policy) is then
    assert KEPT not in await tasks(stage)


async def test_once_the_contract_is_cancelled_nobody_is_asked_why_cover_stands(
    stage: Stage,
) -> None:
    policy = await kept(stage)
    read = await stage.http.get(f"/v1/policies/{policy}", headers=maria(stage))

    ended = await stage.http.put(
        f"/v1/policies/{policy}/cancellation",
        json={"ends_on": "2026-06-20", "reason": "Sold."},
        headers={**maria(stage), "If-Match": read.headers["etag"]},
    )

    assert ended.status_code == 200, ended.text
    assert KEPT not in await tasks(stage)


async def test_the_task_of_a_request_closes_with_a_persons_answer(stage: Stage) -> None:
    policy = await china(stage)
    asked = await asks(stage, policy, evidence="DOC-1")
    before = await tasks(stage, Role.UNDERWRITER)

    assert (await grants(stage, policy, asked)).status_code == 200

    assert (before, await tasks(stage, Role.UNDERWRITER)) == ([TO_DECIDE], [])


async def test_it_closes_with_our_silence(stage: Stage) -> None:
    policy = await china(stage)
    assert (await asks(stage, policy, evidence="DOC-1")).status_code == 201

    await stage.passes(timedelta(days=32))

    assert await tasks(stage, Role.UNDERWRITER) == []


async def test_it_closes_when_the_law_gives_cover_back(stage: Stage) -> None:
    policy = await suspended(stage)
    assert (await asks(stage, policy)).status_code == 201

    await paid(stage, policy)

    assert await status(stage, policy) is Status.ISSUED
    assert await tasks(stage, Role.UNDERWRITER) == []
