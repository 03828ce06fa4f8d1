"""A pack that cannot be trusted is refused in one sentence that names file and key."""

from collections.abc import Callable
from typing import Any

import pytest

from statutes import BadPack, Library, NotCountable, Unknown, law, reckon
from statutes.asking import instant
from statutes.examples import PACK_ENTRY as ENTRY
from statutes.examples import PACK_HEAD as HEAD
from statutes.examples import an_entry
from statutes.given import Given, Paused
from statutes.reckoning import Reckoning
from statutes.vocabulary import read_vocabulary

NOW = instant("2026-01-01T10:00Z")
Loader = Callable[..., Library]


def test_the_pack_these_refusals_start_from_is_good(load_with: Loader) -> None:
    library = load_with(HEAD + ENTRY)

    assert [*library.entries] == ["XX-1"]


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        ("30", "-1", "xx.toml: XX-1.length: must be a whole number, not negative"),
        ("30", '"thirty"', "xx.toml: XX-1.length: must be a whole number"),
        ("length = 30", "", "xx.toml: XX-1.length: is missing"),
        ('"calendar_day"', '"fortnight"', "xx.toml: XX-1.unit: 'fortnight' is not one of"),
        ('["life"]', '["boats"]', "xx.toml: XX-1.lines: line 'boats': there are all"),
        ('["life"]', "[]", "xx.toml: XX-1.lines: must be a list of words"),
        ('"claims"', '"wishes"', "xx.toml: XX-1.case_type: case type 'wishes': there are"),
        ('"first_documents"', '"moonrise"', "xx.toml: XX-1.start: event 'moonrise': there are"),
        ('citation = "Act 1"', "", "xx.toml: XX-1.citation: is missing"),
        ('citation = "Act 1"', 'citation = " "', "xx.toml: XX-1.citation: is empty"),
        ('source = ["the gazette"]', "", "xx.toml: XX-1.source: is missing"),
        ('grade = "A"', 'grade = "C"', "xx.toml: XX-1.grade: 'C' is not one of A, B"),
        ('"insurer_duty"', '"wish"', "xx.toml: XX-1.kind: 'wish' is not one of"),
        ("2020-01-01", "2020-01-01T10:00:00", "must be a date, and a datetime without a zone"),
        ("2020-01-01", '"2020"', "xx.toml: XX-1.valid_from: must be a date"),
        ('grade = "A"', 'grade = "A"\nvalid_until = 2019-01-01', "XX-1.valid_until: ends before"),
        ('grade = "A"', 'grade = "A"\ncitaton = "Act"', "XX-1.citaton: there is no such key"),
        (', zh = "我们答复。" }', " }", "xx.toml: XX-1.obligation.zh: the words are missing"),
        ('kind = "none"', 'kind = "shame"', "XX-1.consequence.kind: 'shame' is not"),
        ('kind = "none"', 'kind = "none", formula = "usury"', "no formula 'usury'"),
        ('"Europe/Madrid"', '"Europe/Atlantis"', "xx.toml: pack.zone: there is no time zone"),
        ('calendar = "ES"', 'calendar = "ATLANTIS"', "XX-1.calendar: there is no calendar"),
        ('"calendar_day"', '"working_hour"', "XX-1.calendar: calendar ES has no office hours"),
        ('"calendar_day"', '"calendar_day"\nopens = 40', "XX-1.opens: a window has two ends"),
        ('"calendar_day"', '"calendar_day"\ndirection = "up"', "XX-1.direction: 'up' is not"),
        ('"calendar_day"', '"calendar_day"\ncount = "twice"', "XX-1.count: 'twice' is not one of"),
        ('"calendar_day"', '"hour"\ndirection = "before"', "XX-1.unit: hours are counted forwards"),
        ('"calendar_day"', '"calendar_day"\nends_at = "late"', "'late' is not a time of day"),
        ('"calendar_day"', '"calendar_day"\nwhichever = "later"', "XX-1.whichever: stands beside"),
        ('"calendar_day"', '"calendar_day"\ncircumstance = "rain"', "XX-1.circumstance: "),
        ('"calendar_day"', '"calendar_day"\nbetters = "YY-1"', "XX-1.betters: there is no law"),
        ("[[entry]]", "[[entri]]", "xx.toml: file.entri: there is no such key"),
        ("[[entry]]", "[[entry", "xx.toml: syntax:"),
    ],
)  # fmt: skip
def test_a_pack_with_a_mistake_is_refused(
    load_with: Loader, old: str, new: str, refusal: str
) -> None:
    pack = HEAD + ENTRY
    assert old in pack

    with pytest.raises(BadPack) as said:
        load_with(pack.replace(old, new))

    assert refusal in str(said.value)
    assert said.value.file == "xx.toml"


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        (
            '[[entry.pause]]\nreason = "rain"\nmode = "suspend"',
            "XX-1.pause[0].reason: pause 'rain'",
        ),
        ('[[entry.pause]]\nreason = "documents"\nmode = "stop"', "XX-1.pause[0].mode: 'stop'"),
        ('[[entry.extend]]\nreason = "complex"', "XX-1.extend[0].to: an extension goes either"),
        ('[[entry.extend]]\nreason = "rain"\nby = 1', "XX-1.extend[0].reason: extension 'rain'"),
    ],
)
def test_a_pause_or_an_extension_with_a_mistake_is_refused(
    load_with: Loader, more: str, refusal: str
) -> None:
    with pytest.raises(BadPack) as said:
        load_with(HEAD + ENTRY + more)

    assert refusal in str(said.value)


def test_two_laws_for_the_same_promise_on_the_same_day_are_refused(load_with: Loader) -> None:
    until = ENTRY.replace('grade = "A"', 'grade = "A"\nduty = "answer"\nvalid_until = 2025-12-31')
    newer = ENTRY.replace("XX-1", "XX-2").replace('["life"]', '["personal"]')
    newer = newer.replace('grade = "A"', 'grade = "A"\nduty = "answer"')

    changed = load_with(HEAD + until + newer.replace("2020-01-01", "2026-01-01"))
    with pytest.raises(BadPack, match=r"XX-2\.valid_from: overlaps the validity of XX-1"):
        load_with(HEAD + until + newer.replace("2020-01-01", "2025-12-31"))

    assert [*changed.entries] == ["XX-1", "XX-2"]


def test_an_id_is_used_once(load_with: Loader) -> None:
    until = ENTRY.replace('grade = "A"', 'grade = "A"\nvalid_until = 2025-12-31')

    with pytest.raises(BadPack, match=r"packs: id\.XX-1: is there twice"):
        load_with(HEAD + until + ENTRY.replace("2020-01-01", "2026-01-01"))


@pytest.mark.parametrize("ask", [
    lambda: law().pack("atlantis"),
    lambda: law().entry("XX-404"),
    lambda: law().promises_for("cn", "boats", "claims", NOW),
    lambda: law().promises_for("cn", "life", "wishes", NOW),
    lambda: law().promises_for("cn", "life", "claims", NOW, circumstances=["rain"]),
    lambda: law().rates.formula("usury"),
    lambda: law().entry("CN-23A").obligation.say("fr"),
])  # fmt: skip
def test_what_is_not_known_is_refused_with_what_is(ask: Callable[[], Any]) -> None:
    with pytest.raises(Unknown, match=r"there are|lists them"):
        ask()


def test_words_missing_from_the_vocabulary_are_refused() -> None:
    with pytest.raises(BadPack, match=r"vocabulary\.toml: lines\.life\.zh: the words are missing"):
        read_vocabulary('[lines.life]\nen = "life"\nes = "vida"')
    with pytest.raises(BadPack, match=r"vocabulary\.toml: lines\.life\.parent"):
        read_vocabulary('[lines.life]\nparent = "x"\nen = "life"\nes = "vida"\nzh = "人寿"')


def test_a_start_out_of_reach_is_refused() -> None:
    with pytest.raises(NotCountable, match="too far away"):
        reckon(an_entry(), instant("9999-12-31T23:00Z"))
    with pytest.raises(NotCountable, match="too far away"):
        reckon(an_entry(), instant("0001-01-01T00:00Z"))


def test_pauses_that_overlap_are_refused() -> None:
    entry = an_entry(pause=[{"reason": "documents", "mode": "suspend"}])
    start = instant("2026-01-01T10:00Z")
    first = Paused("documents", instant("2026-01-02T10:00Z"), instant("2026-01-05T10:00Z"))
    second = Paused("documents", instant("2026-01-04T10:00Z"), instant("2026-01-08T10:00Z"))

    with pytest.raises(NotCountable, match="overlaps"):
        _ = Reckoning(entry, Given(start, pauses=(first, second))).due
