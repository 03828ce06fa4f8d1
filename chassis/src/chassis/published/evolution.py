"""What may change in a published schema, and what must be a new event beside the old.

Readers of the schema as it was must understand what is said now, and readers of today what was said
before. So fields are only added, and optional, and what a value may be only widens. Who widens an
enumeration or a bound installs its readers first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Schema = Mapping[str, Any]

_WORDS: Final = frozenset(
    {"$schema", "$id", "$defs", "$ref", "title", "description", "examples", "default", "deprecated"}
)
_LOWER: Final = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"})
_UPPER: Final = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"})
_MAY_GO: Final = frozenset({"pattern", "multipleOf", "uniqueItems"})  # to drop it is to widen


def breaks(before: Schema, after: Schema) -> list[str]:
    """Name every change from `before` to `after` that somebody would trip over."""
    return list(_Comparison(before, after).of("the data", before, after))


@dataclass(frozen=True)
class _Comparison:
    """Two documents, whose references are followed as they are met."""

    before: Schema
    after: Schema
    met: set[tuple[str, str]] = field(default_factory=set)

    def of(self, at: str, before: Schema, after: Schema) -> Iterator[str]:
        pair = (before.get("$ref", ""), after.get("$ref", ""))
        if any(pair) and pair in self.met:
            return
        self.met.add(pair)
        was, now = _plain(before, self.before), _plain(after, self.after)
        yield from self._fields(at, was, now)
        yield from self._branches(at, was, now)
        for keyword in ("items", "additionalProperties"):
            yield from self._inside(at, keyword, was.pop(keyword, True), now.pop(keyword, True))
        for keyword in sorted((was.keys() | now.keys()) - _WORDS):
            if narrower(keyword, was.get(keyword), now.get(keyword)):
                yield f"{at}: {keyword} was {was.get(keyword)!r} and is {now.get(keyword)!r}"

    def _fields(self, at: str, was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
        had, has = was.pop("properties", {}), now.pop("properties", {})
        needed, needs = set(was.pop("required", ())), set(now.pop("required", ()))
        for name in sorted(had.keys() - has.keys()):
            yield f"{at}: the field {name} is gone"
        for name in sorted(needs - needed):
            yield f"{at}: the field {name} is newly required"
        for name in sorted((needed - needs) & has.keys()):
            yield f"{at}: the field {name} is no longer always there"
        for name in sorted(had.keys() & has.keys()):
            yield from self.of(f"{at}.{name}", had[name], has[name])

    def _branches(self, at: str, was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
        for keyword in ("anyOf", "oneOf", "allOf"):
            left, right = list(was.pop(keyword, ())), list(now.pop(keyword, ()))
            for branch in left:
                fitting = [other for other in right if not self._differ(branch, other)]
                if fitting:
                    right.remove(fitting[0])
                else:
                    yield f"{at}: it can no longer be {_brief(branch)}"
            for branch in right:
                yield f"{at}: it can newly be {_brief(branch)}"

    def _differ(self, branch: Schema, other: Schema) -> bool:
        return any(_Comparison(self.before, self.after, set(self.met)).of("", branch, other))

    def _inside(self, at: str, keyword: str, was: Any, now: Any) -> Iterator[str]:
        """Schemas of what a list or a map holds; a boolean allows all or nothing."""
        if isinstance(was, Mapping) and isinstance(now, Mapping):
            yield from self.of(f"{at}[]", was, now)
        elif now != was and now is not True:
            yield f"{at}: {keyword} was {_brief(was)} and is {_brief(now)}"


def narrower(keyword: str, was: Any, now: Any) -> bool:
    """Tell whether a value that was allowed is no longer, or is now of another kind."""
    if was == now:
        return False
    if keyword == "enum":
        return now is not None and (was is None or not set(was) <= set(now))
    if keyword in _LOWER:
        return now is not None and (was is None or now > was)
    if keyword in _UPPER:
        return now is not None and (was is None or now < was)
    return now is not None or keyword not in _MAY_GO


def _plain(schema: Schema, document: Schema) -> dict[str, Any]:
    """The schema itself, its reference followed; one constant is an enumeration of one."""
    plain = dict(schema)
    while (reference := plain.pop("$ref", None)) is not None:
        plain = {**document["$defs"][reference.removeprefix("#/$defs/")], **plain}
    if "const" in plain:
        plain["enum"] = [plain.pop("const")]
    return plain


def _brief(schema: Any) -> str:
    if not isinstance(schema, Mapping):
        return repr(schema)
    return str({word: value for word, value in schema.items() if word not in _WORDS - {"$ref"}})
