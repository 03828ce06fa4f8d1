"""All law and all promises we know, loaded and checked; what holds for a case is chosen here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import combinations
from zoneinfo import ZoneInfo

from statutes.better import not_beside, not_worse
from statutes.counting import aware, local_day
from statutes.entry import Entry, Rule
from statutes.kinds import Owner
from statutes.offices import Calendars, read_calendars
from statutes.questions import Question, read_questions
from statutes.rates import Rates, read_rates
from statutes.reading import Pack, Shelf, read_pack
from statutes.refusals import BadPack, NotCountable, Unknown, need
from statutes.tables import once
from statutes.vocabulary import Vocabulary, read_vocabulary

_SHARED = frozenset(
    f"{one}.toml"
    for one in ("vocabulary", "calendars", "rates", "questions", "phrases", "citations")
)


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """Every pack, and what they share."""

    packs: Mapping[str, Pack]
    vocabulary: Vocabulary
    calendars: Calendars
    rates: Rates
    questions: Mapping[str, Question]
    entries: Mapping[str, Entry]

    def pack(self, jurisdiction: str) -> Pack:
        """The law of a jurisdiction, in whatever case it is written."""
        need(jurisdiction, str, "a jurisdiction")
        found = self.packs.get(jurisdiction.upper())
        if found is None:
            raise Unknown(f"jurisdiction {jurisdiction!r}: there are {', '.join(self.packs)}")
        return found

    def entry(self, name: str) -> Entry:
        """One entry, also one that is no longer in force: a clock keeps it."""
        need(name, str, "an entry")
        found = self.entries.get(name) or self.entries.get(name.upper())
        if found is None:
            raise Unknown(f"entry {name!r}: `yinbao statutes show` lists them")
        return found

    def counted_in(self, jurisdiction: str, zone: ZoneInfo) -> "Library":
        """With promises of our own counted by the clocks of that zone; a law counts where it rules.

        A contract's wording holds wherever it is sold: its days are those of the insured place.
        """
        need(zone, ZoneInfo, "a time zone")
        pack = self.pack(jurisdiction)
        if pack.owner is Owner.LAW:
            raise NotCountable(f"{pack.jurisdiction} is law, which counts in {pack.zone.key}")
        moved = tuple(replace(entry, zone=zone) for entry in pack.entries)
        counted = replace(pack, zone=zone, entries=moved)
        return replace(
            self,
            packs={**self.packs, pack.jurisdiction: counted},
            entries={**self.entries, **{entry.id: entry for entry in moved}},
        )

    def promises_for(
        self,
        jurisdiction: str,
        line: str,
        case_type: str,
        at: datetime,
        *,
        circumstances: Iterable[str] = (),
        wording: str | None = None,
    ) -> tuple[Entry, ...]:
        """What is promised in such a case that begins at `at`: the law, then what we add.

        `wording` names the pack of the contract's own promises, when it has one.
        """
        pack = self.pack(jurisdiction)
        day = local_day(aware(at), pack.zone)
        lines = set(self.vocabulary.ancestry(line))
        self.vocabulary.need("case_types", case_type)
        need(circumstances, Iterable, "circumstances")
        given = {self.vocabulary.need("circumstances", one) for one in circumstances}
        ours = [one for one in self.packs.values() if one.owner is Owner.COMPANY]
        if wording is not None:
            ours.append(self.pack(wording))
        added = (entry for own in ours for entry in own.entries if _applies(entry, own, pack))
        chosen = [
            entry
            for entry in (*pack.entries, *added)
            if entry.case_type == case_type
            and lines.intersection(entry.lines)
            and entry.validity.covers(day)
            and (entry.circumstance is None or entry.circumstance in given)
        ]
        law = [one for one in chosen if pack.owner is Owner.LAW and one.file == pack.file]
        return tuple(
            entry
            for entry in chosen
            if not (entry.where_law_is_silent and any(one.speaks_of(entry) for one in law))
        )

    def rules_for(
        self, jurisdiction: str, line: str, case_type: str, at: datetime
    ) -> tuple[Rule, ...]:
        """What the law says of such a case without naming a number."""
        pack = self.pack(jurisdiction)
        day = local_day(aware(at), pack.zone)
        lines = set(self.vocabulary.ancestry(line))
        self.vocabulary.need("case_types", case_type)
        return tuple(
            rule
            for rule in pack.rules
            if rule.case_type == case_type
            and lines.intersection(rule.lines)
            and rule.validity.covers(day)
        )


def load(folder: Traversable) -> Library:
    """Every file of a folder, or the one refusal that says which file and key is wrong."""
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    }
    shelf = Shelf(
        read_vocabulary(texts["vocabulary.toml"]), read_calendars(texts["calendars.toml"])
    )
    rates = read_rates(texts.get("rates.toml", ""))
    questions = read_questions(texts.get("questions.toml", ""))
    empty = Library({}, shelf.vocabulary, shelf.calendars, rates, questions, {})
    company = texts.pop("company.toml", None)
    laws = [read_pack(text, name, shelf) for name, text in texts.items() if name not in _SHARED]
    found = _with(empty, laws)
    return found if company is None else with_promises(found, company, "company.toml")


def with_promises(library: Library, text: str, file: str) -> Library:
    """With promises of our own, or of a contract's wording; none may be worse than the law."""
    need(text, str, "the text of a pack")
    shelf = Shelf(library.vocabulary, library.calendars)
    pack = read_pack(text, file, shelf, library.entries)
    if pack.owner is Owner.LAW:
        raise BadPack(file, "pack.owner", "promises of our own say company or contract")
    laws = [law for one in library.packs.values() if one.owner is Owner.LAW for law in one.entries]
    for promise in pack.entries:
        not_beside(promise, laws)
        if promise.betters is not None:
            not_worse(promise, library.entries[promise.betters])
    return _with(library, [pack])


def _with(library: Library, more: Iterable[Pack]) -> Library:
    added = list(more)
    packs = [*library.packs.values(), *added]
    once((pack.jurisdiction for pack in packs), "packs", "jurisdiction")
    for pack in added:
        _check(pack, library.rates, library.questions)
    once((name for pack in packs for name in _names(pack)), "packs", "id")
    return replace(
        library,
        packs={pack.jurisdiction: pack for pack in packs},
        entries={entry.id: entry for pack in packs for entry in pack.entries},
    )


@cache
def law() -> Library:
    """The law as it is shipped; read once."""
    return load(files("statutes").joinpath("packs"))


def promises_for(
    jurisdiction: str,
    line: str,
    case_type: str,
    at: datetime,
    *,
    circumstances: Iterable[str] = (),
) -> tuple[Entry, ...]:
    """What the law as shipped, and the company, promise in a case that begins at `at`."""
    return law().promises_for(jurisdiction, line, case_type, at, circumstances=circumstances)


def _applies(promise: Entry, own: Pack, pack: Pack) -> bool:
    """A promise that betters a law holds where that law does; any other holds everywhere."""
    return promise.jurisdiction in {own.jurisdiction, pack.jurisdiction}


def _names(pack: Pack) -> list[str]:
    return [*(entry.id for entry in pack.entries), *(rule.id for rule in pack.rules)]


def _check(pack: Pack, rates: Rates, questions: Mapping[str, Question]) -> None:
    """Two laws for the same thing on the same day, and names that lead nowhere."""
    for one, other in combinations(pack.entries, 2):
        same = one.duty == other.duty and one.circumstance == other.circumstance
        if (
            same
            and one.case_type == other.case_type
            and one.jurisdiction == other.jurisdiction
            and one.validity.overlaps(other.validity)
            and one.vocabulary.share_a_line(one.lines, other.lines)
        ):
            raise BadPack(
                pack.file,
                f"{other.id}.valid_from",
                f"overlaps the validity of {one.id}, which promises the same ({one.duty})",
            )
    for entry in pack.entries:
        if entry.where_law_is_silent and (pack.owner is Owner.LAW or entry.betters is not None):
            raise BadPack(
                pack.file,
                f"{entry.id}.where_law_is_silent",
                "is for a promise of ours that no law is compared with",
            )
    items: list[Entry | Rule] = [*pack.entries, *pack.rules]
    for item in items:
        consequence = item.consequence
        formula = consequence.formula if consequence else None
        if formula is not None and formula not in rates.formulas:
            raise BadPack(pack.file, f"{item.id}.consequence.formula", f"no formula {formula!r}")
        for name in item.questions:
            if questions and name not in questions:
                raise BadPack(pack.file, f"{item.id}.questions", f"there is no question {name!r}")
