"""What the company says of itself after the replay: mails out, no event lost, none doubled."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from embedded.replay.front_door import FrontDoor, Tokens
from embedded.replay.settle import Settled

SPEAKERS: Final = ("policy", "claims", "complaints", "notifications")
PATIENCE: Final = 300.0  # seconds the last mails may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What one service has said and taken so far."""

    said: int
    unsent: int
    taken: int
    deferred: int
    dead_letters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Everything that arrived, counted where it arrived."""

    events: int
    mails: int
    lost: int
    duplicates: int


async def flows(door: FrontDoor, tokens: Tokens) -> dict[str, Flow]:
    """Each service's own count of what it said and took."""
    answers = await asyncio.gather(
        *(door.read(f"/v1/ops/{name}/flow", token=tokens.ops) for name in SPEAKERS)
    )
    return {name: Flow(**answer.json()) for name, answer in zip(SPEAKERS, answers, strict=True)}


async def quiet(door: FrontDoor, tokens: Tokens) -> None:
    """Return when nothing is under way any more: outboxes sent, events taken, mails out."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    before: dict[str, Flow] = {}
    while asyncio.get_running_loop().time() < deadline:
        now = await flows(door, tokens)
        mails = (await door.read("/v1/deliveries/summary", token=tokens.ops)).json()
        waiting = (
            sum(flow.unsent + flow.deferred for flow in now.values())
            + mails["queued"]
            + mails["waiting"]
        )
        if not waiting and now == before:
            return
        before = now
        await asyncio.sleep(0.2)
    raise TimeoutError("the company has not come to rest; see /v1/ops/<service>/flow")


async def tally(settled: Iterable[Settled], door: FrontDoor, tokens: Tokens) -> Tally:
    """Hold what every customer was told against what happened to them."""
    sent: Counter[tuple[str, str]] = Counter()
    mails = 0
    async for delivery in door.pages("/v1/deliveries", token=tokens.ops):
        sent[delivery["customer_id"], delivery["fact"]] += 1
        mails += delivery["status"] == "sent"
    owed = Counter({told: 1 for one in settled for told in _owed(one)})
    now = await flows(door, tokens)
    said = sum(flow.said for flow in now.values())
    taken = now["notifications"].taken  # it hears every fact there is
    dead = sum(flow.dead_letters for flow in now.values())
    return Tally(
        events=said,
        mails=mails,
        lost=max(said - taken, 0) + dead + sum((owed - sent).values()),
        duplicates=sum(sent[told] - 1 for told in owed if sent[told] > 1) + max(taken - said, 0),
    )


def _owed(one: Settled) -> list[tuple[str, str]]:
    """The facts this customer must have been told, by the name of their letter."""
    facts = ["welcome", "policy-issued", "claim-filed"]
    facts += {
        "paid": ["claim-approved", "claim-paid"],
        "declined": ["claim-declined"],
    }.get(one.status, [])
    return [(one.customer_id, fact) for fact in facts]
