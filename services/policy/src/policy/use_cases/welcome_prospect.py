"""Somebody speaks to us for the first time: a named agent, a welcome, a promise to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chassis.errors import Rejected
from chassis.work import Work
from contracts.insured import Language
from policy.domain.period import zone
from policy.domain.prospect import Channel, Prospect, Purpose
from policy.storage import Prospects, Underwriting

ANSWER_DUE: Final = "prospect-answer-due"


class NoWayToAnswer(Rejected, code="no-way-to-answer"):
    """We promise an answer, and know nowhere to send it."""


class NoSuchAgent(Rejected, code="agent-unknown"):
    """This agent is not on the roster."""


@dataclass(frozen=True, kw_only=True)
class WelcomeProspect:
    """Who spoke to us, by which channel; `agent` is theirs by choice, else the freest one."""

    prospect_id: UUID
    name: str
    email: str | None
    phone: str | None
    language: Language
    time_zone: str
    channel: Channel
    agent: str | None
    consents: Mapping[Purpose, bool]
    how: str
    own_id: bool = False
    """The id is that of the person's token: another's prospect is not theirs to be shown."""


async def welcome_prospect(order: WelcomeProspect, work: Work) -> Prospect:
    """Welcome them, and start the clock; who has this mail or phone already is who they were."""
    prospects, roster = Prospects(work), Underwriting().roster()
    await prospects.must_be_new(order.prospect_id)
    zone(order.time_zone)
    if order.email is None and order.phone is None:
        raise NoWayToAnswer("give a mail address or a phone number", field="/email")
    if order.agent is not None and order.agent not in roster:
        raise NoSuchAgent("there is no such agent", field="/agent")
    known = await prospects.known_by(email=order.email, phone=order.phone)
    if known is not None and not order.own_id:
        return known
    theirs = known.agent if known is not None and known.agent in roster else None
    prospect, event = Prospect.welcome(
        order.prospect_id,
        name=order.name,
        email=order.email,
        phone=order.phone,
        language=order.language,
        time_zone=order.time_zone,
        channel=order.channel,
        agent=order.agent or theirs or await prospects.freest(roster),
        consents=order.consents,
        how=order.how,
        at=work.now,
    )
    prospects.add(prospect)
    work.set_alarm(ANSWER_DUE, prospect.id, at=prospect.answer_by)
    work.publish(event)
    return prospect
