"""Keys are fetched when needed, kept when the issuer is away, and never asked for too often."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, RSAKey

from chassis.clock import StoppedClock
from chassis.errors import Unavailable
from chassis.identity.keys import FRESH, LONGEST_PAUSE, IssuerKeys, KeyRing

ISSUER = "https://login.example.org/realms/yinbao"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def key(kid: str) -> dict[str, Any]:
    return ECKey.generate_key("P-256", {"kid": kid}).as_dict(private=False)


class Issuer:
    """An issuer whose answers a test decides."""

    def __init__(self, *kids: str) -> None:
        self.published: Any = [key(kid) for kid in kids]
        self.asked = 0
        self.away = False

    async def fetch(self) -> Any:
        self.asked += 1
        await asyncio.sleep(0)
        if self.away:
            raise ConnectionError("the issuer is away")
        return self.published


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(NOW)


async def test_keys_are_asked_for_once_and_kept(clock: StoppedClock) -> None:
    issuer = Issuer("one")
    ring = KeyRing(issuer, clock)

    found = await asyncio.gather(*(ring.find("one", "EC") for _ in range(20)))

    assert all(found)
    assert issuer.asked == 1


async def test_a_new_key_is_known_at_once(clock: StoppedClock) -> None:
    issuer = Issuer("one")
    ring = KeyRing(issuer, clock)
    await ring.find("one", "EC")
    clock.advance(timedelta(seconds=10))
    issuer.published.append(key("two"))

    assert await ring.find("two", "EC") is not None


async def test_a_withdrawn_key_is_soon_forgotten(clock: StoppedClock) -> None:
    issuer = Issuer("one", "two")
    ring = KeyRing(issuer, clock)
    await ring.find("one", "EC")
    issuer.published = issuer.published[1:]
    clock.advance(FRESH)

    assert await ring.find("one", "EC") is None


async def test_forged_key_names_cannot_hammer_the_issuer(clock: StoppedClock) -> None:
    issuer = Issuer("one")
    ring = KeyRing(issuer, clock)

    for number in range(3600):
        assert await ring.find(f"forged-{number}", "EC") is None
        clock.advance(timedelta(seconds=1))

    assert issuer.asked <= 3600 / LONGEST_PAUSE.total_seconds() + 10
    assert await ring.find("one", "EC") is not None


async def test_while_the_issuer_is_away_the_keys_we_have_go_on_serving(
    clock: StoppedClock,
) -> None:
    issuer = Issuer("one")
    ring = KeyRing(issuer, clock)
    await ring.find("one", "EC")
    issuer.away = True

    for _ in range(100):
        clock.advance(timedelta(minutes=1))
        assert await ring.find("one", "EC") is not None

    assert issuer.asked <= 110


async def test_when_no_key_was_ever_had_we_are_unavailable_and_recover(
    clock: StoppedClock,
) -> None:
    issuer = Issuer("one")
    issuer.away = True
    ring = KeyRing(issuer, clock)
    with pytest.raises(Unavailable):
        await ring.find("one", "EC")
    issuer.away = False
    clock.advance(timedelta(seconds=2))

    assert await ring.find("one", "EC") is not None


async def test_only_public_signing_keys_of_a_good_size_are_used(clock: StoppedClock) -> None:
    issuer = Issuer()
    with pytest.warns(SecurityWarning):
        small = RSAKey.generate_key(1024, {"kid": "small"}).as_dict(private=False)
    issuer.published = [
        OctKey.generate_key(256, {"kid": "secret"}).as_dict(),
        small,
        {**key("encrypting"), "use": "enc"},
        {"kty": "EC", "kid": "broken"},
        {"kid": "nothing"},
        key("good"),
    ]
    ring = KeyRing(issuer, clock)

    found = [
        (kid, kty)
        for kid in ("secret", "small", "encrypting", "broken", "nothing", "good")
        for kty in ("oct", "RSA", "EC")
        if await ring.find(kid, kty)
    ]

    assert found == [("good", "EC")]


def answering(pages: dict[str, Any]) -> httpx2.MockTransport:
    def answer(request: httpx2.Request) -> httpx2.Response:
        page = pages.get(str(request.url))
        return page if isinstance(page, httpx2.Response) else httpx2.Response(200, json=page)

    return httpx2.MockTransport(answer)


DISCOVERY = f"{ISSUER}/.well-known/openid-configuration"


async def test_the_keys_are_found_by_discovery() -> None:
    published = {"keys": [key("one")]}
    pages = {
        DISCOVERY: {"issuer": ISSUER, "jwks_uri": "https://login.example.org/keys"},
        "https://login.example.org/keys": published,
    }

    found = await IssuerKeys(ISSUER, transport=answering(pages)).fetch()

    assert list(found) == published["keys"]


@pytest.mark.parametrize(
    "page",
    [
        {"issuer": "https://evil.example", "jwks_uri": "https://evil.example/keys"},
        {"issuer": ISSUER},
        [],
        None,
        httpx2.Response(500),
        httpx2.Response(302, headers={"Location": "https://evil.example"}),
        httpx2.Response(200, text="<html>"),
        httpx2.Response(200, content=b'"' + b"x" * 2_000_000 + b'"'),
    ],
)
async def test_a_discovery_that_cannot_be_trusted_is_not(page: Any, clock: StoppedClock) -> None:
    ring = KeyRing(IssuerKeys(ISSUER, transport=answering({DISCOVERY: page})), clock)

    with pytest.raises(Unavailable):
        await ring.find("one", "EC")


@settings(deadline=None)
@given(
    published=st.recursive(
        st.none() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["keys", "kty", "kid", "use", "n", "e", "crv"]), inner
            )
        ),
        max_leaves=8,
    )
)
async def test_no_published_nonsense_breaks_us(published: Any) -> None:
    source = IssuerKeys(
        ISSUER, "https://k.example/", transport=answering({"https://k.example/": published})
    )
    ring = KeyRing(source, StoppedClock(NOW))

    try:
        found = await ring.find("one", "EC")
    except Unavailable:
        return
    assert found is None


async def test_keys_may_lie_in_a_file(tmp_path: Path) -> None:
    published = {"keys": [key("one")]}
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(published))

    found = await IssuerKeys(ISSUER, path.as_uri()).fetch()

    assert list(found) == published["keys"]
