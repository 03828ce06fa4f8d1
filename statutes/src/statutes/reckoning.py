"""The safe reading of one entry for one case: when it ends, and by when we should act.

Doubt is read against us and for the customer. A duty of ours ends on the earliest plausible day
and is never rolled to a later one; a right of the customer ends on the latest. Our own target is
the last working day at or before the end.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from statutes.counting import (
    aware,
    local_day,
    move,
    start_of_day,
)
from statutes.ends import Doubt, End, end_of_hours, over
from statutes.entry import Entry, Length
from statutes.given import Given, Paused, extended, suspensions
from statutes.kinds import Kind, Roll, Unit
from statutes.lazy import lazy
from statutes.refusals import NotCountable

_DAY = timedelta(days=1)
_LONGEST_PAST, _LONGEST_FUTURE = (
    1990,
    2095,
)  # the calendars end in 2100, the longest limit is 6 years


class Reckoning:
    """One entry counted for one case. What is not asked for is not worked out."""

    def __init__(self, entry: Entry, given: Given) -> None:
        self.entry = entry
        self.given = given
        if not _LONGEST_PAST <= given.start.year <= _LONGEST_FUTURE:
            raise NotCountable(f"{given.start.isoformat()} is too far away to be counted from")

    @lazy
    def begins(self) -> datetime:
        """The instant the count begins: the start, the latest of several, or the last restart."""
        start = self.given.start
        for event in self.entry.or_later:
            if event in self.given.known:
                start = max(start, aware(self.given.known[event]))
        if self.given.pauses:
            start = max(start, suspensions(self.entry, self.given)[0])
        return start

    @lazy
    def start_day(self) -> date:
        """The local day that is day 0."""
        return local_day(self.begins, self.entry.zone)

    @lazy
    def suspended(self) -> tuple[Paused, ...]:
        """The pauses that move the end."""
        if not self.given.pauses:
            return ()
        return tuple(suspensions(self.entry, self.given)[1])

    @lazy
    def length(self) -> Length:
        """The entry's length with its extensions."""
        if not self.given.extensions:
            return self.entry.length
        return Length(extended(self.entry, self.given.extensions), self.entry.length.unit)

    @lazy
    def ends(self) -> tuple[End, ...]:
        """The end by the text of every branch whose start is known; the main one first."""
        entry = self.entry
        found = [self._end("", self.begins, self.length, entry.plus, paused=True)]
        for branch in entry.also:
            same = branch.start == entry.start
            start = self.begins if same else self.given.known.get(branch.start)
            if start is not None:
                found.append(
                    self._end(branch.name, aware(start), branch.length, branch.plus, paused=same)
                )
        return tuple(found)

    @lazy
    def text_end(self) -> End:
        """The end by the text: nothing rolled, nothing kept in reserve."""
        return self.ends[0]

    @lazy
    def ruling(self) -> End:
        """The branch that decides."""
        if len(self.ends) == 1:
            return self.ends[0]
        choose = max if self.entry.latest_branch else min
        return choose(self.ends, key=lambda end: end.instant)

    @lazy
    def rolled_on(self) -> date:
        """Where the last day would fall if it rolls; for a duty of ours never to be relied on."""
        if self.entry.roll is Roll.NONE or not self.ruling_unit.is_days:
            return self.ruling.day
        return self.entry.calendar.on_or_after(self.ruling.day)

    @lazy
    def due_on(self) -> date:
        """The last local day, read safely."""
        if self.entry.margin is not None:
            return move(
                self.ruling.day,
                self.entry.margin,
                self.entry.calendar,
                backwards=True,
            )
        return self.rolled_on if self.entry.kind.is_the_customers else self.ruling.day

    @lazy
    def due(self) -> datetime:
        """The instant it is over, in UTC. A breach is this instant."""
        if self.due_on == self.ruling.day:
            return self.ruling.instant
        return over(self.entry, self.due_on)

    @lazy
    def opens_on(self) -> date | None:
        """The first day of a window, or of a right that opens."""
        entry = self.entry
        if entry.kind is Kind.OPENS_RIGHT:
            return self.due_on + _DAY
        if entry.opens is None:
            return None
        far = Length(entry.opens, entry.length.unit)
        day = move(self.start_day, far, entry.calendar, backwards=entry.backwards)
        return day if entry.margin is None else move(day, entry.margin, entry.calendar)

    @lazy
    def opens(self) -> datetime | None:
        """The instant a window or a right opens, in UTC."""
        return None if self.opens_on is None else start_of_day(self.opens_on, self.entry.zone)

    @lazy
    def target_on(self) -> date | None:
        """Our own last day: the last working day at or before the end; None if nothing is ours."""
        entry = self.entry
        if not entry.kind.is_ours:
            return None
        if not self.ruling_unit.is_days:
            return self.due_on
        day = entry.office.on_or_before(self.due_on)
        first = self.opens_on or (None if entry.backwards else self.start_day)
        return self.due_on if first is not None and day < first else day

    @lazy
    def target(self) -> datetime | None:
        """Our own last instant, in UTC."""
        if self.target_on is None:
            return None
        return self.due if self.target_on == self.due_on else over(self.entry, self.target_on)

    @lazy
    def doubts(self) -> tuple[Doubt, ...]:
        """The calendars that were asked about days nobody has announced yet, and for what."""
        return tuple(doubt for doubt in self._asked() if not doubt.calendar.knows(doubt.day))

    @property
    def provisional(self) -> bool:
        """Whether a calendar was missing, so that the answer may still change."""
        return bool(self.doubts)

    @lazy
    def ruling_unit(self) -> Unit:
        """The unit of the branch that decides."""
        if self.ruling.branch == "":
            return self.entry.length.unit
        return next(b.length.unit for b in self.entry.also if b.name == self.ruling.branch)

    @lazy
    def paused_on(self) -> Mapping[date, str]:
        """The days that do not count because of a pause, with its reason.

        A pause takes the days after the one it began on; for a right of the customer that one too.
        """
        entry, found = self.entry, dict[date, str]()
        first = self.start_day if entry.counts_start else self.start_day + _DAY
        for pause in self.suspended:
            since = local_day(pause.since, entry.zone)
            over = local_day(pause.over, entry.zone)
            if not (entry.kind.is_the_customers and pause.until is not None):
                since += _DAY
            since = max(since, first)
            days = (over - since).days + 1
            rule = entry.pause_rule(pause.reason)
            if rule is not None and rule.max_days is not None:
                days = min(days, rule.max_days)
            found.update({since + timedelta(days=n): pause.reason for n in range(days)})
        return found

    def _asked(self) -> Iterator[Doubt]:
        """Every question a calendar was asked."""
        entry, days = self.entry, self.ruling_unit.is_days
        units = {"": entry.length.unit} | {branch.name: branch.length.unit for branch in entry.also}
        for end in self.ends:
            if units[end.branch] is Unit.BUSINESS_DAY or units[end.branch].is_working:
                yield Doubt(entry.calendar, "count", end.day)
        if entry.margin is not None and entry.margin.unit is Unit.BUSINESS_DAY:
            yield Doubt(entry.calendar, "count", self.ruling.day)
        if days and entry.kind.is_the_customers and entry.roll is not Roll.NONE:
            yield Doubt(entry.calendar, "roll", self.ruling.day)
        if days and entry.kind.is_ours:
            yield Doubt(entry.office, "target", self.due_on)

    def _end(
        self, branch: str, start: datetime, length: Length, plus: Length | None, *, paused: bool
    ) -> End:
        entry = self.entry
        if not length.unit.is_days:
            instant = end_of_hours(entry, start, length, self.suspended if paused else ())
            return End(branch, instant.astimezone(entry.zone).date(), instant)
        day = local_day(start, entry.zone)
        if entry.counts_start:
            day -= _DAY
        moved = len(self.paused_on) if paused and self.suspended else 0
        if moved and length.unit is Unit.BUSINESS_DAY:
            worked = sum(map(entry.calendar.is_working, self.paused_on))
            length, moved = Length(length.number + worked, length.unit), 0
        day = move(day, length, entry.calendar, backwards=entry.backwards)
        if plus is not None:
            day = move(day, plus, entry.calendar, backwards=entry.backwards)
        if moved:
            day += timedelta(days=moved)
        return End(branch, day, over(entry, day))


def reckon(entry: Entry, start: datetime) -> Reckoning:
    """Count `entry` from `start`, nothing else being known."""
    return Reckoning(entry, Given(start))
