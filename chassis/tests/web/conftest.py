"""A service of things, just big enough to show what the web room does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI, Query, Response
from pydantic import Field
from sqlalchemy import Column, Integer, String, Table, UniqueConstraint, Uuid, insert, select

from chassis import errors, tables
from chassis.clock import StoppedClock
from chassis.database import Database, new_metadata, utc_instant
from chassis.identity import Principal, TrialIssuer, allow
from chassis.ids import new_id
from chassis.testing.databases import Databases, run
from chassis.web import (
    Body,
    CurrentWork,
    Day,
    IfMatch,
    Instant,
    Line,
    Page,
    PageRequest,
    PositiveMoney,
    Routes,
    Text,
    etag,
)
from chassis.web.app import build_app
from chassis.work import Works, check_version

metadata = new_metadata()
things = Table(
    "things",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String, nullable=False),
    Column("size", Integer, nullable=False),
    utc_instant("made_at"),
    UniqueConstraint("name", deferrable=True, initially="DEFERRED"),
)


class NewThing(Body):
    """What a thing is made of."""

    name: Line
    size: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    note: Text = ""
    price: PositiveMoney | None = None
    since: Instant | None = None
    day: Day | None = None
    tags: Annotated[list[Line], Field(max_length=10, default_factory=list)]


class Thing(Body):
    """A thing."""

    id: UUID
    name: str
    size: int


class Unwilling(errors.Rejected, code="unwilling"):
    """We would rather not."""


Maker = Annotated[Principal, allow("maker")]
Anybody = Annotated[Principal, allow("maker", "customer")]


@dataclass
class House:
    """The service at work, and what a test turns."""

    database: Database
    works: Works
    issuer: TrialIssuer
    clock: StoppedClock
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    entered: asyncio.Event = field(default_factory=asyncio.Event)
    checks: dict[str, Any] = field(default_factory=dict)
    app: FastAPI = field(init=False)
    http: httpx2.AsyncClient = field(init=False)
    things: Table = things

    def as_(self, *roles: str, subject: str = "mira") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.issuer.token(subject, roles)}"}

    def maker(self, key: str | None = None) -> dict[str, str]:
        return {**self.as_("maker"), "Idempotency-Key": key or str(new_id())}

    async def names(self) -> list[str]:
        async with self.database.engine.connect() as connection:
            return list((await connection.scalars(select(things.c.name).order_by("name"))).all())

    def rebuilt(self, **options: Any) -> FastAPI:
        return build_app(
            name="things",
            title="Things",
            routes=routes_of(self),
            works=self.works,
            verifier=self.issuer.verifier(),
            checks=self.checks,
            **options,
        )


def routes_of(house: House) -> Routes:  # noqa: C901 - a list of routes, each of them simple
    routes = Routes(prefix="/things", tags=["things"])

    async def stored(work: CurrentWork, thing_id: UUID) -> Thing:
        row = (
            await work.session.execute(select(things).where(things.c.id == thing_id))
        ).one_or_none()
        if row is None:
            raise errors.NotFound("there is no such thing")
        return Thing(id=row.id, name=row.name, size=row.size)

    @routes.post("", status_code=201, summary="Make a thing")
    async def post_thing(new: NewThing, me: Maker, work: CurrentWork, response: Response) -> Thing:
        thing_id = new_id()
        values = {"name": new.name, "size": new.size, "made_at": work.now}
        await work.session.execute(insert(things).values(id=thing_id, **values))
        if new.note == "twice":
            await work.session.execute(insert(things).values(id=new_id(), **values))
        if "wait" in new.note:
            house.entered.set()
            await house.gate.wait()
        if "refuse" in new.note:
            raise Unwilling("not this one", field="/note")
        response.headers["Location"] = f"/v1/things/{thing_id}"
        etag(response, 1)
        return Thing(id=thing_id, name=new.name, size=new.size)

    @routes.get("", summary="List things")
    async def get_things(
        page: PageRequest,
        me: Maker,
        work: CurrentWork,
        name: str | None = None,
        size: Annotated[list[int] | None, Query()] = None,
    ) -> Page[Thing]:
        statement = select(things)
        if name is not None:
            statement = statement.where(things.c.name == name)
        found, after = await page.fetch(
            work.session, statement, key=[things.c.made_at, things.c.id]
        )
        return Page(
            items=[Thing(id=row.id, name=row.name, size=row.size) for row in found], next=after
        )

    @routes.get("/{thing_id}", summary="Read a thing")
    async def get_thing(
        thing_id: UUID, me: Anybody, work: CurrentWork, response: Response
    ) -> Thing:
        etag(response, 1)
        return await stored(work, thing_id)

    @routes.put("/{thing_id}", summary="Change a thing")
    async def put_thing(
        thing_id: UUID, version: IfMatch, new: NewThing, me: Maker, work: CurrentWork
    ) -> Thing:
        check_version(1, version)
        return await stored(work, thing_id)

    @routes.put("/{thing_id}/fate")
    async def put_fate(thing_id: UUID, me: Maker, work: CurrentWork) -> Response:
        values = {"id": thing_id, "name": "doomed", "size": 1, "made_at": work.now}
        await work.session.execute(insert(things).values(values))
        return Response("no", 418)

    @routes.get("/broken/here")
    async def get_broken(me: Maker) -> None:
        raise RuntimeError("mira@example.org broke it")

    return routes


@pytest.fixture(scope="session")
def things_database(databases: Databases) -> str:
    url = databases.create("test_web")

    async def build() -> None:
        async with Database.open(url) as database, database.engine.begin() as connection:
            await connection.run_sync(tables.metadata.create_all)
            await connection.run_sync(metadata.create_all)

    run(build())
    return url


@pytest.fixture
async def house(things_database: str, trial_issuer: TrialIssuer) -> AsyncIterator[House]:
    async with Database.open(things_database) as database:
        async with database.engine.begin() as connection:
            for table in (things, tables.idempotency_keys):
                await connection.execute(table.delete())
        clock = StoppedClock(datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
        opened = House(database, Works(database, clock, source="things"), trial_issuer, clock)
        opened.app = opened.rebuilt()
        async with client(opened.app) as opened.http:
            yield opened


def client(app: FastAPI) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://things")


@pytest.fixture
def open_client() -> Callable[[FastAPI], httpx2.AsyncClient]:
    return client
