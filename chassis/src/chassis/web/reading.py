"""Reading a request strictly: JSON with one meaning, and parameters that we know."""

import json
import math
from dataclasses import dataclass
from email.message import Message
from functools import lru_cache
from typing import Any, Final, Self, get_args, get_origin
from urllib.parse import unquote_to_bytes

from fastapi import params
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.types import Scope

from chassis.web.fields import deceiving
from chassis.web.refusals import BadRequest, MalformedJson, UnsupportedMediaType

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

    async def check_body(self) -> None:
        """Refuse a body that is, or says it is, something else than plain JSON in UTF-8."""
        if await self.body():
            self._check_media_type()
            await self.json()

    async def check_nothing_said(self) -> None:
        """Refuse what nobody would read: only an empty body, or `{}`, says nothing."""
        await self.check_body()
        said = await self.json() if await self.body() else {}
        if not isinstance(said, dict):
            raise RequestValidationError([{"type": "model_type", "loc": ("body",)}])
        if said:
            raise RequestValidationError(
                [{"type": "extra_forbidden", "loc": ("body", name)} for name in said]
            )

    def _check_media_type(self) -> None:
        if not _is_json(self.headers.get("content-type", "")):
            raise UnsupportedMediaType(
                "send the body as application/json, in UTF-8", parameter="Content-Type"
            )
        if self.headers.get("content-encoding", "identity") != "identity":
            raise UnsupportedMediaType("send the body uncompressed", parameter="Content-Encoding")


@lru_cache(maxsize=64)  # callers say the same again and again
def _is_json(media_type: str) -> bool:
    message = Message()
    message["content-type"] = media_type
    kind, charset = message.get_content_type(), message.get_content_charset("utf-8")
    is_json = kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )
    return is_json and charset == "utf-8"


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


@dataclass(frozen=True, slots=True)
class KnownQuery:
    """The query parameters a route reads: all of them, and those that may be given again."""

    names: frozenset[str]
    repeatable: frozenset[str]

    @classmethod
    def of(cls, dependant: Dependant) -> Self:
        """What a route and all it depends on read."""
        found = [
            each for each in get_flat_params(dependant) if isinstance(each.field_info, params.Query)
        ]
        return cls(
            frozenset(each.alias for each in found),
            frozenset(each.alias for each in found if _is_list(each.field_info.annotation)),
        )

    def check(self, scope: Scope) -> None:
        """Refuse characters that have no place in an address, and parameters nobody reads."""
        if deceiving.search(scope["path"]):
            raise BadRequest("holds a control character", parameter="path", place="path")
        seen = set()
        for pair in scope["query_string"].split(b"&"):
            if not pair:
                continue
            written, _, value = pair.partition(b"=")
            name = _decoded(written, "")
            shown = name[:_LONGEST_NAME]
            _decoded(value, shown)
            if name not in self.names:
                raise BadRequest("is not a parameter we know", parameter=shown, place="query")
            if name in seen and name not in self.repeatable:
                raise BadRequest("is given twice", parameter=shown, place="query")
            seen.add(name)


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) in (list, set, tuple, frozenset) or any(
        _is_list(one) for one in get_args(annotation)
    )


def _decoded(written: bytes, name: str) -> str:
    try:
        text = unquote_to_bytes(written.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("is not UTF-8", parameter=name, place="query") from None
    if deceiving.search(text):
        raise BadRequest("holds a control character", parameter=name, place="query")
    return text
