"""Acknowledging, answering and closing, from outside; and the clock that runs meanwhile."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select

from chassis.tables import alarms
from chassis.testing import Stage
from complaints.domain.complaint import Complaint, Status
from complaints.examples import ANSWER, CLAIM, COMPLAINT, MARIA, WEI, WORDS, a_complaint
from complaints.examples import what_maria_has as hers
from contracts.complaints import (
    AcknowledgementOverdue,
    ComplaintAcknowledged,
    ComplaintAnswered,
    ComplaintClosed,
)
from contracts.roles import Role

HERE = f"/v1/complaints/{COMPLAINT}"


def officer(stage: Stage, version: int = 1) -> dict[str, str]:
    return stage.as_(Role.COMPLAINTS_OFFICER, subject="oskar") | {"If-Match": f'"{version}"'}


def maria(stage: Stage, version: int = 1) -> dict[str, str]:
    who = stage.as_(Role.CUSTOMER, customer_id=MARIA, subject="maria")
    return who | {"If-Match": f'"{version}"'}


async def opened(stage: Stage) -> dict[str, Any]:
    """María's complaint, opened through the door so that its clock runs."""
    await stage.given(*hers())
    answer = await stage.http.post(
        "/v1/complaints",
        json={"about": "claim", "about_id": str(CLAIM), "description": WORDS},
        headers=maria(stage) | stage.key(),
    )
    await stage.said()
    complaint: dict[str, Any] = answer.json()
    return complaint


async def clocks(stage: Stage) -> int:
    """How many clocks are running."""
    async with stage.running.works() as work:
        return await work.session.scalar(select(func.count()).select_from(alarms)) or 0


async def promise(stage: Stage, complaint: dict[str, Any]) -> str:
    answer = await stage.http.get(f"/v1/complaints/{complaint['id']}", headers=maria(stage))
    state: str = answer.json()["promise"]["state"]
    return state


async def test_an_acknowledgement_in_time_keeps_the_promise_and_stops_the_clock(
    stage: Stage,
) -> None:
    complaint = await opened(stage)
    await stage.passes(timedelta(hours=47))

    answer = await stage.http.put(
        f"/v1/complaints/{complaint['id']}/acknowledgement", headers=officer(stage)
    )

    assert await clocks(stage) == 0
    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"2"'
    assert answer.json()["status"] == "acknowledged"
    assert answer.json()["promise"]["state"] == "kept"
    said = await stage.said()
    assert [type(event) for event in said] == [ComplaintAcknowledged]
    assert said[0].in_time is True  # type: ignore[attr-defined]
    assert await promise(stage, complaint) == "kept"


async def test_a_promise_that_nobody_keeps_breaks_for_all_to_see(stage: Stage) -> None:
    complaint = await opened(stage)

    await stage.passes(timedelta(days=2))

    assert await promise(stage, complaint) == "broken"
    assert [type(event) for event in await stage.said()] == [AcknowledgementOverdue]


async def test_acknowledging_late_does_not_hide_the_breach(stage: Stage) -> None:
    complaint = await opened(stage)
    await stage.passes(timedelta(days=3))
    await stage.said()

    answer = await stage.http.put(
        f"/v1/complaints/{complaint['id']}/acknowledgement", headers=officer(stage, 2)
    )

    assert answer.json()["promise"]["state"] == "broken"
    said = await stage.said()
    assert [type(event) for event in said] == [ComplaintAcknowledged]
    assert said[0].in_time is False  # type: ignore[attr-defined]


async def test_a_breach_shows_before_the_alarm_has_rung(stage: Stage) -> None:
    complaint = await opened(stage)

    stage.clock.advance(timedelta(days=2))

    assert await promise(stage, complaint) == "broken"
    assert await stage.said() == []


async def test_the_customer_reads_our_answer(stage: Stage) -> None:
    await stage.given(a_complaint(Status.ACKNOWLEDGED))

    answer = await stage.http.put(f"{HERE}/answer", json={"answer": ANSWER}, headers=officer(stage))
    read = await stage.http.get(HERE, headers=maria(stage))

    assert answer.status_code == 200
    assert (read.json()["status"], read.json()["answer"]) == ("answered", ANSWER)
    assert await stage.said() == [
        ComplaintAnswered(
            complaint_id=COMPLAINT,
            number="Q-2026-000001",
            customer_id=MARIA,
            answer=ANSWER,
            answered_at=stage.clock.now(),
        )
    ]


async def test_an_answer_stops_the_clock_too(stage: Stage) -> None:
    complaint = await opened(stage)

    await stage.http.put(
        f"/v1/complaints/{complaint['id']}/answer", json={"answer": ANSWER}, headers=officer(stage)
    )

    assert await clocks(stage) == 0
    assert [type(event) for event in await stage.said()] == [ComplaintAnswered]
    assert await promise(stage, complaint) == "kept"


async def test_the_customer_closes_at_any_time_and_releases_us(stage: Stage) -> None:
    complaint = await opened(stage)

    answer = await stage.http.put(f"/v1/complaints/{complaint['id']}/closure", headers=maria(stage))

    assert await clocks(stage) == 0
    assert answer.status_code == 200
    assert answer.json()["status"] == "closed"
    assert answer.json()["promise"]["state"] == "released"
    assert [type(event) for event in await stage.said()] == [ComplaintClosed]


async def test_an_officer_closes_only_what_is_answered(stage: Stage) -> None:
    await stage.given(a_complaint(Status.ACKNOWLEDGED))

    early = await stage.http.put(f"{HERE}/closure", headers=officer(stage))
    await stage.http.put(f"{HERE}/answer", json={"answer": ANSWER}, headers=officer(stage))
    closed = await stage.http.put(f"{HERE}/closure", headers=officer(stage, 2))

    assert (early.status_code, early.json()["code"]) == (409, "complaint-not-answered")
    assert closed.status_code == 200


@pytest.mark.parametrize("what", ["acknowledgement", "answer", "closure"])
async def test_a_closed_complaint_stays_closed(stage: Stage, what: str) -> None:
    await stage.given(a_complaint(Status.CLOSED))

    answer = await put(stage, what, officer(stage))

    assert (answer.status_code, answer.json()["code"]) == (409, "illegal-complaint-move")
    assert await stage.said() == []


@pytest.mark.parametrize("what", ["acknowledgement", "answer", "closure"])
async def test_who_changes_a_complaint_must_have_read_it(stage: Stage, what: str) -> None:
    await stage.given(a_complaint(Status.ANSWERED if what == "closure" else Status.OPEN))
    unread = officer(stage)
    del unread["If-Match"]

    without, malformed, stale = (
        await put(stage, what, unread),
        await put(stage, what, unread | {"If-Match": "yesterday"}),
        await put(stage, what, officer(stage, 7)),
    )

    assert (without.status_code, malformed.status_code, stale.status_code) == (428, 400, 412)
    assert (await stage.get(Complaint, COMPLAINT)).version == 1


@pytest.mark.parametrize("what", ["acknowledgement", "answer", "closure"])
async def test_what_does_not_exist_is_not_found(stage: Stage, what: str) -> None:
    answer = await put(stage, what, officer(stage))

    assert answer.status_code == 404


@pytest.mark.parametrize(("what", "allowed"), [("acknowledgement", 403), ("answer", 403)])
async def test_a_customer_does_not_handle_their_own_complaint(
    stage: Stage, what: str, allowed: int
) -> None:
    await stage.given(a_complaint())

    answer = await put(stage, what, maria(stage))

    assert answer.status_code == allowed


async def test_a_strangers_complaint_answers_like_a_missing_one(stage: Stage) -> None:
    missing = await stage.http.get(HERE, headers=maria(stage))
    closing_missing = await stage.http.put(f"{HERE}/closure", headers=maria(stage))
    await stage.given(a_complaint(customer_id=WEI))
    strangers = await stage.http.get(HERE, headers=maria(stage))
    closing_strangers = await stage.http.put(f"{HERE}/closure", headers=maria(stage))

    assert strangers.status_code == closing_strangers.status_code == 404
    assert strangers.json()["detail"] == missing.json()["detail"]
    assert closing_strangers.json()["detail"] == closing_missing.json()["detail"]
    assert (await stage.get(Complaint, COMPLAINT)).status is Status.OPEN


@pytest.mark.parametrize("path", ["", "/acknowledgement", "/answer", "/closure"])
async def test_without_a_good_token_nothing_is_shown_or_done(stage: Stage, path: str) -> None:
    method = "PUT" if path else "GET"

    none = await stage.http.request(method, f"{HERE}{path}", headers={"If-Match": '"1"'})
    forged = await stage.http.request(
        method, f"{HERE}{path}", headers={"Authorization": "Bearer a.b.c", "If-Match": '"1"'}
    )

    assert (none.status_code, forged.status_code) == (401, 401)


@pytest.mark.parametrize(
    "body", [{}, {"answer": ""}, {"answer": "x" * 4001}, {"answer": "a", "b": 1}]
)
async def test_a_bad_answer_is_refused(stage: Stage, body: dict[str, Any]) -> None:
    await stage.given(a_complaint())

    answer = await stage.http.put(f"{HERE}/answer", json=body, headers=officer(stage))

    assert answer.status_code == 422
    assert (await stage.get(Complaint, COMPLAINT)).status is Status.OPEN


async def test_an_id_that_is_none_is_refused(stage: Stage) -> None:
    answer = await stage.http.get("/v1/complaints/no-id", headers=officer(stage))

    assert answer.status_code == 400


async def put(stage: Stage, what: str, headers: dict[str, str]) -> httpx2.Response:
    body = {"json": {"answer": ANSWER}} if what == "answer" else {}
    return await stage.http.put(f"{HERE}/{what}", headers=headers, **body)  # type: ignore[arg-type]
