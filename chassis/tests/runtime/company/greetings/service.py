"""Greetings: a card is written, said, heard by its own writer, and may be thanked for in time."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from uuid import UUID

import structlog
from sqlalchemy import Boolean, Column, Table, Text, Uuid
from sqlalchemy.orm import registry

from chassis.database import new_metadata, utc_instant, version_column
from chassis.errors import NotFound
from chassis.events import Event, Lane
from chassis.identity import Principal, allow
from chassis.ids import new_id
from chassis.reactions import Alarm, Reactions
from chassis.service import Service
from chassis.web import Body, CurrentWork, Line, Routes
from chassis.work import Work

FORGOTTEN_AFTER = timedelta(days=3)
UNREADABLE = "illegible"

log = structlog.get_logger()
metadata = new_metadata()
cards = Table(
    "cards",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("words", Text, nullable=False),
    utc_instant("written_at"),
    Column("forgotten", Boolean, nullable=False),
    version_column(),
)
heard_cards = Table(
    "heard_cards", metadata, Column("id", Uuid, primary_key=True), Column("lane", Text)
)


@dataclass(eq=False, kw_only=True)
class Card:
    id: UUID
    words: str
    written_at: object
    forgotten: bool = False
    version: int = 1


class CardWritten(Event, name="greetings.card-written.v1", subject="card_id"):
    """Somebody wrote a card."""

    card_id: UUID
    words: str


class CardAdmired(Event, name="greetings.card-admired.v1", subject="card_id", lane=Lane.COURTESY):
    """Somebody liked a card."""

    card_id: UUID


def start_mappers() -> None:
    registry(metadata=metadata).map_imperatively(Card, cards, version_id_col=cards.c.version)


routes = Routes(prefix="/cards", tags=["cards"])


class NewCard(Body):
    words: Line
    takes: float = 0.0


class CardView(Body):
    id: UUID
    words: str


@routes.post("", status_code=201)
async def post_card(
    new: NewCard, me: Annotated[Principal, allow("writer")], work: CurrentWork
) -> CardView:
    log.warning("begun", card=new.words)
    card = Card(id=new_id(), words=new.words, written_at=work.now)
    work.session.add(card)
    await work.session.flush()
    await asyncio.sleep(new.takes)  # some cards take long to write
    work.publish(CardWritten(card_id=card.id, words=card.words))
    work.set_alarm("card-forgotten", card.id, at=work.now + FORGOTTEN_AFTER)
    return CardView(id=card.id, words=card.words)


@routes.get("/{card_id}")
async def get_card(card_id: UUID, work: CurrentWork) -> CardView:
    card = await work.session.get(Card, card_id)
    if card is None:
        raise NotFound("there is no such card")
    return CardView(id=card.id, words=card.words)


on = Reactions()


@on(CardWritten)
async def read_card(event: CardWritten, work: Work) -> None:
    if event.words == UNREADABLE:
        raise ValueError(f"cannot read {event.words}")
    await work.session.execute(heard_cards.insert().values(id=event.card_id, lane="core"))


@on(CardAdmired)
async def admire_card(event: CardAdmired, work: Work) -> None:
    await work.session.execute(heard_cards.insert().values(id=event.card_id, lane="courtesy"))


@on.alarm("card-forgotten")
async def forget_card(alarm: Alarm, work: Work) -> None:
    card = await work.session.get(Card, UUID(alarm.key))
    if card is not None:
        card.forgotten = True


greetings = Service(
    name="greetings",
    title="Greetings",
    routes=routes,
    reactions=on,
    metadata=metadata,
    start_mappers=start_mappers,
)
