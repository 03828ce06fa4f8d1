"""Every mistake that can be made in a body, field by field, found by walking its schema."""

import copy
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bad_input.routes import Route, Schema, example

from chassis.testing import is_thorough

HUGE = "9" * 40
NOT_TEXT: list[Any] = [7, 1.5, True, ["some words"], {"some": "words"}]
NOT_OF_KIND: dict[str, list[Any]] = {
    "boolean": [7, "words", [], {"some": "words"}],
    "integer": ["words", 1.5, [], 10**20, -(10**20)],
}
DECEIVING = {
    "NUL": "\x00",
    "a bell": "\x07",
    "an escape": "\x1b",
    "a right-to-left override": "\u202e",
    "an isolate": "\u2066",
    "a right-to-left mark": "\u200f",
    "half a character": "\ud800",
    "a byte order mark": "\ufeff",
    "a line separator": "\u2028",
    "a non-character": "\uffff",
}
NO_INSTANTS = [
    "2026-02-30T09:30:00Z",
    "2026-13-01T09:30:00Z",
    "2026-03-01T24:00:01Z",
    "2026-03-01T09:30:00",
    "2026-03-01 09:30:00Z",
    "2026-03-01T09:30:00+25:00",
    "0001-01-01T00:00:00Z",
    "1899-12-31T23:59:59Z",
    "2200-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "+12026-03-01T09:30:00Z",
    "now",
    "1772323200",
    "",
]
NO_DAYS = ["2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "0001-01-01", "1899-12-31"]
NO_DAYS += ["2200-01-01", "9999-12-31", "2026-03-01T00:00:00Z", "01/03/2026", "today", "", HUGE]
NO_AMOUNTS: list[Any] = [
    "0.001",
    "1.005",
    "1e5",
    "NaN",
    "Infinity",
    "-Infinity",
    "1,000.00",
    "0x10",
]
NO_AMOUNTS += [HUGE, "0x10", "1" * 13, "$1.00", "", " 1.00", "1.00 ", ".5", "1.", "\u0661.00"]
NO_IDS = ["", "P-2026-000001", "0192d3a0", "../../etc/passwd", "' OR 1=1 --", "\x00" * 16, HUGE]
TOLD = {"title", "description", "default", "examples"}
"""What a schema says to people: no other code reads the field because of it."""
NO_NAMES = ["", "two words", "-", "x" * 70]
NO_ANSWERS: list[Any] = [None, 1.5, [], {"some": "words"}, 10**20, "", "x" * 5000]
Mistake = tuple[str, str, Any]  # what it is, the pointer to blame, and the whole body
Wrong = tuple[str, Any]  # what it is, and the value
Tried = Counter[str]
"""How often each kind of thing was met."""


def mistakes_in_body(route: Route, tried: Tried) -> Iterator[Mistake]:
    """Bodies with one mistake each.

    What is part of several bodies is read by the same code in each: it is tried in full where it
    is met first, and once in every field where `tried` knows it already. A field of a kind that
    was met before is told one wrong value of each sort, another one each time; all of them in a
    thorough run.
    """
    schema = route.body
    assert schema is not None
    good = route.good_body()
    for wrong in [None, 7, "words", [], [good], True]:
        yield f"the body is {str(wrong)[:20]}", "", wrong
    yield from _in_object(route, schema, good, "", tried)


def _in_part(route: Route, given: Schema, good: Any, at: str, tried: Tried) -> Iterator[Mistake]:
    """Each mistake in an object within another, or the first at each place if that was `tried`."""
    name = _kind_of(given)
    mistakes = _in_object(route, route.resolved(given), good, at, tried)
    if "$ref" not in name or name not in tried:
        tried[name] += 1
        yield from mistakes
        return
    once: set[str] = set()
    for what, pointer, wrong in mistakes:
        if pointer not in once:
            once.add(pointer)
            yield what, pointer, wrong


def _in_object(route: Route, schema: Schema, good: Any, at: str, tried: Tried) -> Iterator[Mistake]:
    """Each mistake inside of an object, as the whole object with that one mistake in it."""
    if not _is_open(route, schema):
        yield f"{at}/surprise is unknown", f"{at}/surprise", {**good, "surprise": 1}
    yield f"{at}/__proto__ is unknown", f"{at}/__proto__", {**good, "__proto__": _any_of(good)}
    yield from _in_entries(route, schema, good, at, tried)
    for name, given in schema.get("properties", {}).items():
        here = f"{at}/{name}"
        if name in schema.get("required", ()):
            yield f"{here} is missing", here, {k: v for k, v in good.items() if k != name}
        for what, pointer, wrong in _in_field(route, given, good.get(name), here, tried):
            changed = copy.deepcopy(good)
            changed[name] = wrong
            yield what, pointer, changed


def _is_open(route: Route, schema: Schema) -> bool:
    """It takes whatever is named well: which names count is said elsewhere, if at all."""
    # of a quote, the questions are known: another one is refused
    return "patternProperties" in schema and not route.template.startswith("/v1/quotes")


def _any_of(good: Mapping[str, Any]) -> Any:
    return next(iter(good.values()), {"admin": True})


def _in_entries(
    route: Route, schema: Schema, good: Mapping[str, Any], at: str, tried: Tried
) -> Iterator[Mistake]:
    """Names and values of a table whose names are free."""
    for given in schema.get("patternProperties", {}).values():
        name, value = next(iter(good.items()))
        for wrong in NO_NAMES:
            yield f"{at} has {wrong[:20]!r}", f"{at}/{wrong[:64]}", {**good, wrong: value}
        many = {f"a{number}": value for number in range(schema["maxProperties"] + 1)}
        yield f"{at} is too long", at, many
        here = f"{at}/{name}"
        for what, pointer, wrong in _in_field(route, given, value, here, tried):
            yield what, pointer, {**good, name: wrong}


def _is_an_answer(given: Schema) -> bool:
    """Whether it may be of several kinds: a yes or no, a number, or words."""
    kinds = {each.get("type") for each in given.get("anyOf", ())} - {"null", None}
    return len(kinds) > 1


def _kind_of(given: Schema) -> str:
    """What decides by which code it is read."""
    return json.dumps({name: of for name, of in given.items() if name not in TOLD}, sort_keys=True)


def _in_field(route: Route, given: Schema, good: Any, here: str, tried: Tried) -> Iterator[Mistake]:
    if _is_an_answer(given):
        sorts = [_named(NO_ANSWERS), list(_deceiving("words"))]
        return _wrong_values(given, sorts, here, tried)
    return _of_one_kind(route, given, good, here, tried)


def _of_one_kind(
    route: Route, given: Schema, good: Any, here: str, tried: Tried
) -> Iterator[Mistake]:
    field = route.resolved(given)
    if not field.get("nullable"):
        yield f"{here} is null", here, None
    kind = field.get("type")
    if kind == "object":
        for wrong in [7, "words", []]:
            yield f"{here} is {wrong!r}", here, wrong
        within = good if isinstance(good, Mapping) else example(route, field)
        yield from _in_part(route, given, within, here, tried)
    elif kind == "array":
        yield from _in_array(route, field, good, here, tried)
    elif kind in NOT_OF_KIND:
        yield from _wrong_values(field, [_named(_no_such(field, kind))], here, tried)
    elif kind == "string":
        texts = {name: field.get(name) for name in ("type", "format", "pattern")}
        sorts = [_named(NOT_TEXT), list(_deceiving(good))]
        yield from _wrong_values({**texts, "enum": "enum" in field}, sorts, here, tried)
        yield from _wrong_values(field, [list(_wrong_texts(field, good))], here, tried)
        for what, wrong in _wrong_lengths(field):
            yield f"{here} is {what}", here, wrong
    else:
        raise LookupError(f"{route}: say what can be wrong with {here}: {field}")


def _wrong_values(
    field: Schema, sorts: Sequence[Sequence[Wrong]], here: str, tried: Tried
) -> Iterator[Mistake]:
    """All of each sort, or the next of each where a field of this kind was met before."""
    kind = _kind_of(field)
    before = tried[kind]
    tried[kind] += 1
    for sort in sorts:
        turn = (before - 1) % max(len(sort), 1)
        told = sort if not before or is_thorough() else sort[turn : turn + 1]
        for what, wrong in told:
            yield f"{here} is {what}", here, wrong


def _in_array(route: Route, field: Schema, good: Any, here: str, tried: Tried) -> Iterator[Mistake]:
    """No list, a list that is too long, and each mistake inside of its first thing."""
    item = route.resolved(field["items"])
    one = good[0] if isinstance(good, list) and good else example(route, item)
    for wrong in [7, "words", {"some": "words"}]:
        yield f"{here} is {wrong!r}", here, wrong
    yield f"{here} is too long", here, [one] * (field["maxItems"] + 1)
    if item.get("type") != "object":
        for what, pointer, wrong in _in_field(route, field["items"], one, f"{here}/0", tried):
            yield what, pointer, [wrong]
        return
    for what, pointer, wrong in _in_part(route, field["items"], one, f"{here}/0", tried):
        yield what, pointer, [wrong]


def _no_such(field: Schema, kind: str) -> list[Any]:
    """What is not of this kind, and what is beyond its bounds."""
    beyond = [field[end] + step for end, step in (("minimum", -1), ("maximum", 1)) if end in field]
    return [*NOT_OF_KIND[kind], *(beyond if kind == "integer" else [])]


def _named(values: Sequence[Any]) -> list[Wrong]:
    return [(repr(wrong)[:60], wrong) for wrong in values]


def _deceiving(good: Any) -> Iterator[Wrong]:
    for what, character in DECEIVING.items():
        yield f"told with {what} inside", f"{good}{character}x"


def _wrong_texts(field: Schema, good: Any) -> Iterator[Wrong]:
    if "enum" in field:
        for wrong in ["meteorite", "", str(good).upper() + "_", f" {good}"]:
            yield f"{wrong!r}, which is none of them", wrong
    elif field.get("format") == "uuid":
        yield from _named(NO_IDS)
    elif field.get("format") == "date-time":
        yield from _named(NO_INSTANTS)
    elif field.get("format") == "date":
        yield from _named(NO_DAYS)
    elif "[0-9]{1,12}" in field.get("pattern", ""):
        yield from _named(NO_AMOUNTS)


_LONG = "x" * 20_000


def _wrong_lengths(field: Schema) -> Iterator[Wrong]:
    """Each field has bounds of its own."""
    bounded = {"enum", "format"}.isdisjoint(field) and "[0-9]{1,12}" not in field.get("pattern", "")
    if bounded:
        if field.get("maxLength", 0) < len(_LONG):  # not a whole file
            yield "far too long", _LONG
        if field.get("minLength"):
            yield "empty", ""
