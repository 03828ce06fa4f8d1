"""Every route that takes a body, told something wrong: the field is named, and nothing is done."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import pytest
from bad_input.asking import Ask, not_refused
from bad_input.house import House
from bad_input.mistakes import Tried, mistakes_in_body
from bad_input.routes import Route

pytestmark = pytest.mark.usefixtures("nothing_done")
JSON = {"Content-Type": "application/json"}
MALFORMED = {
    "cut off": b"{",
    "a comma too many": b'{"a": 1,}',
    "a field twice": b'{"a": 1, "a": 1}',
    "single quotes": b"{'a': 1}",
    "a comment": b'{"a": 1} // yes',
    "two values": b"{}{}",
    "not UTF-8": b'{"a": "\xff"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "an overlong NUL": b'{"a": "\xc0\x80"}',
    "half a character in UTF-8": b'{"a": "\xed\xa0\x80"}',
    "a raw control character": b'{"a": "\x07"}',
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": -Infinity}',
    "a number beyond all bounds": b'{"a": 1e999}',
    "a number of 5,000 digits": b'{"a": ' + b"9" * 5000 + b"}",
    "lists in lists": b"[" * 50_000 + b"]" * 50_000,
    "objects in objects": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "lists that never end": b"[" * 100_000,
}
OTHER_KINDS = {
    "text": {"Content-Type": "text/plain"},
    "a form": {"Content-Type": "application/x-www-form-urlencoded"},
    "a form with files": {"Content-Type": "multipart/form-data; boundary=x"},
    "XML": {"Content-Type": "application/xml"},
    "another charset": {"Content-Type": "application/json; charset=utf-16"},
    "compressed": {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    "of no kind": {},
    "of a kind that is none": {"Content-Type": "json"},
}


def with_body(house: House) -> Iterator[Route]:
    return (route for route in house.routes if route.body is not None)


async def test_every_mistake_in_every_field_is_named(house: House) -> None:
    tried: Tried = Counter()
    asks = [
        Ask(
            route=route,
            mistake=mistake,
            headers=route.headers() | house.admitted(route) | JSON,
            expected={422},
            blames=pointer,
            path=route.path(**house.ids),
            said={"content": json.dumps(body).encode()},
        )
        for route in with_body(house)
        for mistake, pointer, body in mistakes_in_body(route, tried)
    ]

    assert await not_refused(house.company.http, asks) == []


@pytest.mark.parametrize("kind", MALFORMED)
async def test_what_is_no_json_is_refused(house: House, kind: str) -> None:
    asks = [
        Ask(
            route=route,
            mistake=kind,
            headers=route.headers() | house.admitted(route) | JSON,
            expected={400},
            path=route.path(**house.ids),
            said={"content": MALFORMED[kind]},
        )
        for route in with_body(house)
    ]

    assert await not_refused(house.company.http, asks) == []


@pytest.mark.parametrize("kind", OTHER_KINDS)
async def test_a_body_of_another_kind_is_refused(house: House, kind: str) -> None:
    asks = [
        Ask(
            route=route,
            mistake=kind,
            headers=route.headers() | house.admitted(route) | OTHER_KINDS[kind],
            expected={415},
            path=route.path(**house.ids),
            said={"content": json.dumps(route.good_body()).encode()},
        )
        for route in with_body(house)
    ]

    assert await not_refused(house.company.http, asks) == []


@pytest.mark.parametrize("told", [True, False], ids=["its length told", "in chunks"])
async def test_ten_megabytes_are_refused(house: House, told: bool) -> None:  # noqa: FBT001 - a case of the table
    megabyte = b" " * 2**20

    async def in_chunks() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield megabyte

    asks = [
        Ask(
            route=route,
            mistake="10 MB",
            headers=route.headers() | house.admitted(route) | JSON,
            expected={413},
            said={"content": megabyte * 10 if told else in_chunks()},
        )
        for route in with_body(house)
    ]

    assert await not_refused(house.company.http, asks) == []


async def test_a_route_that_takes_nothing_is_not_told_anything(house: House) -> None:
    asks = [
        Ask(
            route=route,
            mistake="a body where none is read",
            headers=route.headers() | house.admitted(route),
            expected={422},
            blames="/surprise",
            path=route.path(**house.ids),
            said={"json": {"surprise": 1}},
        )
        for route in house.routes
        if route.body is None and route.method != "GET"
    ]

    assert await not_refused(house.company.http, asks) == []
