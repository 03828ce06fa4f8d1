"""A message nobody can read is parked, listed and shown in the container of who got it.

It is the last of these tests: what is parked stays, and counts as lost from then on.
"""

import pytest
from compose.containers import Containers
from journeys.company import Company, eventually

NONSENSE = """
import aio_pika, asyncio, pathlib
url = pathlib.Path("/run/secrets/yinbao/bus_url").read_text().strip()

async def main():
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel(publisher_confirms=True)
        exchange = await channel.get_exchange("yinbao", ensure=False)
        await exchange.publish(aio_pika.Message(b"\\xff nonsense"), "policy.policy-issued.v1")

asyncio.run(main())
"""


async def test_what_cannot_be_read_is_listed(company: Company, containers: Containers) -> None:
    assert containers.exec("claims", "yinbao", "dead-letters", "list", "claims").strip() == (
        "claims has no dead letters"
    )

    containers.python("policy", NONSENSE)

    ops = company.somebody("ops")
    page = await eventually(
        lambda: ops.get("/ops/claims/dead-letters"), lambda page: page.json()["items"]
    )
    [letter] = page.json()["items"]
    listed = containers.exec("claims", "yinbao", "dead-letters", "list", "claims")
    shown = containers.exec("claims", "yinbao", "dead-letters", "show", "claims", letter["id"])
    assert letter["id"] in listed
    assert "nonsense" not in listed
    assert letter["id"] in shown
    with pytest.raises(AssertionError, match="the headers lack ce-specversion"):
        containers.exec("claims", "yinbao", "dead-letters", "redrive", "claims", letter["id"])
