"""A promise of ours may be better for the customer than the law, never worse.

Only what can be shown for every start is let through. Lengths of different units are compared by
the fewest and the most days they can take, hours and days by hours, with the hour a summer time may
take or give. How many days ten working days take nobody can say in advance, so they never better a
limit in calendar days; nor is it written for whom a right opens, so no other length betters one.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from math import inf

from statutes.counting import add_months
from statutes.entry import Entry, ExtendRule, Length, PauseRule
from statutes.kinds import Effect, Kind, Roll, Unit
from statutes.limits import say_length
from statutes.refusals import BadPack

_SUMMER_TIME = 1  # hour
_FOUR_YEARS = 1461  # every pattern of month lengths
_MUST_BE_ALIKE = (
    "case_type", "kind", "start", "or_later", "backwards", "counts_start", "also", "latest_branch",
    "plus", "repeats",
)  # fmt: skip
_GIVES = {Effect.SILENCE_IS_CONSENT, Effect.MUST_PAY, Effect.COVER_BACK, Effect.RENEWED}
"""Consequences that a customer gains by."""
_WRITTEN = {"latest_branch": "whichever", "backwards": "direction", "counts_start": "count"}


def not_worse(promise: Entry, law: Entry) -> None:
    """Refuse a promise that could leave the customer with less than `law`, with the reason."""
    _can_be_compared(promise, law)
    if not _long_or_short_enough(promise, law):
        raise _refusal(
            promise,
            "length",
            f"{say_length(promise.length)} can be worse for the customer than"
            f" {say_length(law.length)}, which"
            f" {law.id} promises ({law.citation})",
        )
    if law.kind.is_the_customers:
        _keeps_a_right(promise, law)
    else:
        _keeps_a_duty(promise, law)


def _can_be_compared(promise: Entry, law: Entry) -> None:
    """Refuse what differs from the law in more than its length."""
    for name in _MUST_BE_ALIKE:
        if getattr(promise, name) != getattr(law, name):
            key = _WRITTEN.get(name, name)
            raise _refusal(promise, key, f"cannot be compared with {law.id}, which differs here")
    for line in promise.lines:
        if not set(law.lines).intersection(promise.vocabulary.ancestry(line)):
            raise _refusal(promise, "lines", f"{law.id} promises nothing for {line!r}")
    if law.backwards or law.opens is not None:
        raise _refusal(promise, "betters", f"{law.id} has no single end to better")
    if promise.calendar is not law.calendar:
        raise _refusal(promise, "calendar", f"{law.id} counts its working days elsewhere")
    if not law.validity.contains(promise.validity):
        raise _refusal(promise, "valid_from", f"{law.id} is not in force all that time")
    gives = law.consequence.effect
    if gives in _GIVES and promise.consequence.effect is not gives:
        raise _refusal(promise, "consequence.kind", f"after {law.id} it is {gives}")


def not_beside(promise: Entry, laws: Iterable[Entry]) -> None:
    """Refuse a promise that speaks of what a law promises and does not say that it betters it."""
    if promise.betters is not None or promise.where_law_is_silent:
        return
    if promise.kind is Kind.SERVICE_LEVEL:
        return
    for law in laws:
        if law.speaks_of(promise) and promise.vocabulary.share_a_line(promise.lines, law.lines):
            raise _refusal(
                promise,
                "betters",
                f'{law.id} promises the same ({law.citation}): say betters = "{law.id}"',
            )


def _long_or_short_enough(promise: Entry, law: Entry) -> bool:
    """A right not shorter, a duty not longer, and a right that opens when the law says."""
    ours, theirs = promise.length, law.length
    least: float
    most: float
    fewest: float
    longest: float
    if law.kind is Kind.OPENS_RIGHT:
        return ours == theirs
    if ours.unit is theirs.unit:
        (least, most), (fewest, longest) = (ours.number,) * 2, (theirs.number,) * 2
    elif ours.unit.is_days and theirs.unit.is_days:
        (least, most), (fewest, longest) = _span(ours), _span(theirs)
    elif ours.unit.is_working or theirs.unit.is_working or promise.ends_at or law.ends_at:
        return False
    else:
        (least, most), (fewest, longest) = _hours(ours), _hours(theirs)
    return least >= longest if law.kind.is_the_customers else most <= fewest


def _hours(length: Length) -> tuple[float, float]:
    """The fewest and the most hours: days begin with the rest of the day of the event."""
    if length.unit.is_elapsed:
        hours = length.number if length.unit is Unit.HOUR else length.number / 60
        return hours, hours
    fewest, most = _span(length)
    return 24 * fewest - _SUMMER_TIME, 24 * (most + 1) + _SUMMER_TIME


def _span(length: Length) -> tuple[float, float]:
    """The fewest and the most days a length can take."""
    number = length.number
    match length.unit:
        case Unit.CALENDAR_DAY:
            return number, number
        case Unit.WEEK:
            return 7 * number, 7 * number
        case Unit.MONTH | Unit.YEAR:
            months = number if length.unit is Unit.MONTH else 12 * number
            starts = [date(2024, 1, 1) + timedelta(days=n) for n in range(_FOUR_YEARS)]
            taken = [(add_months(start, months) - start).days for start in starts]
            return min(taken), max(taken)
        case _:  # working days
            return number, inf


def _keeps_a_duty(promise: Entry, law: Entry) -> None:
    """What stops or lengthens our own time must be allowed by the law, and no longer."""
    if law.ends_at is not None and (promise.ends_at is None or promise.ends_at > law.ends_at):
        raise _refusal(promise, "ends_at", f"{law.id} ends the day at {law.ends_at:%H:%M}")
    for pause in promise.pauses:
        if not _allowed(pause, law.pause_rule(pause.reason)):
            raise _refusal(promise, "pause", f"{law.id} does not pause so for {pause.reason!r}")
    for extend in promise.extends:
        allowed = law.extend_rule(extend.reason)
        if promise.length.unit is not law.length.unit or not _no_longer(extend, allowed):
            raise _refusal(promise, "extend", f"{law.id} is not so extended for {extend.reason!r}")


def _keeps_a_right(promise: Entry, law: Entry) -> None:
    """What lengthens the customer's time by law must lengthen it in the promise too."""
    if promise.margin is not None or promise.ends_at != law.ends_at:
        raise _refusal(promise, "ends_at", f"{law.id} lets the customer act to the end")
    if law.roll is not Roll.NONE and promise.roll is Roll.NONE:
        raise _refusal(promise, "roll", f"{law.id} may end on the next working day")
    if not set(law.pauses) <= set(promise.pauses):
        raise _refusal(promise, "pause", f"{law.id} is paused, the promise is not")
    if not set(law.extends) <= set(promise.extends):
        raise _refusal(promise, "extend", f"{law.id} is extended, the promise is not")


def _allowed(pause: PauseRule, law: PauseRule | None) -> bool:
    if law is None or pause.mode is not law.mode:
        return False
    return law.max_days is None or (pause.max_days is not None and pause.max_days <= law.max_days)


def _no_longer(extend: ExtendRule, law: ExtendRule | None) -> bool:
    if law is None or extend.after != law.after:
        return False
    if extend.to is not None:
        return law.to is not None and extend.to <= law.to
    return law.by is not None and extend.by is not None and extend.by <= law.by


def _refusal(promise: Entry, key: str, why: str) -> BadPack:
    return BadPack(promise.file, f"{promise.id}.{key}", why)
