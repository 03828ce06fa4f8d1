"""Every route, asked by somebody who may not: refused, and nothing is done."""

import base64
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from bad_input.asking import Ask, not_refused
from bad_input.house import House, bearer
from joserfc import jwt
from joserfc.jwk import ECKey
from journeys.company import Mint

from contracts.roles import Role

pytestmark = pytest.mark.usefixtures("nothing_done")
HOUR = 3600


def forged(mint: Mint, role: str) -> str:
    """Right in every claim, and signed with a key of the forger's own under our key's name."""
    claims, kid = claims_of(mint(role)), mint.jwks()["keys"][0]["kid"]
    return jwt.encode({"alg": "ES256", "kid": kid}, claims, ECKey.generate_key("P-256"))


def strange_key(mint: Mint, role: str) -> str:
    key = ECKey.generate_key("P-256", {"kid": "nobody-knows-it"})
    return jwt.encode({"alg": "ES256", "kid": key.kid}, claims_of(mint(role)), key)


def unsigned(mint: Mint, role: str) -> str:
    _, claims, _ = mint(role).split(".")
    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{claims}."


def unsigned_with_a_signature(mint: Mint, role: str) -> str:
    _, claims, signature = mint(role).split(".")
    return f"{part({'alg': 'nOnE'})}.{claims}.{signature}"


def signed_with_the_public_key(mint: Mint, role: str) -> str:
    """Our public key as the secret of a symmetric signature."""
    jwk = mint.jwks()["keys"][0]
    pem = ECKey.import_key(jwk).as_pem(private=False)
    said = f"{part({'alg': 'HS256', 'kid': jwk['kid']})}.{part(claims_of(mint(role)))}"
    signature = hmac.new(pem, said.encode(), "sha256").digest()
    return f"{said}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def retold(mint: Mint, role: str) -> str:
    """A token of ours for somebody else, with a better role written into it."""
    header, _, signature = mint(Role.UNDERWRITER).split(".")
    return f"{header}.{part(claims_of(mint(role)))}.{signature}"


def part(said: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def claims_of(token: str) -> dict[str, Any]:
    written = token.split(".")[1]
    claims: dict[str, Any] = json.loads(
        base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
    )
    return claims


TOKENS: dict[str, Callable[[Mint, str], str]] = {
    "expired": lambda mint, role: mint(role, exp=int(time.time()) - HOUR),
    "not good yet": lambda mint, role: mint(role, nbf=int(time.time()) + HOUR),
    "without an end": lambda mint, role: mint(role, exp=None),
    "for another audience": lambda mint, role: mint(role, aud="another-company"),
    "of another issuer": lambda mint, role: mint(role, iss="https://login.example.com"),
    "forged": forged,
    "signed with a key nobody knows": strange_key,
    "alg none": unsigned,
    "alg nOnE with a signature": unsigned_with_a_signature,
    "HS256 with the public key": signed_with_the_public_key,
    "with claims of its own": retold,
    "cut off": lambda mint, role: mint(role)[:-5],
    "no token at all": lambda mint, role: "let-me-in",
}


@pytest.mark.parametrize("kind", TOKENS)
async def test_a_token_that_is_not_good_opens_no_door(house: House, kind: str) -> None:
    asks = [
        Ask(
            route=route,
            mistake=f"a token {kind}",
            headers=route.headers() | bearer(TOKENS[kind](house.company.mint, route.roles[0])),
            expected={401},
            path=route.path(**house.ids),
            said={} if route.body is None else {"json": route.good_body()},
        )
        for route in house.routes
        if route.asks_who
    ]

    assert await not_refused(house.company.http, asks) == []


async def test_without_a_token_nobody_is_let_in(house: House) -> None:
    asks = [
        Ask(route=route, mistake="no token", headers=route.headers(), expected={401})
        for route in house.routes
        if route.asks_who
    ]

    assert await not_refused(house.company.http, asks) == []


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Basic bWlyYTptaXJh", "Bearer a b", "Bearer ,", "Token x"]
)
async def test_what_is_no_bearer_token_is_refused(house: House, header: str) -> None:
    one_of_each = {route.operation["tags"][0]: route for route in house.routes if route.asks_who}
    asks = [
        Ask(
            route=route,
            mistake=f"Authorization: {header}",
            headers=route.headers() | {"Authorization": header},
            expected={401},
        )
        for route in one_of_each.values()
    ]

    assert await not_refused(house.company.http, asks) == []


@pytest.mark.parametrize("role", [*Role, "admin", "CUSTOMER", ""])
async def test_a_role_opens_only_its_own_doors(house: House, role: str) -> None:
    owner = house.customer["id"] if role == Role.CUSTOMER else None
    token = house.company.somebody(role, owner).token
    asks = [
        Ask(
            route=route,
            mistake=f"asked by the role {role!r}",
            headers=route.headers() | bearer(token),
            expected={403},
            path=route.path(**house.ids),
            said={} if route.body is None else {"json": route.good_body()},
        )
        for route in house.routes
        if route.asks_who and role not in route.roles
    ]

    assert await not_refused(house.company.http, asks) == []


async def test_every_route_names_who_may_come_in(house: House) -> None:
    known = {str(role) for role in Role}

    open_to_anybody = {str(route) for route in house.routes if not route.asks_who}
    strange = {str(route): route.roles for route in house.routes if set(route.roles) - known}

    assert open_to_anybody == {
        "GET /v1/products",
        "GET /v1/products/compare",
        "GET /v1/products/{product_id}",
        "GET /v1/products/{product_id}/clauses",
        "GET /v1/products/{product_id}/clauses/{clause_id}",
        "GET /v1/announcements",
        "GET /v1/company",
        "GET /v1/explanations",
        "POST /v1/visitor-enquiries",
        "GET /v1/products/{product_id}/explanations",
        "GET /v1/services-on-offer",
        "GET /v1/questionnaires/{name}",
    }
    assert strange == {}
