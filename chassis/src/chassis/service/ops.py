"""What operators ask a service over HTTP: its dead letters, and how its events flow.

A list names no person: what an event says, and what an error quotes of it, is shown one by one.
"""

import base64
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Final, Self
from uuid import UUID

import orjson
from pydantic import BaseModel, Field
from sqlalchemy import select

from chassis import tables
from chassis.dead_letters import DeadLetter, redrive_dead_letter, show_dead_letter
from chassis.flow import Flow, measure_flow
from chassis.identity import Principal, allow
from chassis.web import CurrentWork, Page, PageRequest, Routes

OPS: Final = "ops"
Operator = Annotated[Principal, allow(OPS)]


class LetterLine(BaseModel):
    """A dead letter in a list, without personal data."""

    id: UUID
    kind: str = Field(examples=["event"])
    lane: str = Field(examples=["core"])
    type: str = Field(examples=["greetings.card-sent.v1"])
    source: str
    subject: str
    attempts: int
    error: str = Field(description="The kind of error, without its words.", examples=["KeyError"])
    parked_at: datetime

    @classmethod
    def of(cls, letter: Any) -> Self:
        """What may be listed of it."""
        return cls(
            id=letter.id,
            kind=letter.kind,
            lane=letter.lane,
            type=letter.type,
            source=letter.source,
            subject=letter.subject,
            attempts=letter.attempts,
            error=letter.error.partition(":")[0],
            parked_at=letter.parked_at,
        )


class LetterView(LetterLine):
    """A dead letter, whole."""

    subject_version: int
    time: datetime
    traceparent: str | None
    headers: dict[str, str]
    data: Any = Field(description="What it says: as JSON, or as base64 when it is none.")

    @classmethod
    def of(cls, letter: DeadLetter) -> Self:
        """Everything we know of it."""
        return cls(
            id=letter.id,
            kind=letter.kind,
            lane=letter.lane,
            type=letter.type,
            source=letter.source,
            subject=letter.subject,
            subject_version=letter.subject_version,
            attempts=letter.attempts,
            error=letter.error,
            parked_at=letter.parked_at,
            time=letter.time,
            traceparent=letter.traceparent,
            headers=letter.headers,
            data=_readable(letter.data),
        )


@cache
def ops_routes(service: str) -> Routes:
    """The routes under `/v1/ops/<service>`, made once a process."""
    routes = Routes(prefix=f"/ops/{service}", tags=["operations"])

    @routes.get("/dead-letters", summary="List what was given up on, oldest first")
    async def get_dead_letters(
        me: Operator, work: CurrentWork, page: PageRequest
    ) -> Page[LetterLine]:
        letters = tables.dead_letters
        found, after = await page.fetch(
            work.session, select(letters), key=[letters.c.parked_at, letters.c.id]
        )
        return Page(items=[LetterLine.of(letter) for letter in found], next=after)

    @routes.get("/dead-letters/{letter_id}", summary="Show a dead letter, whole")
    async def get_dead_letter(letter_id: UUID, me: Operator, work: CurrentWork) -> LetterView:
        return LetterView.of(await show_dead_letter(work, letter_id))

    @routes.put("/dead-letters/{letter_id}/redrive", summary="Try a dead letter again")
    async def put_redrive(letter_id: UUID, me: Operator, work: CurrentWork) -> LetterLine:
        return LetterLine.of(await redrive_dead_letter(work, letter_id))

    @routes.get("/flow", summary="Count what was said and what was heard")
    async def get_flow(me: Operator, work: CurrentWork) -> Flow:
        return await measure_flow(work.session)

    return routes


def _readable(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return base64.b64encode(data).decode("ascii")
