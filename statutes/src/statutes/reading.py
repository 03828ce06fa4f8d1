"""Reading a pack: one file of law, or of the company's own promises."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from statutes import parts
from statutes.calendars import Calendar
from statutes.entry import Entry, Rule
from statutes.kinds import Kind, Owner, Roll
from statutes.offices import Calendars
from statutes.tables import Table, parse
from statutes.vocabulary import Vocabulary
from statutes.words import Words


@dataclass(frozen=True, slots=True)
class Pack:
    """The law of one jurisdiction as of a day, or promises of our own."""

    jurisdiction: str
    owner: Owner
    name: Words
    zone: ZoneInfo
    text_date: date
    entries: tuple[Entry, ...]
    rules: tuple[Rule, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a pack is read with."""

    vocabulary: Vocabulary
    calendars: Calendars


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a pack says once for all its entries."""

    jurisdiction: str
    zone: ZoneInfo
    calendar: str
    office: str
    roll: Roll
    count_citation: str
    roll_citation: str


def read_pack(text: str, file: str, shelf: Shelf, laws: Mapping[str, Entry] | None = None) -> Pack:
    """The pack written in `text`; a promise that betters a law is counted as that law is."""
    whole = Table(parse(text, file), file, "file")
    head = whole.table("pack")
    head.key = "pack"
    zone = _zone(head)
    calendar = head.text("calendar")
    defaults = Defaults(
        jurisdiction=head.text("jurisdiction"),
        zone=zone,
        calendar=calendar,
        office=head.text("office", calendar),
        roll=head.one_of(Roll, "roll", Roll.NONE),
        count_citation=head.text("count_citation", ""),
        roll_citation=head.text("roll_citation", ""),
    )
    name, text_date = head.words("name"), head.day("text_date")
    owner = head.one_of(Owner, "owner", Owner.LAW)
    head.finish()
    entries = tuple(
        read_entry(table, defaults, shelf, laws or {}) for table in whole.tables("entry")
    )
    rules = tuple(_rule(table, defaults, shelf) for table in whole.tables("rule"))
    whole.finish()
    return Pack(defaults.jurisdiction, owner, name, zone, text_date, entries, rules, file)


def read_entry(table: Table, defaults: Defaults, shelf: Shelf, laws: Mapping[str, Entry]) -> Entry:
    """One entry, or the refusal that says what is wrong with it."""
    table.key = name = table.text("id")
    words = shelf.vocabulary
    betters = table.text("betters") if table.has("betters") else None
    law = laws.get(betters) if betters else None
    if betters and law is None:
        raise table.refuse("betters", f"there is no law {betters!r}")
    length = table.length()
    entry = Entry(
        id=name,
        fact=table.text("fact", name),
        duty=table.text("duty", name.lower()),
        jurisdiction=law.jurisdiction if law else defaults.jurisdiction,
        lines=table.all_said(words, "lines", "lines"),
        case_type=table.said(words, "case_types", "case_type"),
        kind=table.one_of(Kind, "kind"),
        obligation=table.words("obligation"),
        start=table.said(words, "events", "start"),
        or_later=table.all_said(words, "events", "or_later", needed=False),
        length=length,
        plus=table.maybe_length("plus"),
        backwards=parts.backwards(table),
        opens=table.maybe_number("opens"),
        margin=table.maybe_length("margin"),
        counts_start=parts.counts_start(table),
        ends_at=table.clock("ends_at"),
        also=tuple(parts.branch(inner, table, words) for inner in table.tables("also")),
        latest_branch=parts.latest(table),
        circumstance=table.said(words, "circumstances", "circumstance")
        if table.has("circumstance")
        else None,
        repeats=table.flag("repeats"),
        pauses=tuple(parts.pause(inner, words) for inner in table.tables("pause")),
        extends=tuple(parts.extend(inner, words) for inner in table.tables("extend")),
        consequence=parts.consequence(table.table("consequence")),
        citation=table.text("citation"),
        source=table.texts("source"),
        seen=table.text("words", ""),
        grade=parts.grade(table),
        validity=parts.validity(table),
        questions=table.texts("questions", needed=False),
        note=parts.note(table),
        contract_may_differ=table.flag("contract_may_differ"),
        betters=betters,
        where_law_is_silent=table.flag("where_law_is_silent"),
        file=table.file,
        zone=law.zone if law else defaults.zone,
        calendar=law.calendar
        if law and not table.has("calendar")
        else _calendar(table, "calendar", table.text("calendar", defaults.calendar), shelf),
        office=law.office
        if law and not table.has("office")
        else _calendar(table, "office", table.text("office", defaults.office), shelf),
        vocabulary=words,
        roll=table.one_of(Roll, "roll", law.roll if law else defaults.roll),
        count_citation=law.count_citation if law else defaults.count_citation,
        roll_citation=law.roll_citation if law else defaults.roll_citation,
    )
    table.finish()
    _make_sense(entry, table)
    return entry


def _rule(table: Table, defaults: Defaults, shelf: Shelf) -> Rule:
    table.key = name = table.text("id")
    rule = Rule(
        id=name,
        fact=table.text("fact", name),
        jurisdiction=defaults.jurisdiction,
        lines=table.all_said(shelf.vocabulary, "lines", "lines"),
        case_type=table.said(shelf.vocabulary, "case_types", "case_type"),
        text=table.words("text"),
        consequence=parts.consequence(table.table("consequence"))
        if table.has("consequence")
        else None,
        citation=table.text("citation"),
        source=table.texts("source"),
        seen=table.text("words", ""),
        grade=parts.grade(table),
        validity=parts.validity(table),
        questions=table.texts("questions", needed=False),
        note=parts.note(table),
        file=table.file,
    )
    table.finish()
    return rule


def _make_sense(entry: Entry, table: Table) -> None:
    """Refuse what can be written but not counted."""
    if (entry.opens is not None) != (entry.kind is Kind.WINDOW):
        raise table.refuse("opens", "a window has two ends, and nothing else has")
    days = entry.length.unit.is_days
    if not days and (entry.backwards or entry.plus or entry.margin or entry.opens is not None):
        raise table.refuse("unit", "hours are counted forwards, without plus, margin or opens")
    if entry.backwards and (entry.pauses or entry.extends):
        raise table.refuse("direction", "what is counted backwards is neither paused nor extended")
    for name, length in (("plus", entry.plus), ("margin", entry.margin)):
        if length is not None and not length.unit.is_days:
            raise table.refuse(f"{name}.unit", "must be counted in days, weeks, months or years")
    units = [entry.length.unit, *(branch.length.unit for branch in entry.also)]
    if any(unit.is_working for unit in units) and not entry.calendar.hours:
        raise table.refuse("calendar", f"calendar {entry.calendar.id} has no office hours")
    if any(pause.max_days is not None for pause in entry.pauses) and not all(
        unit.is_days for unit in units
    ):
        raise table.refuse("pause", "hours have no longest pause in days")


def _zone(head: Table) -> ZoneInfo:
    name = head.text("zone")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise head.refuse("zone", f"there is no time zone {name!r}") from None


def _calendar(table: Table, key: str, name: str, shelf: Shelf) -> Calendar:
    if name not in shelf.calendars:
        raise table.refuse(key, f"there is no calendar {name!r}")
    return shelf.calendars[name]
