"""A reckoning in sentences: which law, from when, which days count, when it ends.

Days and zones stand as data (`2027-01-01`, `Europe/Madrid`) unless whoever asks brings a `Writing`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from statutes.citing import cited
from statutes.counting import local_day
from statutes.days import Day, days_of
from statutes.entry import Entry
from statutes.kinds import Effect, Roll
from statutes.reckoning import Reckoning
from statutes.vocabulary import phrase


class Writing(Protocol):
    """How readers write what is no word."""

    def day(self, value: date) -> str:
        """A calendar day."""
        ...

    def zone(self, value: ZoneInfo, at: datetime) -> str:
        """The name of the time on the wall there and then."""
        ...


class AsData:
    """As machines write it."""

    def day(self, value: date) -> str:
        """ISO 8601."""
        return value.isoformat()

    def zone(self, value: ZoneInfo, at: datetime) -> str:
        """Its key."""
        return value.key


@dataclass(frozen=True, slots=True)
class _Saying:
    """A language, and how it is written."""

    language: str
    writing: Writing

    def __call__(self, key: str, **named: object) -> str:
        said = {
            name: self.writing.day(value) if isinstance(value, date) else value
            for name, value in named.items()
        }
        return phrase(key, self.language, **said)


def explain(
    reckoning: Reckoning, language: str = "en", writing: Writing | None = None
) -> tuple[str, ...]:
    """What a customer reads, a sentence at a time."""
    return tuple(_sentences(reckoning, _Saying(language, writing or AsData())))


def doubts(
    reckoning: Reckoning, language: str = "en", writing: Writing | None = None
) -> tuple[str, ...]:
    """Why the answer is provisional, each reason once."""
    say = _Saying(language, writing or AsData())
    days = dict.fromkeys(doubt.calendar.known_until for doubt in reckoning.doubts)
    return tuple(say("calendar_missing", day=day) for day in days)


def _sentences(reckoning: Reckoning, say: _Saying) -> Iterator[str]:
    entry = reckoning.entry
    yield entry.obligation.say(say.language)
    rolls = reckoning.rolled_on not in {None, reckoning.ruling.day}
    citations = [entry.citation, entry.count_citation, entry.roll_citation if rolls else ""]
    by = cited("; ".join(filter(None, citations)), say.language)
    yield say("law", id=entry.id, citation=by)
    yield _began(reckoning, say)
    yield from _asides(reckoning, say)
    if reckoning.opens_on is not None:
        yield say("window_opens", day=reckoning.opens_on)
    yield from _told(days_of(reckoning, say.language), reckoning, say)
    if len(reckoning.ends) > 1:
        yield say("branch", day=reckoning.ruling.day)
    yield _end(reckoning, say)
    yield from _closing(reckoning, say)


def _began(reckoning: Reckoning, say: _Saying) -> str:
    """From what the days are counted that are told: those of the way of counting that rules."""
    entry, course = reckoning.entry, reckoning.ruling.course
    starts = {branch.name: branch.start for branch in entry.also}
    start = starts.get(course.branch, entry.start)
    event = entry.vocabulary.say("events", start, say.language)
    return say("began", event=event, day=local_day(course.start, entry.zone))


def _closing(reckoning: Reckoning, say: _Saying) -> Iterator[str]:
    """What we aim at, what we do not rely on, and what is not certain yet."""
    entry = reckoning.entry
    if reckoning.target_on is not None and reckoning.target_on != reckoning.due_on:
        yield say("aims", day=reckoning.target_on)
    if (
        entry.kind.is_ours
        and entry.roll is not Roll.NONE
        and reckoning.rolled_on is not None
        and reckoning.rolled_on > reckoning.due_on
    ):
        yield say("not_relied", day=reckoning.rolled_on)
    if entry.kind.is_the_customers and entry.consequence.effect is not Effect.COVER_ENDS:
        yield say("never_refused")
    yield from _pauses(reckoning, say)
    for why in doubts(reckoning, say.language, say.writing):
        yield say("provisional", why=why)


def _pauses(reckoning: Reckoning, say: _Saying) -> Iterator[str]:
    """The pause that goes on, and those that the law ends by itself."""
    entry = reckoning.entry
    for stop in sorted(reckoning.met, key=lambda stop: stop.since):
        reason = entry.vocabulary.say("pauses", stop.reason, say.language)
        day = local_day(stop.since, entry.zone)
        if stop.by_law:
            last = local_day(stop.until, entry.zone) - timedelta(days=1)
            yield say("ended_by_law", day=day, reason=reason, last=last)
        elif any(one.until is None and one.since == stop.since for one in reckoning.given.pauses):
            yield say("still_paused", day=day, reason=reason)


def _asides(reckoning: Reckoning, say: _Saying) -> Iterator[str]:
    """What made the time longer, and what this law does not know."""
    entry, given = reckoning.entry, reckoning.given
    for reason in given.extensions:
        said = entry.vocabulary.say("extensions", reason, say.language)
        known = entry.extend_rule(reason) is not None
        yield say("longer" if known else "pass_over", reason=said)
    felt = {stop.since for stop in reckoning.met}
    for pause in given.pauses:
        if entry.pause_rule(pause.reason) is None or pause.since not in felt:
            said = entry.vocabulary.say("pauses", pause.reason, say.language)
            yield say("pass_over", reason=said)


def _end(reckoning: Reckoning, say: _Saying) -> str:
    entry: Entry = reckoning.entry
    local = reckoning.due.astimezone(entry.zone)
    by_hours = not reckoning.ruling_unit.is_days or entry.ends_at is not None
    time = f"{local:%H:%M}" if by_hours else "24:00"
    return say("ends", day=reckoning.due_on, time=time, zone=say.writing.zone(entry.zone, local))


def _told(days: tuple[Day, ...], reckoning: Reckoning, say: _Saying) -> Iterator[str]:
    """The days; those that follow one another and are alike as one, unless hours are counted."""
    if not reckoning.ruling_unit.is_days:
        for day in days:
            yield say("on_day", day=day.date, why=day.why)
        return

    def alike(day: Day) -> tuple[bool, str]:
        return day.counted, "" if day.counted else day.why

    for (counted, why), run in groupby(days, key=alike):
        together = list(run)
        first, last = together[0].date, together[-1].date
        key = ("run" if counted else "skip") + ("" if len(together) > 1 else "_one")
        yield say(key, first=first, last=last, count=len(together), why=why)
