"""A pack that cannot be trusted is refused in one sentence that names file and key."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from statutes import BadPack, Library, NotCountable, Unknown, law, load, reckon, with_promises
from statutes.asking import instant
from statutes.examples import an_entry
from statutes.given import Given, Paused
from statutes.reckoning import Reckoning
from statutes.vocabulary import read_vocabulary

HEAD = """
[pack]
jurisdiction = "XX"
name = { en = "Nowhere", es = "Nada", zh = "无" }
zone = "Europe/Madrid"
calendar = "ES"
text_date = 2026-01-01
"""
WORDS = 'en = "We answer.", es = "Respondemos.", zh = "我们答复。"'
ENTRY = f"""
[[entry]]
id = "XX-1"
lines = ["life"]
case_type = "claims"
kind = "insurer_duty"
start = "first_documents"
length = 30
unit = "calendar_day"
citation = "Act 1"
source = ["the gazette"]
grade = "A"
valid_from = 2020-01-01
obligation = {{ {WORDS} }}
consequence = {{ kind = "none", {WORDS} }}
"""
NOW = instant("2026-01-01T10:00Z")
Loader = Callable[..., Library]


@pytest.fixture
def load_with(tmp_path: Path) -> Loader:
    """Loads one pack `xx.toml`, beside the shared files, and a company's."""

    def load_it(pack: str, company: str = "") -> Library:
        for name in ("vocabulary.toml", "calendars.toml"):
            text = files("statutes").joinpath("packs", name).read_text(encoding="utf-8")
            tmp_path.joinpath(name).write_text(text, encoding="utf-8")
        tmp_path.joinpath("xx.toml").write_text(pack, encoding="utf-8")
        if company:
            tmp_path.joinpath("company.toml").write_text(company, encoding="utf-8")
        return load(tmp_path)

    return load_it


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


OWN = HEAD.replace('"XX"', '"COMPANY"\nowner = "company"')
COMPANY = OWN + ENTRY.replace('"XX-1"', '"YB-1"\nbetters = "XX-1"')


@pytest.mark.parametrize(
    ("length", "unit"), [(10, "calendar_day"), (4, "week"), (240, "hour"), (30, "calendar_day")]
)
def test_a_promise_that_is_better_than_the_law_is_kept_beside_it(
    load_with: Loader, length: int, unit: str
) -> None:
    ours = COMPANY.replace("length = 30", f"length = {length}").replace("calendar_day", unit)

    library = load_with(HEAD + ENTRY, ours)

    at = instant("2026-05-04T10:00+02:00")
    found = library.promises_for("xx", "life", "claims", at)
    assert [entry.id for entry in found] == ["XX-1", "YB-1"]
    assert reckon(found[1], at).due <= reckon(found[0], at).due


@pytest.mark.parametrize(
    ("length", "unit"),
    [(31, "calendar_day"), (1, "month"), (5, "week"), (21, "business_day"), (1000, "hour")],
)
def test_a_promise_that_can_be_worse_than_the_law_is_refused_with_the_reason(
    load_with: Loader, length: int, unit: str
) -> None:
    ours = COMPANY.replace("length = 30", f"length = {length}").replace("calendar_day", unit)

    with pytest.raises(
        BadPack, match="can be worse for the customer than 30 calendar days"
    ) as said:
        load_with(HEAD + ENTRY, ours)

    assert str(said.value).startswith("company.toml: YB-1.length: ")
    assert "XX-1 promises (Act 1)" in str(said.value)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ('[[entry.pause]]\nreason = "documents"\nmode = "suspend"', "does not pause so"),
        ('[[entry.extend]]\nreason = "complex"\nby = 1', "is not so extended"),
    ],
)
def test_a_promise_that_stops_when_the_law_does_not_is_refused(
    load_with: Loader, more: str, reason: str
) -> None:
    with pytest.raises(BadPack, match=reason):
        load_with(HEAD + ENTRY, COMPANY + more)


def test_the_wording_of_a_contract_holds_for_its_own_cases_and_may_not_be_worse_either(
    load_with: Loader,
) -> None:
    wording = COMPANY.replace("COMPANY", "HOME-2026").replace('"company"', '"contract"')
    law_alone = load_with(HEAD + ENTRY)

    better = with_promises(law_alone, wording.replace("length = 30", "length = 20"), "home.toml")

    assert [one.id for one in better.promises_for("xx", "life", "claims", NOW)] == ["XX-1"]
    under_it = better.promises_for("xx", "life", "claims", NOW, wording="home-2026")
    assert [one.id for one in under_it] == ["XX-1", "YB-1"]
    with pytest.raises(BadPack, match=r"home\.toml: YB-1\.length: 40 calendar days can be worse"):
        with_promises(law_alone, wording.replace("length = 30", "length = 40"), "home.toml")
    with pytest.raises(BadPack, match=r"pack\.owner: promises of our own say company or contract"):
        with_promises(law_alone, COMPANY.replace('owner = "company"', ""), "home.toml")


def test_a_right_of_the_customer_is_bettered_by_more_time(load_with: Loader) -> None:
    def right(text: str) -> str:
        return text.replace("insurer_duty", "customer_right")

    more = right(COMPANY).replace("length = 30", "length = 40")
    less = right(COMPANY).replace("length = 30", "length = 29")

    assert "YB-1" in load_with(HEAD + right(ENTRY), more).entries
    with pytest.raises(BadPack, match="29 calendar days can be worse"):
        load_with(HEAD + right(ENTRY), less)


def test_months_and_days_are_compared_by_the_shortest_and_the_longest_month(
    load_with: Loader,
) -> None:
    month = ENTRY.replace("length = 30", "length = 1").replace("calendar_day", "month")
    for length, fits in ((28, True), (29, False)):
        ours = COMPANY.replace("length = 30", f"length = {length}")
        if fits:
            assert "YB-1" in load_with(HEAD + month, ours).entries
        else:
            with pytest.raises(BadPack, match="can be worse"):
                load_with(HEAD + month, ours)


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
