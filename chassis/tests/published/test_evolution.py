"""What may change in a published schema and what may not, by example and at random."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from chassis.published.evolution import breaks

Schema = dict[str, Any]


def a_schema() -> Schema:
    return {
        "$defs": {
            "Money": {
                "type": "object",
                "properties": {
                    "amount": {"type": "string", "pattern": "^[0-9]+$"},
                    "currency": {"type": "string"},
                },
                "required": ["amount", "currency"],
            },
            "Peril": {"enum": ["fire", "flood"], "type": "string"},
        },
        "type": "object",
        "properties": {
            "claim_id": {"type": "string", "format": "uuid"},
            "amount": {"$ref": "#/$defs/Money"},
            "perils": {
                "type": "array",
                "items": {"$ref": "#/$defs/Peril"},
                "minItems": 1,
                "maxItems": 5,
            },
            "kind": {"const": "claim", "type": "string"},
            "words": {"type": "object", "additionalProperties": {"type": "string"}},
            "note": {"anyOf": [{"type": "string", "maxLength": 100}, {"type": "null"}]},
        },
        "required": ["claim_id", "amount", "perils", "kind"],
    }


def fields(schema: Schema) -> Schema:
    found: Schema = schema["properties"]
    return found


BREAKING: dict[str, tuple[Callable[[Schema], object], str]] = {
    "a field removed": (
        lambda s: fields(s).pop("note"),
        "the data: the field note is gone",
    ),
    "a field renamed": (
        lambda s: fields(s).update(remark=fields(s).pop("note")),
        "the data: the field note is gone",
    ),
    "a field of another type": (
        lambda s: fields(s)["claim_id"].update(type="integer"),
        "the data.claim_id: type was 'string' and is 'integer'",
    ),
    "a field of another format": (
        lambda s: fields(s)["claim_id"].update(format="date"),
        "the data.claim_id: format was 'uuid' and is 'date'",
    ),
    "a field in something it holds removed": (
        lambda s: s["$defs"]["Money"]["properties"].pop("currency"),
        "the data.amount: the field currency is gone",
    ),
    "a new field that is required": (
        lambda s: (fields(s).update(by={"type": "string"}), s["required"].append("by")),
        "the data: the field by is newly required",
    ),
    "an optional field that is now required": (
        lambda s: s["required"].append("words"),
        "the data: the field words is newly required",
    ),
    "a required field that is now optional": (
        lambda s: s["required"].remove("amount"),
        "the data: the field amount is no longer always there",
    ),
    "an enumeration narrowed": (
        lambda s: s["$defs"]["Peril"]["enum"].remove("flood"),
        "the data.perils[]: enum was ['fire', 'flood'] and is ['fire']",
    ),
    "another constant": (
        lambda s: fields(s)["kind"].update(const="complaint"),
        "the data.kind: enum was ['claim'] and is ['complaint']",
    ),
    "a narrower bound": (
        lambda s: fields(s)["perils"].update(maxItems=4),
        "the data.perils: maxItems was 5 and is 4",
    ),
    "a narrower bound below": (
        lambda s: fields(s)["perils"].update(minItems=2),
        "the data.perils: minItems was 1 and is 2",
    ),
    "a new bound": (
        lambda s: fields(s)["words"].update(minProperties=1),
        "the data.words: minProperties was None and is 1",
    ),
    "another pattern": (
        lambda s: s["$defs"]["Money"]["properties"]["amount"].update(pattern="^[1-9]+$"),
        "the data.amount.amount: pattern was '^[0-9]+$' and is '^[1-9]+$'",
    ),
    "no longer null": (
        lambda s: fields(s)["note"]["anyOf"].pop(),
        "the data.note: it can no longer be {'type': 'null'}",
    ),
    "newly null": (
        lambda s: fields(s)["words"]["additionalProperties"].update(
            anyOf=[{"type": "string"}, {"type": "null"}]
        ),
        "the data.words[]: it can newly be {'type': 'null'}",
    ),
    "unknown fields refused": (
        lambda s: s.update(additionalProperties=False),
        "the data: additionalProperties was True and is False",
    ),
}

HARMLESS: dict[str, Callable[[Schema], object]] = {
    "nothing": lambda s: None,
    "other words": lambda s: s.update(title="Claim", description="Something happened."),
    "a new optional field": lambda s: fields(s).update(by={"type": "string"}),
    "an enumeration widened": lambda s: s["$defs"]["Peril"]["enum"].append("theft"),
    "a wider bound": lambda s: fields(s)["perils"].update(maxItems=6),
    "a wider bound below": lambda s: fields(s)["perils"].update(minItems=0),
    "a bound gone": lambda s: fields(s)["perils"].pop("maxItems"),
    "a pattern gone": lambda s: s["$defs"]["Money"]["properties"]["amount"].pop("pattern"),
    "a constant that may be more": lambda s: (
        fields(s)["kind"].pop("const"),
        fields(s)["kind"].update(enum=["complaint", "claim"]),
    ),
    "a definition written out": lambda s: fields(s).update(amount=s["$defs"]["Money"]),
    "an order": lambda s: (s["required"].reverse(), fields(s)["note"]["anyOf"].reverse()),
}


@pytest.mark.parametrize("change", BREAKING)
def test_a_change_that_breaks_readers_is_named(change: str) -> None:
    make, says = BREAKING[change]
    after = a_schema()
    make(after)

    assert says in breaks(a_schema(), after)


@pytest.mark.parametrize("change", HARMLESS)
def test_a_change_that_only_adds_passes(change: str) -> None:
    after = a_schema()
    HARMLESS[change](after)

    assert breaks(a_schema(), after) == []


def test_a_type_that_holds_itself_is_compared_once() -> None:
    tree: Schema = {
        "$defs": {
            "Node": {
                "type": "object",
                "properties": {"next": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]}},
            }
        },
        "$ref": "#/$defs/Node",
    }
    pruned = deepcopy(tree)
    pruned["$defs"]["Node"]["type"] = "array"

    assert breaks(tree, deepcopy(tree)) == []
    assert breaks(tree, pruned) == ["the data: type was 'object' and is 'array'"]


flat = st.fixed_dictionaries(
    {"type": st.just("object")},
    optional={
        "properties": st.dictionaries(
            st.sampled_from("abc"),
            st.one_of(
                st.fixed_dictionaries(
                    {"type": st.just("integer")},
                    optional={"minimum": st.integers(0, 3), "maximum": st.integers(2, 5)},
                ),
                st.fixed_dictionaries(
                    {"type": st.just("string")},
                    optional={"maxLength": st.integers(0, 2)},
                ),
                st.fixed_dictionaries(
                    {"enum": st.lists(st.sampled_from(["x", "yy", 1]), min_size=1, unique=True)}
                ),
            ),
        ),
        "required": st.lists(st.sampled_from("abc"), unique=True),
    },
)
said = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "x", "yy", "zzz", 0, 1, 2, 4]))


@given(flat, flat, said)
def test_what_could_be_said_before_can_be_read_after_unless_a_break_is_named(
    before: Schema, after: Schema, data: dict[str, Any]
) -> None:
    known = before.get("properties", {})
    spoken = {name: value for name, value in data.items() if name in known}  # nobody says more

    if Draft7Validator(before).is_valid(spoken) and not breaks(before, after):
        assert Draft7Validator(after).is_valid(spoken)
