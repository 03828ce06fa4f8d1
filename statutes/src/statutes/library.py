"""All law and all promises we know, loaded and checked; what holds for a case is chosen here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import combinations

from statutes.better import not_worse
from statutes.counting import aware, local_day
from statutes.entry import Entry, Rule
from statutes.offices import Calendars, read_calendars
from statutes.questions import Question, read_questions
from statutes.rates import Rates, read_rates
from statutes.reading import Pack, Shelf, read_pack
from statutes.refusals import BadPack, Unknown
from statutes.tables import once
from statutes.vocabulary import Vocabulary, read_vocabulary

COMPANY = "COMPANY"
_SHARED = frozenset(
    {"vocabulary.toml", "calendars.toml", "rates.toml", "questions.toml", "phrases.toml"}
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
        found = self.packs.get(jurisdiction.upper())
        if found is None:
            raise Unknown(f"jurisdiction {jurisdiction!r}: there are {', '.join(self.packs)}")
        return found

    def entry(self, name: str) -> Entry:
        """One entry, also one that is no longer in force: a clock keeps it."""
        found = self.entries.get(name) or self.entries.get(name.upper())
        if found is None:
            raise Unknown(f"entry {name!r}: `yinbao statutes show` lists them")
        return found

    def promises_for(
        self,
        jurisdiction: str,
        line: str,
        case_type: str,
        at: datetime,
        *,
        circumstances: Iterable[str] = (),
    ) -> tuple[Entry, ...]:
        """What is promised in such a case that begins at `at`: the law, then what we add."""
        pack = self.pack(jurisdiction)
        day = local_day(aware(at), pack.zone)
        lines = set(self.vocabulary.ancestry(line))
        self.vocabulary.need("case_types", case_type)
        given = {self.vocabulary.need("circumstances", one) for one in circumstances}
        ours = self.packs[COMPANY].entries if COMPANY in self.packs else ()
        return tuple(
            entry
            for entry in (*pack.entries, *(one for one in ours if _applies(one, pack)))
            if entry.case_type == case_type
            and lines.intersection(entry.lines)
            and entry.validity.covers(day)
            and (entry.circumstance is None or entry.circumstance in given)
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
    company = texts.pop("company.toml", None)
    found = [read_pack(text, name, shelf) for name, text in texts.items() if name not in _SHARED]
    once((pack.jurisdiction for pack in found), "packs", "jurisdiction")
    laws = {entry.id: entry for pack in found for entry in pack.entries}
    if company is not None:
        found.append(read_pack(company, "company.toml", shelf, laws))
        for promise in found[-1].entries:
            if promise.betters is not None:
                not_worse(promise, laws[promise.betters])
    for pack in found:
        _check(pack, rates, questions)
    once((name for pack in found for name in _names(pack)), "packs", "id")
    return Library(
        packs={pack.jurisdiction: pack for pack in found},
        vocabulary=shelf.vocabulary,
        calendars=shelf.calendars,
        rates=rates,
        questions=questions,
        entries={entry.id: entry for pack in found for entry in pack.entries},
    )


@cache
def law() -> Library:
    """The law as it is shipped; read once."""
    return load(files("statutes").joinpath("packs"))


def _applies(promise: Entry, pack: Pack) -> bool:
    return promise.jurisdiction in {COMPANY, pack.jurisdiction}


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
    items: list[Entry | Rule] = [*pack.entries, *pack.rules]
    for item in items:
        consequence = item.consequence
        formula = consequence.formula if consequence else None
        if formula is not None and formula not in rates.formulas:
            raise BadPack(pack.file, f"{item.id}.consequence.formula", f"no formula {formula!r}")
        for name in item.questions:
            if questions and name not in questions:
                raise BadPack(pack.file, f"{item.id}.questions", f"there is no question {name!r}")
