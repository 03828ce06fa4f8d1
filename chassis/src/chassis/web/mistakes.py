"""What is wrong with a request, field by field, said without repeating what was sent."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from chassis.web.fields import deceiving

MOST: Final = 50
"""So many mistakes are listed; whoever makes more sees the rest next time."""
_LONGEST_STEP: Final = 64
_KEY: Final = "[key]"
"""pydantic's last step to a key that breaks its pattern: the pointer ends at that key."""

# pydantic's own words for these repeat a piece of the input, or say less than we can.
_WORDS: Final = {
    "missing": "is required",
    "extra_forbidden": "is not a field we know",
    "uuid_parsing": "is not a UUID",
    "uuid_type": "is not a UUID",
    "union_tag_invalid": "is not one of the kinds we know",
    "union_tag_not_found": "does not say of what kind it is",
    "model_attributes_type": "is not a JSON object",
    "dataclass_type": "is not a JSON object",
    "model_type": "is not a JSON object",
    "dict_type": "is not a JSON object",
    "json_invalid": "is not well-formed JSON",
    "value_error": "is not acceptable",
    "assertion_error": "is not acceptable",
}
_OURS: Final = "Value error, "


def mistakes_in(
    reported: Sequence[Any] | Iterable[Mapping[str, Any]],
) -> tuple[list[dict[str, Any]], bool]:
    """The mistakes that validation found, and whether one of them is in the body."""
    found = []
    in_body = False
    for mistake in reported:
        place, *steps = mistake["loc"]
        if place == "body":
            in_body = True
            found.append({"pointer": pointer(steps), "detail": _detail(mistake)})
        else:
            name = str(steps[0]) if steps else ""
            found.append({"in": place, "name": name, "detail": _detail(mistake)})
    return found[:MOST], in_body


def pointer(steps: Iterable[str | int]) -> str:
    """The JSON pointer (RFC 6901) along `steps`."""
    return "".join(f"/{_step(step)}" for step in steps if step != _KEY)


def _step(step: str | int) -> str:
    written = deceiving.sub("\N{REPLACEMENT CHARACTER}", str(step)[:_LONGEST_STEP])
    return written.replace("~", "~0").replace("/", "~1")


def _detail(mistake: Mapping[str, Any]) -> str:
    said = str(mistake.get("msg", ""))
    if said.startswith(_OURS):
        return said.removeprefix(_OURS)
    words = _WORDS.get(mistake.get("type", ""))
    if words is not None:
        return words
    return said[:1].lower() + said[1:]
