"""The gateway as the command line opens it."""

import pytest

from chassis.registry import find_service
from chassis.settings import Misconfigured
from gateway.service import GatewaySettings, gateway
from gateway.testing.echo import EchoService
from gateway.testing.house import House

NAMES = ("policy", "claims", "complaints", "notifications")


def test_it_is_found_like_any_service() -> None:
    assert find_service("gateway") is gateway


async def test_it_serves_the_services_at_the_addresses_of_its_settings(
    house: House, service: EchoService
) -> None:
    port = await house.serves(service)
    urls = {f"{name}_url": f"http://127.0.0.1:{port}" for name in NAMES}
    settings = GatewaySettings.read(**urls)

    async with gateway.open(settings, verifier=house.tokens) as running:
        client = await house.client(await house.serves(running.app))
        answer = await client.get("/v1/claims/status/200")

    assert answer.content == b"hello"


@pytest.mark.parametrize(
    ("url", "said"),
    [(None, "CLAIMS_URL is not set"), ("https://claims", "CLAIMS_URL: an upstream")],
)
async def test_an_address_that_is_missing_or_wrong_is_one_clear_line(
    house: House, url: str | None, said: str
) -> None:
    urls = {f"{name}_url": f"http://{name}:8000" for name in NAMES} | {"claims_url": url}
    settings = GatewaySettings.read(**urls)

    with pytest.raises(Misconfigured, match=said):
        async with gateway.open(settings, verifier=house.tokens):
            pass
