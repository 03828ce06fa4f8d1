"""Facts of underwriting out of answers: the ways, and files that do not hold together."""

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from policy.domain.period import Period
from policy.domain.products import Status
from policy.domain.underwriting.checking import BadSources
from policy.domain.underwriting.condition import Condition
from policy.domain.underwriting.sources import BadAnswer, Way, learn
from policy.storage import Products, Underwriting
from policy.storage.underwriting import LINES, rulebook_of

FIRST = date(2026, 3, 1)
YEAR = Period(starts_on=FIRST, ends_on=date(2027, 3, 1), time_zone="Europe/Madrid")


def fact(said: dict[str, Any], *ways: Way) -> Any:
    known, waits = learn({"fact": ways}, said, YEAR)
    return known.get("fact", waits.get("fact"))


@pytest.mark.parametrize(
    ("way", "said", "expected"),
    [
        ({"how": "copy", "of": ("a",)}, {"a": "200000.00"}, 200_000),
        ({"how": "copy", "of": ("a",)}, {"a": False}, False),
        ({"how": "copy", "of": ("a",), "times": 1100}, {"a": 100}, 110_000),
        ({"how": "copy", "of": ("a",), "most": 0, "gives": 70}, {"a": 0}, 70),
        ({"how": "copy", "of": ("a",), "most": 0, "gives": 70}, {"a": 1}, []),
        ({"how": "choose", "of": ("a",), "values": {"D": 20}}, {"a": "D"}, 20),
        ({"how": "choose", "of": ("a",), "values": {"yes": 5, "no": 100}}, {"a": False}, 100),
        ({"how": "sum", "of": ("a", "b")}, {"a": "1.50", "b": 2}, 3.5),
        ({"how": "sum", "of": ("a", "b")}, {"a": "1.50"}, ["b"]),
        ({"how": "share", "of": ("a", "b", "c")}, {"a": "900.00", "b": 2, "c": 1}, 300),
        ({"how": "none", "of": ("a", "b")}, {"a": False, "b": False}, True),
        ({"how": "none", "of": ("a", "b")}, {"a": True}, False),
        ({"how": "none", "of": ("a", "b")}, {"a": False}, ["b"]),
        ({"how": "days"}, {}, 365),
        ({"how": "days", "of": ("a",)}, {"a": "2026-02-28"}, 1),
        ({"how": "months", "of": ("a",)}, {"a": "2025-03-02"}, 11),
        ({"how": "months", "of": ("a",)}, {"a": "2025-03-01"}, 12),
        ({"how": "years", "of": ("a",)}, {"a": 1985}, 41),
        ({"how": "age", "of": ("a",)}, {"a": "1985-03-01"}, 41),
        ({"how": "age", "of": ("a",)}, {"a": date(1985, 3, 2)}, 40),
        ({"how": "age", "of": ("a",)}, {"a": "1984-02-29"}, 42),
        ({"how": "say", "gives": 12}, {}, 12),
        ({"how": "copy", "of": ("a",), "when": {"b": ("x",)}}, {"a": 1, "b": "y"}, []),
        ({"how": "copy", "of": ("a",), "when": {"b": ("x",)}}, {"b": "x"}, ["a"]),
        ({"how": "copy", "of": ("a",), "when": {"b": ("x",)}}, {}, ["b", "a"]),
    ],
)
def test_one_way(way: dict[str, Any], said: dict[str, Any], expected: Any) -> None:
    assert fact(said, Way(**way)) == expected


def test_who_was_born_on_29_february_is_a_year_older_on_1_march() -> None:
    way = Way(how="age", of=("born",))
    day_before = Period(
        starts_on=date(2026, 2, 28), ends_on=date(2027, 2, 28), time_zone="Europe/Madrid"
    )

    ages = [
        learn({"age": (way,)}, {"born": "1984-02-29"}, when)[0]["age"]
        for when in (day_before, YEAR)
    ]

    assert ages == [41, 42]


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ({"how": "age", "of": ("a",)}, {"a": "yesterday"}),
        ({"how": "age", "of": ("a",)}, {"a": "2026-03-02"}),
        ({"how": "years", "of": ("a",)}, {"a": 2027}),
        ({"how": "sum", "of": ("a",)}, {"a": "many"}),
        ({"how": "choose", "of": ("a",), "values": {"D": 20}}, {"a": "E"}),
    ],
)
def test_what_makes_no_fact_is_refused(way: dict[str, Any], said: dict[str, Any]) -> None:
    with pytest.raises(BadAnswer):
        fact(said, Way(**way))


def test_the_first_way_that_says_something_counts() -> None:
    ways = [Way(how="years", of=("wired",)), Way(how="copy", of=("built",))]

    assert fact({"wired": 2020, "built": 60}, *ways) == 6
    assert fact({"built": 60}, *ways) == 60
    assert fact({}, *ways) == ["wired", "built"]


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("a > 1 and not b", {"a": 1}, False),
        ("a > 1 and not b", {"a": 2}, None),
        ("a > 1 or b", {"b": True}, True),
        ("a > 1 or b", {"b": False}, None),
        ("a + b > 3", {"a": 1}, None),
    ],
)
def test_a_condition_is_decided_as_soon_as_it_can_be(
    text: str, facts: dict[str, Any], expected: Any
) -> None:
    assert Condition(text).holds(facts) is expected


def written(line: str) -> dict[str, Any]:
    return tomllib.loads((files("policy") / "underwriting" / f"{line}.toml").read_text("utf-8"))


def plans_sold() -> list[Any]:
    return [plan for plan in Products().versions() if plan.status(FIRST) is Status.ACTIVE]


@pytest.mark.parametrize("plan", plans_sold(), ids=lambda plan: f"{plan.id}-{plan.version}")
def test_every_product_on_sale_says_or_asks_or_explains_every_fact(plan: Any) -> None:
    line = Underwriting().line_of(plan.id)
    book = Underwriting().rules(line)
    facts = book.facts
    named = {name for rule in book.rules for name in rule.when.names}

    assert named - {"jurisdiction"} == facts.names  # none too many either
    assert all(one["why"] for one in written(line)["house"].values())
    if plan.id == "flood-home":  # it has two questions: everything else is asked for by name
        assert plan.id not in facts.sources
        return
    assert facts.ask.keys() <= facts.sources[plan.id].keys()
    used = {name for ways in facts.sources[plan.id].values() for way in ways
            for name in way.questions}  # fmt: skip
    assert {one.id for one in plan.questions if one.optional or one.confirm} <= used


def test_every_line_is_read() -> None:
    assert {Underwriting().rules(line).line for line in LINES} == set(LINES)


@pytest.mark.parametrize(
    ("fact", "way", "says"),
    [
        ("colour", "claims", "home.colour: no rule knows this fact"),
        ("claims_5y", "losses", "home 1.0.claims_5y: there is no question losses"),
        ("flood_return_years",
         {"how": "choose", "of": ["flood_zone"], "values": {"A": 1, "B": 1, "C": 1, "E": 1}},
         "home 1.0.flood_return_years: names exactly the answers; look at ['D', 'E']"),
        ("wiring_years", {"how": "age", "of": ["wiring_year"]},
         "home 1.0.wiring_years: wiring_year is answered with whole"),
        ("claims_5y", {"how": "copy", "of": ["claims"], "when": {"flood_zone": ["Z"]}},
         "home 1.0.claims_5y: flood_zone is not answered with ['Z']"),
        ("claims_5y", {"how": "copy", "of": ["claims", "alarm"]},
         "home 1.0.claims_5y: copy is of one question"),
    ],
)  # fmt: skip
def test_a_file_that_names_what_is_not_there_is_refused(fact: str, way: Any, says: str) -> None:
    data = written("home")
    data["from"]["home"][fact] = way

    with pytest.raises(BadSources) as refused:
        rulebook_of(data, Products().versions())

    assert str(refused.value) == says


def test_a_product_that_is_not_there_and_a_reason_that_is_missing_are_refused() -> None:
    data = written("home")
    unknown = {**data, "from": {**data["from"], "moon": {"claims_5y": "claims"}}}
    silent = {**data, "house": {**data["house"], "event_warning": {"is": False, "why": " "}}}

    with pytest.raises(BadSources, match="there is no product"):
        rulebook_of(unknown, Products().versions())
    with pytest.raises(BadSources, match="event_warning"):
        rulebook_of(silent, Products().versions())
