"""Every limit with its citation, as one page for people: `docs/statutes.md`."""

from collections.abc import Iterator

from statutes.entry import Entry, Rule, Validity
from statutes.library import Library
from statutes.limits import limit
from statutes.rates import Rates
from statutes.reading import Pack

HEAD = """# What the law promises

Written by `yinbao statutes document` from `statutes/src/statutes/packs/`; do not edit it here.
Engineering input, not legal advice. Grade A: the primary text was seen; B: a reliable second one.
"""

COLUMNS = (
    "id", "promise", "for", "limit", "stops or lengthens", "otherwise", "citation", "grade",
    "in force",
)  # fmt: skip


def as_text(library: Library) -> str:
    """The whole page."""
    return "\n".join(_page(library)).rstrip() + "\n"


def _page(library: Library) -> Iterator[str]:
    yield HEAD
    for pack in library.packs.values():
        yield from _pack(pack, library)
    yield from _rates(library.rates)
    if library.questions:
        yield "## Questions for a lawyer\n"
        yield "| id | question | coded meanwhile |\n|---|---|---|"
        for question in library.questions.values():
            yield _row(question.id, question.question, question.reading)


def _pack(pack: Pack, library: Library) -> Iterator[str]:
    yield f"## {pack.name.en} ({pack.jurisdiction})\n"
    yield f"Days are counted in {pack.zone.key}. Read from texts of {pack.text_date}.\n"
    if pack.entries:
        yield _row(*COLUMNS)
        yield "|---|---|---|---|---|---|---|---|---|"
    for entry in pack.entries:
        yield _row(
            entry.id,
            f"{entry.obligation.en} ({entry.kind.replace('_', ' ')})",
            _for(entry, library),
            limit(entry) + (" (repeats)" if entry.repeats else ""),
            "; ".join(_changes(entry)),
            entry.consequence.words.en,
            entry.citation + _asked(entry.questions),
            entry.grade,
            _in_force(entry.validity),
        )
    if pack.rules:
        yield "\nWithout a number:\n"
        yield "| id | rule | for | citation | grade | in force |\n|---|---|---|---|---|---|"
    for rule in pack.rules:
        yield _row(
            rule.id,
            rule.text.en,
            _for(rule, library),
            rule.citation + _asked(rule.questions),
            rule.grade,
            _in_force(rule.validity),
        )
    yield ""


def _rates(rates: Rates) -> Iterator[str]:
    if rates.dated:
        yield "## Rates\n"
        yield "| series | percent | from | until | citation | grade |\n|---|---|---|---|---|---|"
    for series in rates.dated.values():
        for rate in series:
            name = rates.series[rate.series].en
            until = str(rate.until or "")
            yield _row(name, str(rate.percent), str(rate.since), until, rate.citation, rate.grade)
    if rates.formulas:
        yield "\n## Late interest\n"
        yield "| id | rate | runs from | citation | grade |\n|---|---|---|---|---|"
    for formula in rates.formulas.values():
        yield _row(
            formula.id, formula.name.en, formula.runs_from.en, formula.citation, formula.grade
        )
    yield ""


def _changes(entry: Entry) -> Iterator[str]:
    say = entry.vocabulary.say
    for pause in entry.pauses:
        longest = "" if pause.max_days is None else f", {pause.max_days} days at most"
        yield f"{pause.mode}s when {say('pauses', pause.reason, 'en')}{longest}"
    for extend in entry.extends:
        longer = f"{extend.to} in all" if extend.to is not None else f"{extend.by} more"
        yield f"{longer} when {say('extensions', extend.reason, 'en')}"


def _for(item: Entry | Rule, library: Library) -> str:
    lines = ", ".join(library.vocabulary.say("lines", line, "en") for line in item.lines)
    text = f"{library.vocabulary.say('case_types', item.case_type, 'en')}; {lines}"
    if isinstance(item, Entry) and item.circumstance is not None:
        text += f"; {library.vocabulary.say('circumstances', item.circumstance, 'en')}"
    return text


def _in_force(validity: Validity) -> str:
    until = "" if validity.until is None else f" to {validity.until}"
    return f"from {validity.since}{until}"


def _asked(questions: tuple[str, ...]) -> str:
    return f" ({', '.join(questions)})" if questions else ""


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
