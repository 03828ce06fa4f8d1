"""Who is let in, and how often."""

import httpx2
import pytest

from chassis.errors import Unavailable
from chassis.identity.principal import Principal
from gateway.app import Gateway
from gateway.asgi import Headers
from gateway.callers import Callers
from gateway.rates import Policies, Policy, Rates
from gateway.refusals import TooMany
from gateway.testing.echo import EchoService
from gateway.testing.house import House


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


TEN_A_MINUTE = Policy("few", 10, 60)


def told(headers: Headers) -> str:
    return dict(headers)[b"ratelimit"].decode()


def test_a_quota_may_be_used_at_once_and_then_no_more() -> None:
    rates = Rates(clock=Hand())

    left = [told(rates.take(TEN_A_MINUTE, "mira")) for _ in range(10)]

    assert left[0] == '"few";r=9;t=6'
    assert left[-1] == '"few";r=0;t=60'
    with pytest.raises(TooMany) as refused:
        rates.take(TEN_A_MINUTE, "mira")
    assert (b"retry-after", b"6") in refused.value.headers
    assert told(refused.value.headers) == '"few";r=0;t=60'


def test_what_was_used_comes_back_with_time() -> None:
    clock = Hand()
    rates = Rates(clock=clock)
    for _ in range(10):
        rates.take(TEN_A_MINUTE, "mira")

    clock.now += 6

    assert told(rates.take(TEN_A_MINUTE, "mira")) == '"few";r=0;t=60'
    with pytest.raises(TooMany):
        rates.take(TEN_A_MINUTE, "mira")


def test_refusals_do_not_prolong_the_wait() -> None:
    clock = Hand()
    rates = Rates(clock=clock)
    for _ in range(10):
        rates.take(TEN_A_MINUTE, "mira")
    for _ in range(50):
        with pytest.raises(TooMany):
            rates.take(TEN_A_MINUTE, "mira")

    clock.now += 60

    assert told(rates.take(TEN_A_MINUTE, "mira")) == '"few";r=9;t=6'


def test_clients_do_not_use_up_one_anothers_quota() -> None:
    rates = Rates(clock=Hand())
    for _ in range(10):
        rates.take(TEN_A_MINUTE, "mira")

    assert told(rates.take(TEN_A_MINUTE, "rosa")) == '"few";r=9;t=6'


def test_memory_is_bounded_and_the_busy_are_remembered() -> None:
    rates = Rates(remembered=100, clock=Hand())
    for number in range(1_000):
        rates.take(TEN_A_MINUTE, f"stranger {number}")
        if number % 50 == 0 and number < 500:
            rates.take(TEN_A_MINUTE, "mira")

    assert len(rates) == 100

    for number in range(90):
        rates.take(TEN_A_MINUTE, f"newcomer {number}")
        rates.check(TEN_A_MINUTE, "stranger 999")
    assert len(rates) == 100


async def test_a_verified_token_is_remembered_for_a_while(house: House) -> None:
    clock = Hand()
    callers = Callers(house.tokens, lifetime=30, clock=clock)

    principal = await callers.identify(b"Bearer mira")

    assert callers.known(b"Bearer mira") == principal
    clock.now += 31
    assert callers.known(b"Bearer mira") is None


async def test_a_token_that_is_no_good_is_not_remembered(house: House) -> None:
    callers = Callers(house.tokens)

    for _ in range(2):
        with pytest.raises(Exception, match="signature"):
            await callers.identify(b"Bearer forged")

    assert callers.known(b"Bearer forged") is None
    assert house.tokens.asked == 2


async def test_remembered_tokens_are_bounded() -> None:
    class Anybody:
        async def verify(self, token: str) -> Principal:
            return Principal(subject=token, roles=frozenset())

    callers = Callers(Anybody(), remembered=10)
    for number in range(50):
        await callers.identify(b"Bearer %d" % number)

    assert callers.known(b"Bearer 39") is None
    assert callers.known(b"Bearer 40") is not None


FEW = Policies(
    anyone=Policy("anyone", 3, 60), customer=Policy("customer", 5, 60), staff=Policy("staff", 8, 60)
)


@pytest.fixture
async def client(house: House, service: EchoService) -> httpx2.AsyncClient:
    upstream = await house.upstream("in process", service)
    gateway = house.gateway({"claims": upstream, "policy": upstream}, policies=FEW)
    return await house.client(await house.serves(gateway))


async def test_the_headers_say_what_is_left(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/v1/claims/status/200")

    assert answer.headers["ratelimit-policy"] == '"staff";q=8;w=60'
    assert answer.headers["ratelimit"] == '"staff";r=7;t=8'


async def test_too_many_requests_are_refused_with_when_to_come_back(
    client: httpx2.AsyncClient,
) -> None:
    rosa = {"Authorization": "Bearer rosa"}
    answers = [await client.get("/v1/claims/status/200", headers=rosa) for _ in range(6)]

    last = answers[-1]
    assert [each.status_code for each in answers] == [200] * 5 + [429]
    assert (last.json()["code"], last.headers["retry-after"]) == ("too-many-requests", "12")
    assert last.headers["ratelimit"].startswith('"customer";r=0;t=')
    assert (await client.get("/v1/claims/status/200")).status_code == 200


@pytest.mark.parametrize(
    ("authorization", "challenge"),
    [
        (None, 'Bearer realm="yinbao"'),
        ("Bearer forged", 'Bearer realm="yinbao", error="invalid_token"'),
        ("Bearer", 'Bearer realm="yinbao", error="invalid_request"'),
        ("Basic bWlyYTptaXJh", 'Bearer realm="yinbao", error="invalid_request"'),
        ("Bearer " + "x" * 9_000, 'Bearer realm="yinbao", error="invalid_request"'),
    ],
)
async def test_strangers_are_turned_away(
    client: httpx2.AsyncClient, service: EchoService, authorization: str | None, challenge: str
) -> None:
    del client.headers["Authorization"]
    headers = {} if authorization is None else {"Authorization": authorization}

    answer = await client.get("/v1/claims/status/200", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"] == challenge
    assert service.seen.calls == 0


async def test_without_keys_to_verify_with_nobody_is_called_a_stranger(
    house: House, service: EchoService
) -> None:
    class NoKeys:
        async def verify(self, token: str) -> Principal:
            raise Unavailable("the issuer does not answer")

    gateway = Gateway({"claims": await house.upstream("in process", service)}, NoKeys())
    client = await house.client(await house.serves(gateway))

    answer = await client.get("/v1/claims/status/200")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "1"


async def test_guessing_tokens_comes_to_an_end_and_harms_nobody_else(
    client: httpx2.AsyncClient, house: House
) -> None:
    await client.get("/v1/claims/status/200")
    guesses = [
        await client.get("/v1/claims/status/200", headers={"Authorization": f"Bearer {n}"})
        for n in range(6)
    ]
    known = await client.get("/v1/claims/status/200")

    assert [each.status_code for each in guesses] == [401] * 3 + [429] * 3
    assert known.status_code == 200
    assert house.tokens.asked == 4


async def test_products_may_be_read_but_not_changed_without_a_token(
    client: httpx2.AsyncClient, service: EchoService
) -> None:
    del client.headers["Authorization"]

    changed = await client.post("/v1/products/flood-home")
    read = await client.get("/v1/products/flood-home")

    assert (changed.status_code, read.status_code) == (401, 200)
    assert read.headers["ratelimit-policy"] == '"anyone";q=3;w=60'
