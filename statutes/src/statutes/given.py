"""What was given to a reckoning: the start, what else is known, the pauses, the extensions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from statutes.counting import in_utc
from statutes.entry import Entry
from statutes.refusals import Unknown, need


@dataclass(frozen=True, slots=True)
class Paused:
    """The time from `since` to `until`; still going on while `until` is not there."""

    reason: str
    since: datetime
    until: datetime | None = None

    def __post_init__(self) -> None:
        need(self.reason, str, "the reason of a pause")
        # In UTC, because Python subtracts two times of one zone as if no clock were ever changed.
        object.__setattr__(self, "since", in_utc(self.since))
        if self.until is not None:
            object.__setattr__(self, "until", in_utc(self.until))


class Given(NamedTuple):
    """Everything that was said about one case, besides the entry."""

    start: datetime
    known: Mapping[str, datetime] = MappingProxyType({})
    pauses: Sequence[Paused] = ()
    extensions: Sequence[str] = ()
    happened: bool = False
    """Whether the pauses are the past of a clock: one outside the count then has no effect."""


def extended(entry: Entry, reasons: Sequence[str]) -> int:
    """The number of the entry's length, with what made it longer.

    A reason this entry does not know, or knows only after another, has no effect, like a pause.
    """
    number = entry.length.number
    made: list[str] = []
    for reason in reasons:
        rule = entry.extend_rule(reason)
        if rule is None or (rule.after is not None and rule.after not in made):
            continue
        number = rule.to if rule.to is not None else number + (rule.by or 0)
        made.append(reason)
    return number


def need_pause(entry: Entry, reason: str) -> None:
    """Refuse a reason that does not stop this entry."""
    need(reason, str, "the reason of a pause")
    if entry.pause_rule(reason) is None:
        known = ", ".join(rule.reason for rule in entry.pauses) or "none"
        raise Unknown(f"{entry.id} ({entry.file}): pause reason {reason!r}: there are {known}")


def need_extension(entry: Entry, reason: str, made: Sequence[str]) -> None:
    """Refuse a reason that does not make this entry longer, or not yet."""
    need(reason, str, "the reason of an extension")
    rule = entry.extend_rule(reason)
    if rule is None:
        known = ", ".join(rule.reason for rule in entry.extends) or "none"
        raise Unknown(f"{entry.id} ({entry.file}): extension {reason!r}: there are {known}")
    if rule.after is not None and rule.after not in made:
        raise Unknown(f"{entry.id}: extension {reason!r} comes only after {rule.after!r}")
