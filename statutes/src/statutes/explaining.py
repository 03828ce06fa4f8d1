"""A reckoning in sentences: which law, from when, which days count, when it ends."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

from statutes.counting import local_day
from statutes.days import Day, days_of
from statutes.entry import Entry
from statutes.kinds import Roll
from statutes.reckoning import Reckoning
from statutes.vocabulary import phrase


def explain(reckoning: Reckoning, language: str = "en") -> tuple[str, ...]:
    """What a customer reads, a sentence at a time."""
    return tuple(_sentences(reckoning, language))


def doubts(reckoning: Reckoning, language: str = "en") -> tuple[str, ...]:
    """Why the answer is provisional, each reason once."""
    missing = {doubt.calendar.id: doubt.calendar.known_until for doubt in reckoning.doubts}
    return tuple(
        phrase("calendar_missing", language, calendar=name, day=day)
        for name, day in missing.items()
    )


def _sentences(reckoning: Reckoning, language: str) -> Iterator[str]:
    entry = reckoning.entry
    yield entry.obligation.say(language)
    rolls = reckoning.rolled_on not in {None, reckoning.ruling.day}
    citations = [entry.citation, entry.count_citation, entry.roll_citation if rolls else ""]
    yield phrase("law", language, id=entry.id, citation="; ".join(filter(None, citations)))
    event = entry.vocabulary.say("events", entry.start, language)
    yield phrase("began", language, event=event, day=reckoning.start_day)
    yield from _asides(reckoning, language)
    if reckoning.opens_on is not None:
        yield phrase("window_opens", language, day=reckoning.opens_on)
    yield from _told(days_of(reckoning, language), reckoning, language)
    if len(reckoning.ends) > 1:
        yield phrase("branch", language, day=reckoning.ruling.day)
    yield _end(reckoning, language)
    yield from _closing(reckoning, language)


def _closing(reckoning: Reckoning, language: str) -> Iterator[str]:
    """What we aim at, what we do not rely on, and what is not certain yet."""
    entry = reckoning.entry
    if reckoning.target_on is not None and reckoning.target_on != reckoning.due_on:
        yield phrase("aims", language, day=reckoning.target_on)
    if (
        entry.kind.is_ours
        and entry.roll is not Roll.NONE
        and reckoning.rolled_on is not None
        and reckoning.rolled_on > reckoning.due_on
    ):
        yield phrase("not_relied", language, day=reckoning.rolled_on)
    if entry.kind.is_the_customers:
        yield phrase("never_refused", language)
    yield from _pauses(reckoning, language)
    for why in doubts(reckoning, language):
        yield phrase("provisional", language, why=why)


def _pauses(reckoning: Reckoning, language: str) -> Iterator[str]:
    """The pause that goes on, and those that the law ends by itself."""
    entry = reckoning.entry
    for stop in sorted(reckoning.met, key=lambda stop: stop.since):
        reason = entry.vocabulary.say("pauses", stop.reason, language)
        day = local_day(stop.since, entry.zone)
        if stop.by_law:
            last = local_day(stop.until, entry.zone) - timedelta(days=1)
            yield phrase("ended_by_law", language, day=day, reason=reason, last=last)
        elif any(one.until is None and one.since == stop.since for one in reckoning.given.pauses):
            yield phrase("still_paused", language, day=day, reason=reason)


def _asides(reckoning: Reckoning, language: str) -> Iterator[str]:
    """What made the time longer, and what this law does not know."""
    entry, given = reckoning.entry, reckoning.given
    for reason in given.extensions:
        said = entry.vocabulary.say("extensions", reason, language)
        known = entry.extend_rule(reason) is not None
        yield phrase("longer" if known else "pass_over", language, reason=said)
    felt = {stop.since for stop in reckoning.met}
    for pause in given.pauses:
        if entry.pause_rule(pause.reason) is None or pause.since not in felt:
            said = entry.vocabulary.say("pauses", pause.reason, language)
            yield phrase("pass_over", language, reason=said)


def _end(reckoning: Reckoning, language: str) -> str:
    entry: Entry = reckoning.entry
    local = reckoning.due.astimezone(entry.zone)
    by_hours = not reckoning.ruling_unit.is_days or entry.ends_at is not None
    time = f"{local:%H:%M}" if by_hours else "24:00"
    return phrase("ends", language, day=reckoning.due_on, time=time, zone=entry.zone.key)


def _told(days: tuple[Day, ...], reckoning: Reckoning, language: str) -> Iterator[str]:
    """The days; those that follow one another and are alike as one, unless hours are counted."""
    if not reckoning.ruling_unit.is_days:
        for day in days:
            yield phrase("on_day", language, day=day.date, why=day.why)
        return

    def alike(day: Day) -> tuple[bool, str]:
        return day.counted, "" if day.counted else day.why

    for (counted, why), run in groupby(days, key=alike):
        together = list(run)
        first, last = together[0].date, together[-1].date
        key = ("run" if counted else "skip") + ("" if len(together) > 1 else "_one")
        yield phrase(key, language, first=first, last=last, count=len(together), why=why)
