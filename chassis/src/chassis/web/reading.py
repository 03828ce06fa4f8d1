"""Reading a request strictly: JSON with one meaning, and parameters that we know."""

import json
import math
from email.message import Message
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from starlette.requests import Request

from chassis.web.fields import deceiving
from chassis.web.refusals import BadRequest, MalformedJson, Place, UnsupportedMediaType

DEEPEST: Final = 32
LONGEST_NUMBER: Final = 40
_LONGEST_NAME: Final = 64


class JsonRequest(Request):
    """A request whose body is JSON or nothing."""

    async def json(self) -> Any:
        """The body; refuses what readers of JSON would not agree on."""
        if not hasattr(self, "_json"):
            self._json = parse_json(await self.body())
        return self._json

    def check_media_type(self) -> None:
        """Refuse a body that says it is something else than plain JSON in UTF-8."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        kind, charset = message.get_content_type(), message.get_content_charset("utf-8")
        is_json = kind == "application/json" or (
            kind.startswith("application/") and kind.endswith("+json")
        )
        if not is_json or charset != "utf-8":
            raise UnsupportedMediaType(
                "send the body as application/json, in UTF-8", parameter="Content-Type"
            )
        if self.headers.get("content-encoding", "identity") != "identity":
            raise UnsupportedMediaType("send the body uncompressed", parameter="Content-Encoding")


def parse_json(body: bytes) -> Any:
    """The value `body` writes: UTF-8, no key twice, not too deep, no number too long."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedJson(f"not UTF-8 at byte {error.start}") from None
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        raise MalformedJson(
            f"{error.msg.lower()} at line {error.lineno}, column {error.colno}"
        ) from None
    except RecursionError:
        raise MalformedJson(f"nested deeper than {DEEPEST} levels") from None
    _check_depth(value, DEEPEST)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedJson("an object says one of its fields twice")
    return found


def _integer(written: str) -> int:
    if len(written) > LONGEST_NUMBER:
        raise MalformedJson(f"a number has more than {LONGEST_NUMBER} digits")
    return int(written)


def _number(written: str) -> float:
    if len(written) > LONGEST_NUMBER:
        raise MalformedJson(f"a number has more than {LONGEST_NUMBER} digits")
    number = float(written)
    if not math.isfinite(number):
        raise MalformedJson("a number is beyond all bounds")
    return number


def _constant(written: str) -> float:
    raise MalformedJson(f"{written} is no JSON")


def _check_depth(value: Any, left: int) -> None:
    if not isinstance(value, dict | list):
        return
    if not left:
        raise MalformedJson(f"nested deeper than {DEEPEST} levels")
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            _check_depth(item, left - 1)


def check_address(
    path: str, query: bytes, known: frozenset[str], repeatable: frozenset[str]
) -> None:
    """Refuse characters that have no place in an address, and query parameters nobody reads."""
    if deceiving.search(path):
        raise BadRequest("the address holds a control character", parameter="path", place="path")
    if not query:
        return
    seen = set()
    for pair in query.split(b"&"):
        if not pair:
            continue
        written, _, value = pair.partition(b"=")
        name = _decoded(written, "query")
        _decoded(value, name if name in known else "query")
        if name not in known:
            raise BadRequest("is not a parameter we know", parameter=_shown(name), place="query")
        if name in seen and name not in repeatable:
            raise BadRequest("is given twice", parameter=name, place="query")
        seen.add(name)


def _decoded(written: bytes, name: str, place: Place = "query") -> str:
    try:
        text = unquote_to_bytes(written.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("is not UTF-8", parameter=name, place=place) from None
    if deceiving.search(text):
        raise BadRequest("holds a control character", parameter=name, place=place)
    return text


def _shown(name: str) -> str:
    return name[:_LONGEST_NAME]
