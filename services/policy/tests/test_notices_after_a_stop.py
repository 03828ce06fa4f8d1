"""The service stood still over rungs of the premium ladder: what is said then is still true."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from arranged.renewing import maria
from arranged.unpaid import (
    MAY,
    a_contract,
    clocks,
    notices,
    serve,
    status,
    tasks,
    unpaid,
    until,
)
from pypdf import PdfReader

from chassis.testing import Stage
from contracts.policy import NoticeNeeded, PolicySuspended
from policy.domain.policy import Status

IN_MAY = datetime(2026, 5, 25, tzinfo=UTC)
IN_JUNE = datetime(2026, 6, 10, tzinfo=UTC)


def squeezed(words: str) -> str:
    return "".join(words.split())


async def papers(stage: Stage, policy: UUID) -> list[str]:
    """What the notices on paper say, without spaces."""
    query = {"policy_id": str(policy), "kind": "notice"}
    hers = maria(stage)
    listed = await stage.http.get("/v1/documents", params=query, headers=hers)
    made = [
        await stage.http.get(f"/v1/documents/{one['id']}/content", headers=hers)
        for one in listed.json()["items"]
    ]
    pages = [PdfReader(BytesIO(one.content)).pages for one in made]
    return ["".join(squeezed(page.extract_text()) for page in paper) for paper in pages]


async def said_after(stage: Stage, instant: datetime) -> list[Any]:
    """All that was due until then rings at once."""
    await until(stage, instant)
    told = (NoticeNeeded, PolicySuspended)
    return [one for one in await stage.said() if isinstance(one, told)]


async def test_no_last_call_is_made_once_cover_rests(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [reminder] = await notices(stage)
    await serve(stage, reminder)

    happened = await said_after(stage, IN_JUNE)

    assert [type(one) for one in happened] == [PolicySuspended]
    assert await status(stage, policy) is Status.SUSPENDED


async def test_a_last_call_that_is_late_and_in_grace_still_calls(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [reminder] = await notices(stage)
    await serve(stage, reminder)

    [call] = await said_after(stage, IN_MAY)

    assert (call.kind, call.cover_until) == ("last_call", datetime(2026, 6, 1, 22, tzinfo=UTC))


async def test_what_must_be_served_is_said_late_and_names_no_day_that_is_gone(
    stage: Stage,
) -> None:
    """Cover stands without it: it gives the time that a late notice gives, and says so."""
    policy = await a_contract(stage)
    await unpaid(stage, policy)

    [reminder] = [one for one in await said_after(stage, IN_JUNE) if f"{one.due_on}" == MAY]
    still = await status(stage, policy)
    waiting = await tasks(stage)
    await serve(stage, reminder)
    grace = [one for one in await clocks(stage, policy) if one["about"] == "grace"]

    assert (reminder.kind, reminder.cover_until) == ("reminder", None)
    assert reminder.rule.endswith("YB-LATE-NOTICE-RESTS")
    assert reminder.pay_within["en"].startswith("Pay within 30 calendar days of receiving")
    within = squeezed(reminder.pay_within["es"])
    [paper] = [one for one in await papers(stage, policy) if within in one]
    assert squeezed("La cobertura sigue al menos hasta") not in paper
    assert (still, waiting) == (Status.ISSUED, ["cover_kept_unpaid"])
    assert "YB-LATE-NOTICE-RESTS" in [one["entry"] for one in grace]


async def test_nothing_is_called_for_once_the_contract_is_over(stage: Stage) -> None:
    """The demand was never heard of, and the stop lasted past the end of the term."""
    policy = await a_contract(stage, "FR")
    await unpaid(stage, policy)

    happened = await said_after(stage, datetime(2027, 4, 10, tzinfo=UTC))

    assert [one for one in happened if isinstance(one, NoticeNeeded)] == []
    assert await status(stage, policy) is Status.EXPIRED


@pytest.mark.parametrize("instant", [IN_MAY, IN_JUNE])
async def test_no_notice_is_said_twice(stage: Stage, instant: datetime) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)

    happened = await said_after(stage, instant)
    more = await said_after(stage, instant + timedelta(days=3))

    kinds = [(one.kind, one.due_on) for one in [*happened, *more]]
    assert len(kinds) == len(set(kinds))


async def test_a_reminder_and_a_last_call_of_the_same_moment_are_one_letter(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)

    happened = await said_after(stage, IN_MAY)
    may = [one for one in happened if one.due_on.isoformat() == MAY]
    await serve(stage, may[0])
    await said_after(stage, IN_JUNE)

    assert [one.kind for one in may] == ["last_call"]
    assert await status(stage, policy) is Status.SUSPENDED  # it reminded as well


async def test_a_last_call_in_a_reminders_place_that_is_not_served_leaves_cover(
    stage: Stage,
) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)

    await said_after(stage, IN_MAY)
    await said_after(stage, IN_JUNE)

    assert await status(stage, policy) is Status.ISSUED
    assert await tasks(stage) == ["cover_kept_unpaid"]


async def test_what_starts_the_time_is_said_and_nothing_is_called_for_beside_it(
    stage: Stage,
) -> None:
    china = {"currency": "CNY", "time_zone": "Asia/Shanghai"}
    policy = await a_contract(stage, "CN", "life", **china)
    await unpaid(stage, policy)

    happened = await said_after(stage, datetime(2026, 6, 20, tzinfo=UTC))

    assert [one.kind for one in happened if one.due_on.isoformat() == MAY] == ["demand"]
