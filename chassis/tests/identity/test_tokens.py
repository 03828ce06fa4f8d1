"""A token is good when every line of it is, and nothing else is a token."""

import base64
import json
import warnings
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws, jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from chassis.clock import StoppedClock
from chassis.errors import BadToken
from chassis.identity import Principal, TokenVerifier
from chassis.identity.keys import GivenKeys
from chassis.testing import tries

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ISSUER = "https://login.example.org/"
CUSTOMER = UUID("018f3f4e-0000-7000-8000-000000000001")
KEYS: dict[str, Any] = {
    "RS256": RSAKey.generate_key(2048, {"kid": "rsa"}),
    "PS256": RSAKey.generate_key(2048, {"kid": "pss"}),
    "ES256": ECKey.generate_key("P-256", {"kid": "ec"}),
    "EdDSA": OKPKey.generate_key("Ed25519", {"kid": "okp"}),
}
JWKS = {"keys": [key.as_dict(private=False) for key in KEYS.values()]}


def claims(**other: Any) -> dict[str, Any]:
    now = int(NOW.timestamp())
    said = {"iss": ISSUER, "aud": "yinbao", "sub": "mira", "exp": now + 300, "roles": ["adjuster"]}
    return {name: value for name, value in (said | other).items() if value is not None}


def signed(said: dict[str, Any], alg: str = "ES256", **header: Any) -> str:
    key = KEYS[alg]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)  # of the name EdDSA
        return jwt.encode({"alg": alg, "kid": key.kid, **header}, said, key, algorithms=[alg])


def verifier(clock: StoppedClock | None = None, **options: Any) -> TokenVerifier:
    options.setdefault("keys", GivenKeys(JWKS))
    return TokenVerifier(
        issuer=ISSUER, audience="yinbao", clock=clock or StoppedClock(NOW), **options
    )


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("alg", list(KEYS))
async def test_a_good_token_says_who_calls(alg: str) -> None:
    token = signed(claims(customer_id=str(CUSTOMER), roles=["customer", "agent"]), alg)

    principal = await verifier().verify(token)

    assert (principal.subject, principal.customer_id) == ("mira", CUSTOMER)
    assert principal.roles == {"customer", "agent"}


def _now(seconds: float) -> int:
    return int(NOW.timestamp() + seconds)


@pytest.mark.parametrize(
    "other",
    [
        {"iss": "https://login.example.org"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another", "third"]},
        {"aud": None},
        {"aud": {"yinbao": 1}},
        {"exp": _now(-31)},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"exp": 10**400},
        {"nbf": _now(31)},
        {"nbf": "soon"},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"sub": "mira\n"},
        {"customer_id": "no uuid"},
        {"customer_id": 7},
        {"customer_id": ["018f3f4e-0000-7000-8000-000000000001"]},
    ],
    ids=str,
)
async def test_a_token_with_one_wrong_line_is_refused(other: dict[str, Any]) -> None:
    with pytest.raises(BadToken):
        await verifier().verify(signed(claims(**other)))


@pytest.mark.parametrize("other", [{"exp": _now(-29)}, {"nbf": _now(29)}, {"aud": ["a", "yinbao"]}])
async def test_clocks_may_differ_a_little_and_audiences_be_many(other: dict[str, Any]) -> None:
    assert (await verifier().verify(signed(claims(**other)))).subject == "mira"


async def test_an_unsigned_token_is_refused() -> None:
    for alg in ("none", "None", "NONE", ""):
        with pytest.raises(BadToken):
            await verifier().verify(f"{part({'alg': alg, 'typ': 'JWT'})}.{part(claims())}.")


async def test_a_token_signed_with_the_public_key_as_a_secret_is_refused() -> None:
    public = KEYS["RS256"].as_pem(private=False)
    forged = jws.serialize_compact(
        {"alg": "HS256", "kid": "rsa"},
        json.dumps(claims()),
        OctKey.import_key(public.replace(b"-----", b"")),
        algorithms=["HS256"],
    )

    with pytest.raises(BadToken):
        await verifier().verify(forged)


async def test_a_token_signed_with_another_key_of_the_same_name_is_refused() -> None:
    stranger = ECKey.generate_key("P-256", {"kid": "ec"})
    forged = jwt.encode({"alg": "ES256", "kid": "ec"}, claims(), stranger)

    with pytest.raises(BadToken):
        await verifier().verify(forged)


async def test_an_algorithm_goes_with_its_type_of_key() -> None:
    _, body, signature = signed(claims(), "ES256").split(".")
    for alg, kid in [("RS256", "ec"), ("ES256", "rsa"), ("EdDSA", "ec"), ("ES512", "ec")]:
        with pytest.raises(BadToken):
            await verifier().verify(f"{part({'alg': alg, 'kid': kid})}.{body}.{signature}")


@pytest.mark.parametrize(
    "change", [{"typ": "id+jwt"}, {"typ": "logout+jwt"}, {"kid": 7}, {"crit": ["b64"], "b64": True}]
)
async def test_what_is_no_access_token_is_refused(change: dict[str, Any]) -> None:
    _, body, signature = signed(claims()).split(".")
    header = {"alg": "ES256", "kid": "ec"} | change

    with pytest.raises(BadToken):
        await verifier().verify(f"{part(header)}.{body}.{signature}")


async def test_a_changed_token_is_refused() -> None:
    header, _, signature = signed(claims()).split(".")

    with pytest.raises(BadToken):
        await verifier().verify(f"{header}.{part(claims(roles=['ops']))}.{signature}")


@pytest.mark.parametrize(
    "token", ["", ".", "..", "a.b.c", "…", "x" * 9000, "e30.e30.e30", "W10.e30.", "bnVsbA.e30."]
)
async def test_junk_is_no_token(token: str) -> None:
    with pytest.raises(BadToken):
        await verifier().verify(token)


@settings(deadline=None, max_examples=tries(100))
@given(cut=st.integers(0, 500), put=st.text(max_size=5))
async def test_no_spoilt_token_gets_in_or_breaks_us(cut: int, put: str) -> None:
    token = signed(claims())
    spoilt = token[: cut % len(token)] + put + token[cut % len(token) + 1 :]

    if spoilt != token:
        try:
            await verifier().verify(spoilt)
        except BadToken:
            return
        # The last character of a base64 text has bits that say nothing.
        assert cut % len(token) == len(token) - 1


@pytest.mark.parametrize(
    ("claim", "said", "roles"),
    [
        ("roles", {"roles": "agent adjuster"}, {"agent", "adjuster"}),
        ("roles", {"roles": None}, set()),
        ("roles", {"roles": {"agent": True}}, set()),
        ("roles", {"roles": ["agent", 7, None]}, {"agent"}),
        ("realm_access.roles", {"realm_access": {"roles": ["agent"]}}, {"agent"}),
        ("realm_access.roles", {"realm_access": ["agent"]}, set()),
        ("https://x.example/roles", {"https://x.example/roles": ["agent"]}, {"agent"}),
    ],
)
async def test_roles_are_where_the_issuer_puts_them(
    claim: str, said: dict[str, Any], roles: set[str]
) -> None:
    principal = await verifier(roles_claim=claim).verify(signed(claims(**said)))

    assert principal.roles == roles


async def test_a_token_without_a_key_name_is_good_when_only_one_key_fits() -> None:
    header = {"alg": "ES256"}
    token = jwt.encode(header, claims(), KEYS["ES256"])
    twins = GivenKeys({"keys": [*JWKS["keys"], ECKey.generate_key("P-256").as_dict(private=False)]})

    assert (await verifier().verify(token)).subject == "mira"
    with pytest.raises(BadToken):
        await verifier(keys=twins).verify(token)


async def test_a_remembered_token_still_expires() -> None:
    clock = StoppedClock(NOW)
    remembering = verifier(clock)
    token = signed(claims())
    first = await remembering.verify(token)

    again = await remembering.verify(token)
    clock.advance(timedelta(seconds=300 + 30))

    assert again is first
    with pytest.raises(BadToken):
        await remembering.verify(token)


async def test_a_refused_token_is_not_remembered_as_good() -> None:
    clock = StoppedClock(NOW)
    remembering = verifier(clock)
    early = signed(claims(nbf=_now(60)))
    with pytest.raises(BadToken):
        await remembering.verify(early)

    clock.advance(timedelta(seconds=60))

    assert isinstance(await remembering.verify(early), Principal)
