"""Every route, asked with an odd header, query or path: the one to blame is named."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from bad_input.asking import Ask, not_refused
from bad_input.house import TIME_MAKES, House
from bad_input.routes import Route

pytestmark = pytest.mark.usefixtures("nothing_done")
KEYS: dict[str, list[str]] = {
    "missing": [],
    "empty": [""],
    "far too long": ["k" * 201],
    "two words": ["two words"],
    "given twice": ["one", "two"],
    "not ASCII": ["clé"],
}
VERSIONS: dict[str, list[str]] = {
    "any": ["*"],
    "weak": ['W/"1"'],
    "bare": ["1"],
    "two": ['"1", "2"'],
    "nought": ['"0"'],
    "below nought": ['"-1"'],
    "huge": ['"99999999999999999999"'],
    "empty": [""],
    "words": ['"newest"'],
    "digits of another script": ['"\u0661"'.encode().decode("latin-1")],
}
IDS = ["1", "nothing", "%00", "%0d%0aX-Injected:1", "%e2%80%ae", "..%2f..%2fetc%2fpasswd", "%ff"]
IDS += ["'%20OR%201=1%20--", "{}", "9" * 300, "0192d3a0-0000-7000-8000-00000000000g", "null"]
QUERIES = ["surprise=1", "%00=1", "LIMIT=1", "limit[]=1", "__proto__=1"]


def odd(name: str, values: list[str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("latin-1")) for value in values]


def without(headers: dict[str, str], name: str) -> list[tuple[bytes, bytes]]:
    return [(key.encode(), value.encode()) for key, value in headers.items() if key != name]


def asked(house: House, route: Route) -> dict[str, str]:
    """What a good request to it carries."""
    return route.headers() | house.admitted(route)


def said(route: Route) -> dict[str, Any]:
    return {} if route.body is None else {"json": route.good_body()}


@pytest.mark.parametrize("kind", KEYS)
async def test_a_key_that_is_none_is_refused(house: House, kind: str) -> None:
    asks = [
        Ask(
            route=route,
            mistake=f"an Idempotency-Key that is {kind}",
            headers=without(asked(house, route), "Idempotency-Key")
            + odd("Idempotency-Key", KEYS[kind]),
            expected={400},
            blames="Idempotency-Key",
            said=said(route),
        )
        for route in house.routes
        if route.method == "POST"
    ]

    assert await not_refused(house.company.http, asks) == []


@pytest.mark.parametrize("kind", VERSIONS)
async def test_a_version_that_is_none_is_refused(house: House, kind: str) -> None:
    asks = [
        Ask(
            route=route,
            mistake=f"an If-Match that is {kind}",
            headers=without(asked(house, route), "If-Match") + odd("If-Match", VERSIONS[kind]),
            expected={400},
            blames="If-Match",
            path=route.path(**house.ids),
            said=said(route),
        )
        for route in house.routes
        if route.versioned
    ]

    assert await not_refused(house.company.http, asks) == []


async def test_without_a_version_nothing_is_changed(house: House) -> None:
    asks = [
        Ask(
            route=route,
            mistake="no If-Match",
            headers=without(asked(house, route), "If-Match"),
            expected={428},
            blames="If-Match",
            path=route.path(**house.ids),
            said=said(route),
        )
        for route in house.routes
        if route.versioned
    ]

    assert await not_refused(house.company.http, asks) == []


async def test_a_version_of_the_past_or_the_future_is_refused(house: House) -> None:
    asks = [
        Ask(
            route=route,
            mistake="If-Match of another version",
            headers=asked(house, route) | {"If-Match": '"999999999"'},
            expected={412},
            path=route.path(**house.ids),
            said=said(route),
        )
        for route in house.routes
        if route.versioned and not any(name in route.template for name in TIME_MAKES)
    ]

    assert await not_refused(house.company.http, asks) == []


@pytest.mark.parametrize("query", QUERIES)
async def test_a_parameter_nobody_reads_is_named(house: House, query: str) -> None:
    asks = [
        Ask(
            route=route,
            mistake=query,
            headers=route.headers() | house.admitted(route),
            expected={400},
            path=route.path(**house.ids),
            query=f"?{query}",
            said=said(route),
        )
        for route in house.routes
    ]

    assert await not_refused(house.company.http, asks) == []


def wrong_values(parameter: dict[str, Any], route: Route) -> Iterator[str]:
    """What this parameter cannot be."""
    schema = route.resolved(parameter["schema"])
    yield from ("%00", "%e2%80%ae", "%ff", "")
    if parameter["name"] == "after":
        yield from ("forged", "x" * 513, quote("' OR 1=1 --"))
    if schema.get("type") == "integer":
        beyond = str(int(schema["maximum"]) + 1)
        yield from ("0", "-1", beyond, "1.5", "1e1", "ten", "9" * 100)
    if schema.get("type") == "boolean":
        yield from ("perhaps", "2", "null")
    if "enum" in schema:
        yield "lost"
    if schema.get("format") == "uuid":
        yield from ("1", "null", "0192d3a0-0000-7000-8000-00000000000g")
    if "pattern" in schema:
        yield from ("%20", "x" * 200)


async def test_a_parameter_that_is_wrong_is_named(house: House) -> None:
    asks = [
        Ask(
            route=route,
            mistake=f"{parameter['name']}={value}",
            headers=route.headers() | house.admitted(route),
            expected={400},
            blames=parameter["name"],
            path=route.path(**house.ids),
            query=f"?{route.query(**{parameter['name']: value})}",
        )
        for route in house.routes
        for parameter in route.parameters("query")
        for value in wrong_values(dict(parameter), route)
    ]

    assert await not_refused(house.company.http, asks) == []


async def test_a_parameter_given_twice_is_named(house: House) -> None:
    asks = [
        Ask(
            route=route,
            mistake=f"{name} given twice",
            headers=house.admitted(route),
            expected={400},
            blames=name,
            query=f"?{name}=1&{name}=1",
        )
        for route in house.routes
        for name in [parameter["name"] for parameter in route.parameters("query")]
    ]

    assert await not_refused(house.company.http, asks) == []


@pytest.mark.parametrize("written", IDS)
async def test_a_path_to_nothing_is_refused(house: House, written: str) -> None:
    asks = [
        Ask(
            route=route,
            mistake="an id that is none",
            headers=route.headers() | house.admitted(route),
            expected={400, 404},
            path=re.sub(r"\{\w+\}", lambda _: written, route.template),
            said=said(route),
        )
        for route in house.routes
        if "{" in route.template
    ]

    assert await not_refused(house.company.http, asks) == []


async def test_another_method_is_refused(house: House) -> None:
    known = {(route.method, route.template) for route in house.routes}
    by_template = {route.template: route for route in house.routes}
    surprises = []
    for template, route in by_template.items():
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            if (method, template) in known:
                continue
            answer = await house.company.http.request(
                method, route.path(**house.ids), headers=house.admitted(route)
            )
            allowed = set(answer.headers.get("Allow", "").split(", ")) - {"HEAD"}
            there = {verb for verb, path in known if path == template}
            if answer.status_code not in {401, 405} or (allowed != there and route.asks_who):
                surprises.append(f"{method} {template}: {answer.status_code} {allowed}")

    assert surprises == []
