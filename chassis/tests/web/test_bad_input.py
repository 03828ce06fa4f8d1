"""No input whatever yields a 500, and no refusal repeats what was sent."""

import json
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.testing import tries

House = Any
at_random = settings(
    max_examples=tries(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
JSON = {"Content-Type": "application/json"}


async def post(house: House, body: bytes) -> Any:
    return await house.http.post("/v1/things", content=body, headers=house.maker() | JSON)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"name": "a",}',
        b'{"name": "lamp", "name": "lamp"}',
        b'{"name": "\xff"}',
        b'\xef\xbb\xbf{"name": "lamp"}',
        b'{"name": "a\x00b"}',
        b'{"size": NaN, "name": "lamp"}',
        b'{"size": Infinity, "name": "lamp"}',
        b'{"size": 1e999, "name": "lamp"}',
        b'{"name": "lamp", "size": ' + b"9" * 5000 + b"}",
        b"[" * 50_000 + b"]" * 50_000,
        b'{"a":' * 100 + b"1" + b"}" * 100,
    ],
    ids=[
        "cut off", "trailing comma", "a key twice", "not UTF-8", "byte order mark", "raw control",
        "NaN", "Infinity", "beyond floats", "5000 digits", "deep list", "deep object",
    ],
)  # fmt: skip
async def test_a_body_that_is_not_plain_json_is_refused(house: House, body: bytes) -> None:
    answer = await post(house, body)

    assert answer.status_code == 400
    assert answer.json()["code"] == "malformed-json"


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": "  lamp"}, "/name"),
        ({"name": "x" * 201}, "/name"),
        ({"name": "two\nlines"}, "/name"),
        ({"name": "nul\x00"}, "/name"),
        ({"name": "bell\x07"}, "/name"),
        ({"name": "\u202egnp.exe"}, "/name"),
        ({"name": "\u2066isolated"}, "/name"),
        ({"name": "\ud800"}, "/name"),
        ({"name": 7}, "/name"),
        ({"name": None}, "/name"),
        ({"note": "tab\tand\nline\x00"}, "/note"),
        ({"note": "x" * 4001}, "/note"),
        ({"size": 10**30}, "/size"),
        ({"size": -1}, "/size"),
        ({"size": 1.5}, "/size"),
        ({"price": {"amount": "-1.00", "currency": "USD"}}, "/price"),
        ({"price": {"amount": "0", "currency": "USD"}}, "/price"),
        ({"price": {"amount": "1.005", "currency": "USD"}}, "/price/amount"),
        ({"price": {"amount": 1.5, "currency": "USD"}}, "/price/amount"),
        ({"price": {"amount": "9" * 13, "currency": "USD"}}, "/price/amount"),
        ({"price": {"amount": "1e5", "currency": "USD"}}, "/price/amount"),
        ({"price": {"amount": "1.00", "currency": "usd"}}, "/price/currency"),
        ({"price": "1.00"}, "/price"),
        ({"since": "2026-02-30T00:00:00Z"}, "/since"),
        ({"since": "2026-03-01T00:00:00"}, "/since"),
        ({"since": "1899-12-31T23:59:59Z"}, "/since"),
        ({"since": "2200-01-01T00:00:00Z"}, "/since"),
        ({"since": "9999-12-31T23:59:59-23:59"}, "/since"),
        ({"since": 1772323200}, "/since"),
        ({"day": "2026-02-29"}, "/day"),
        ({"day": "0001-01-01"}, "/day"),
        ({"day": "2026-03-01T00:00:00Z"}, "/day"),
        ({"tags": ["a"] * 11}, "/tags"),
        ({"tags": ["a", "\u200fb"]}, "/tags/1"),
        ({"colour": "red"}, "/colour"),
        ({"a/b~c": "red"}, "/a~1b~0c"),
    ],
)
async def test_a_wrong_field_is_named_by_its_pointer(
    house: House, fields: dict[str, Any], pointer: str
) -> None:
    answer = await post(house, json.dumps({"name": "lamp"} | fields).encode())

    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert await house.names() == []


async def test_every_mistake_is_told_at_once(house: House) -> None:
    answer = await post(house, b'{"size": -1, "day": "soon", "extra": 1}')

    assert {each["pointer"] for each in answer.json()["errors"]} == {
        "/name", "/size", "/day", "/extra"
    }  # fmt: skip


async def test_a_refusal_never_repeats_what_was_sent(house: House) -> None:
    secret = "Mira-Lindqvist-1980"
    body = {"name": f"{secret}\n", "size": secret, "price": secret, "since": secret, "tags": secret}

    answer = await post(house, json.dumps(body).encode())

    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 5
    assert secret not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        {},
    ],
)
async def test_a_body_of_another_kind_is_refused(house: House, headers: dict[str, str]) -> None:
    answer = await house.http.post(
        "/v1/things", content=b'{"name": "lamp"}', headers=house.maker() | headers
    )

    assert answer.status_code == 415
    assert answer.json()["code"] == "unsupported-media-type"


@pytest.mark.parametrize(
    ("body", "pointers"),
    [(b'{"colour": "red"}', ["/colour"]), (b"[]", [""]), (b"7", [""])],
)
async def test_a_route_that_takes_no_body_refuses_one(
    house: House, body: bytes, pointers: list[str]
) -> None:
    path = f"/v1/things/{uuid4()}/fate"

    answer = await house.http.put(path, content=body, headers=house.as_("maker") | JSON)

    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == pointers
    assert await house.names() == []


async def test_an_empty_object_says_nothing(house: House) -> None:
    path = f"/v1/things/{uuid4()}/fate"

    answer = await house.http.put(path, json={}, headers=house.as_("maker"))

    assert (answer.status_code, answer.text) == (418, "no")


async def test_a_missing_body_is_told(house: House) -> None:
    answer = await house.http.post("/v1/things", headers=house.maker())

    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "", "detail": "is required"}]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("limit=ten", "limit"),
        ("nmae=lamp", "nmae"),
        ("name=lamp&name=table", "name"),
        ("name=%00", "name"),
        ("name=%ff", "name"),
        ("name=%e2%80%ae", "name"),
        ("size=1&size=two", "size"),
    ],
)
async def test_a_wrong_query_parameter_is_named(house: House, query: str, name: str) -> None:
    answer = await house.http.get(f"/v1/things?{query}", headers=house.as_("maker"))

    if len(query) > 4096:
        assert answer.status_code == 414
        return
    assert answer.status_code == 400
    assert {(each["in"], each["name"]) for each in answer.json()["errors"]} == {("query", name)}


async def test_a_parameter_that_may_be_repeated_may(house: House) -> None:
    answer = await house.http.get("/v1/things?size=1&size=2", headers=house.as_("maker"))

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/things/nothing", 400),
        ("/v1/things/%00", 400),
        ("/v1/things/../../etc/passwd", 404),
        ("/v1/nothing", 404),
        ("/v1/things/", 404),
        ("/v1/things/01890a5d-ac96-774b-bcce-b302099a8057", 404),
        ("/" + "x" * 5000, 414),
    ],
)
async def test_an_address_that_leads_nowhere_is_a_problem(
    house: House, path: str, status: int
) -> None:
    answer = await house.http.get(path, headers=house.as_("maker"))

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status


async def test_a_method_that_is_not_offered_names_those_that_are(house: House) -> None:
    answer = await house.http.patch("/v1/things", headers=house.as_("maker"))

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, POST"
    assert answer.json()["code"] == "method-not-allowed"


@at_random
@given(body=st.binary(max_size=200))
async def test_no_bytes_break_us(house: House, body: bytes) -> None:
    answer = await post(house, body)

    assert 400 <= answer.status_code < 500


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
names = st.sampled_from(["name", "size", "note", "price", "since", "day", "tags", "other"])


@at_random
@given(fields=st.dictionaries(names, values, max_size=5))
async def test_no_json_breaks_us(house: House, fields: dict[str, Any]) -> None:
    answer = await post(house, json.dumps(fields).encode())

    assert answer.status_code in {201, 400, 409, 422}
    if answer.status_code != 201:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["trace_id"]


@at_random
@given(query=st.text(alphabet=st.characters(codec="latin-1"), max_size=60))
async def test_no_query_breaks_us(house: House, query: str) -> None:
    answer = await house.http.get("/v1/things", params={"name": query}, headers=house.as_("maker"))

    assert answer.status_code in {200, 400}
