"""The safe reading of one entry for one case: when it ends, and by when we should act.

Doubt is read against us and for the customer. A duty of ours ends on the earliest plausible day
and is never rolled to a later one; a right of the customer ends on the latest. Our own target is
the last working day at or before the end.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from statutes.counting import in_utc, local_day, move, start_of_day
from statutes.ends import Course, Doubt, End, days_paused, end_of, over
from statutes.entry import Entry, Length
from statutes.given import Given, extended
from statutes.kinds import Kind, Roll, Unit
from statutes.lazy import lazy
from statutes.pausing import Stop, stops
from statutes.refusals import NotCountable, need

_DAY = timedelta(days=1)
# The calendars end in 2100, the longest limit is 6 years.
_LONGEST_PAST, _LONGEST_FUTURE = 1990, 2095


class Reckoning:
    """One entry counted for one case. What is not asked for is not worked out."""

    def __init__(self, entry: Entry, given: Given) -> None:
        if not isinstance(entry, Entry):
            need(entry, Entry, "what is counted")
        self.entry = entry
        self.given = given
        if not isinstance(given, Given):
            need(given, Given, "what is given")
        self._start = start = in_utc(given.start)
        if not _LONGEST_PAST <= start.year <= _LONGEST_FUTURE:
            raise NotCountable(f"{start.isoformat()} is too far away to be counted from")

    @property
    def begins(self) -> datetime:
        """The instant the count begins: the start, the latest of several, or the last restart."""
        return self.text_end.course.start

    @lazy
    def start_day(self) -> date:
        """The local day that is day 0."""
        return local_day(self.begins, self.entry.zone)

    @lazy
    def length(self) -> Length:
        """The entry's length with its extensions."""
        if not self.given.extensions:
            return self.entry.length
        return Length(extended(self.entry, self.given.extensions), self.entry.length.unit)

    @lazy
    def ends(self) -> tuple[End, ...]:
        """The end by the text of every branch whose start is known; the main one first."""
        entry, given, start = self.entry, self.given, self._start
        for event in entry.or_later:
            if event in given.known:
                start = max(start, in_utc(given.known[event]))
        length = self.length if given.extensions else entry.length
        main = Course("", start, length, entry.plus)
        if not (entry.also or given.pauses):  # nearly always, and worth a tenth
            return (end_of(entry, main),)
        courses = [main, *self._branches(start)]
        paused = stops(entry, given.pauses)
        found = tuple(end_of(entry, course, paused) for course in courses)
        if not given.happened:
            self._need_within(paused, found)
        return found

    @property
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

    @property
    def met(self) -> frozenset[Stop]:
        """The pauses that fell into the running time of some branch."""
        return frozenset(stop for end in self.ends for stop in end.met)

    @lazy
    def rolled_on(self) -> date | None:
        """Where the last day would fall if it rolls; for a duty of ours never to be relied on.

        None where the calendar does not know the days it would have to pass; a right of the
        customer is rolled all the same, provisionally.
        """
        if self.entry.roll is Roll.NONE or not self.ruling_unit.is_days:
            return self.ruling.day
        rolled = self._rolled
        if self.entry.kind.is_the_customers or self.entry.calendar.knows(rolled):
            return rolled
        return None

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
        if not self.entry.kind.is_the_customers:
            return self.ruling.day
        rolls = self.entry.roll is not Roll.NONE and self.ruling_unit.is_days
        return self._rolled if rolls else self.ruling.day

    @lazy
    def due(self) -> datetime:
        """The instant it is over, in UTC. A breach is this instant."""
        ruling, entry = self.ruling, self.entry
        as_written = entry.margin is None and not entry.kind.is_the_customers
        if as_written or self.due_on == ruling.day:
            return ruling.instant
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

    @property
    def ruling_unit(self) -> Unit:
        """The unit of the branch that decides."""
        return self.ruling.course.length.unit

    @lazy
    def paused_on(self) -> Mapping[date, str]:
        """The days of the branch that decides which a pause takes, with its reason."""
        return days_paused(self.entry, self.ruling)

    def _branches(self, start: datetime) -> Iterator[Course]:
        for branch in self.entry.also:
            same = branch.start == self.entry.start
            began = start if same else self.given.known.get(branch.start)
            if began is not None:
                yield Course(branch.name, in_utc(began), branch.length, branch.plus)

    @property
    def _rolled(self) -> date:
        return self.entry.calendar.on_or_after(self.ruling.day)

    def _need_within(self, paused: tuple[Stop, ...], ends: tuple[End, ...]) -> None:
        """Refuse a pause that no branch could feel: it is a slip, of the pause or of the start."""
        outside = [stop for stop in paused if not any(stop in end.met for end in ends)]
        if outside:
            zone, stop = self.entry.zone, outside[0]
            ran = " and ".join(f"{local_day(e.course.start, zone)} to {e.day}" for e in ends)
            raise NotCountable(
                f"the pause {stop.reason!r} of {local_day(stop.since, zone)} to"
                f" {local_day(stop.until, zone)} lies outside the time {self.entry.id} runs: {ran}"
            )

    def _asked(self) -> Iterator[Doubt]:
        """Every question a calendar was asked."""
        entry, days = self.entry, self.ruling_unit.is_days
        for end in self.ends:
            unit = end.course.length.unit
            if unit is Unit.BUSINESS_DAY or unit.is_working:
                yield Doubt(entry.calendar, "count", end.day)
        if entry.margin is not None and entry.margin.unit is Unit.BUSINESS_DAY:
            yield Doubt(entry.calendar, "count", self.ruling.day)
        rolls = days and entry.roll is not Roll.NONE
        if rolls and (
            entry.kind.is_the_customers or (entry.kind.is_ours and self.rolled_on is None)
        ):
            yield Doubt(entry.calendar, "roll", self.ruling.day)
        if days and entry.kind.is_ours:
            yield Doubt(entry.office, "target", self.due_on)


def reckon(entry: Entry, start: datetime) -> Reckoning:
    """Count `entry` from `start`, nothing else being known."""
    return Reckoning(entry, Given(start))
