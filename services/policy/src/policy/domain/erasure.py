"""Erasure: a customer is forgotten, as far as the law lets us, and told what stays and why.

    ──► DEFERRED ──► REDUCED ──► DONE
            │                      ▲     DEFERRED: something still runs; we look again by ourselves
            └──────────────────────┘     REDUCED: only what the law makes us keep is left

Nobody has to ask twice: a deferred erasure is carried out when nothing stands in its way any more,
and what is kept goes when its time is over.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Literal
from uuid import UUID

from policy.domain.period import midnight

LOOK_AGAIN: Final = timedelta(days=30)
"""When nobody can say how long something will stand in the way."""
_LEAP_DAY: Final = (2, 29)


FORGOTTEN: Final = "—"


class ErasureStatus(StrEnum):
    """How far it has come."""

    DEFERRED = "deferred"
    REDUCED = "reduced"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Something that still runs and needs to know whom it is about."""

    what: Literal["contract", "claim", "money", "application"]
    which: str
    """Its number, or its id."""
    until: datetime | None = None
    """When it is over by itself, if that is known."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How long something is kept under a law."""

    jurisdictions: tuple[str, ...]
    years: int
    counted: Literal["day", "year_end"]
    law: str

    def until(self, ended_on: date) -> date:
        """The first day on which it need not be kept any more."""
        start = date(ended_on.year + 1, 1, 1) if self.counted == "year_end" else ended_on
        year = start.year + self.years
        if (start.month, start.day) == _LEAP_DAY:
            return date(year, 3, 1)  # never a day too early
        return start.replace(year=year)


@dataclass(frozen=True, kw_only=True)
class Retained:
    """A contract that is kept, under which law, and until when."""

    policy_id: UUID
    number: str
    law: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A contract that is over: what a rule of retention asks about it."""

    policy_id: UUID
    number: str
    jurisdiction: str
    ended_on: date
    time_zone: str


def retained(contracts: Iterable[Ended], rules: Sequence[Rule], *, at: datetime) -> list[Retained]:
    """What the law still makes us keep at that instant."""
    found = []
    for contract in contracts:
        rule = next(one for one in rules if {contract.jurisdiction, "*"} & set(one.jurisdictions))
        until = midnight(rule.until(contract.ended_on), contract.time_zone)
        if until > at:
            found.append(
                Retained(
                    policy_id=contract.policy_id,
                    number=contract.number,
                    law=rule.law,
                    until=until,
                )
            )
    return found


@dataclass(eq=False, kw_only=True)
class Erasure:
    """One customer's wish to be forgotten, and what became of it."""

    customer_id: UUID
    asked_at: datetime
    asked_by: str
    reason: str
    """In the customer's own words, until they are forgotten with the rest."""
    status: ErasureStatus = ErasureStatus.DEFERRED
    obstacles: Sequence[Obstacle] = field(default=())
    kept: Sequence[Retained] = field(default=())
    reduced_at: datetime | None = None
    done_at: datetime | None = None
    looks_again_at: datetime | None = None
    version: int = 1

    def defer(self, obstacles: Sequence[Obstacle], *, at: datetime) -> None:
        """Not yet; look again when the first of them is over."""
        self.obstacles = tuple(obstacles)
        known = [one.until for one in obstacles if one.until is not None and one.until > at]
        self.looks_again_at = min([*known, at + LOOK_AGAIN])

    def reduce(self, kept: Sequence[Retained], *, at: datetime) -> None:
        """Nothing stands in the way: all goes but what the law keeps."""
        self.obstacles, self.kept = (), tuple(kept)
        self.reduced_at, self.reason = at, FORGOTTEN
        self.status = ErasureStatus.REDUCED
        self.looks_again_at = self.kept_until
        if not kept:
            self.finish(at=at)

    def wait(self, *, at: datetime) -> None:
        """The time of what was kept is over, but something runs again that needs it."""
        self.looks_again_at = at + LOOK_AGAIN

    def finish(self, *, at: datetime) -> None:
        """The time of what was kept is over, too."""
        self.status, self.done_at = ErasureStatus.DONE, at
        self.kept, self.looks_again_at = (), None

    @property
    def kept_until(self) -> datetime | None:
        """When the last of what is kept may go."""
        return max((one.until for one in self.kept), default=None)
