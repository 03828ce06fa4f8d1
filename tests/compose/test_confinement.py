"""Each container is shut in: its own database, its own queues, no root, nothing to write to."""

import json

import pytest
from compose.containers import SERVICES, Containers

OTHERS = ("issuer",)  # stands beside the company while it is tried, and is none of it

DATABASES = """
import asyncio, asyncpg, json, pathlib, sys
url = pathlib.Path("/run/secrets/yinbao/database_url").read_text()

async def enter(name):
    try:
        connection = await asyncpg.connect(f"{url.rpartition('/')[0]}/{name}")
    except asyncpg.InsufficientPrivilegeError:
        return "refused"
    await connection.close()
    return "entered"

async def main():
    print(json.dumps({name: await enter(name) for name in sys.argv[1:]}))

asyncio.run(main())
"""

BROKER = """
import aio_pika, asyncio, json, pathlib, sys
from aiormq.exceptions import ChannelAccessRefused
url = pathlib.Path("/run/secrets/yinbao/bus_url").read_text().strip()
me, other = sys.argv[1:]

async def attempt(connection, act):
    channel = await connection.channel()
    try:
        await act(channel)
    except ChannelAccessRefused:
        return "refused"
    return "allowed"

async def publish(channel, exchange, key):
    to = channel.default_exchange
    if exchange:
        to = await channel.get_exchange(exchange, ensure=False)
    await to.publish(aio_pika.Message(b"{}"), key, mandatory=False)

async def read(channel, queue):
    await (await channel.get_queue(queue, ensure=False)).get(no_ack=False, fail=False)

async def bind(channel, queue, key):
    await (await channel.get_queue(queue, ensure=False)).bind("yinbao", key)

async def main():
    connection = await aio_pika.connect(url)
    acts = {
        "read another's queue": lambda c: read(c, f"{other}.core"),
        "bind another's queue": lambda c: bind(c, f"{other}.core", "spying.v1"),
        "delete another's queue": lambda c: c.queue_delete(f"{other}.core"),
        "make a queue under another's name": lambda c: c.declare_queue(f"{other}.more"),
        "make a queue under a name of its own": lambda c: c.declare_queue(f"{me}.more"),
        "make an exchange": lambda c: c.declare_exchange("yinbao.spies"),
        "fill another's queue": lambda c: publish(c, None, f"{other}.core"),
        "speak in another's name": lambda c: publish(c, "yinbao", f"{other}.something-happened.v1"),
        "speak": lambda c: publish(c, "yinbao", f"{me}.nobody-listens.v1"),
    }
    print(json.dumps({name: await attempt(connection, act) for name, act in acts.items()}))
    await connection.close()

asyncio.run(main())
"""


@pytest.mark.parametrize("service", SERVICES)
def test_a_login_enters_only_its_own_database(containers: Containers, service: str) -> None:
    said = containers.python(service, DATABASES, *SERVICES, "postgres", "template1")

    entered = [name for name, answer in json.loads(said).items() if answer == "entered"]
    assert entered == [service]


@pytest.mark.parametrize("service", SERVICES)
def test_a_login_uses_only_its_own_queues_and_name(containers: Containers, service: str) -> None:
    other = "policy" if service != "policy" else "claims"
    said = json.loads(containers.python(service, BROKER, service, other))

    assert [act for act, answer in said.items() if answer == "allowed"] == ["speak"]


def test_nothing_runs_as_root_or_may_write(containers: Containers) -> None:
    company = {name: c for name, c in containers.inspect().items() if name not in OTHERS}

    root = [name for name in company if containers.exec(name, "id", "-u").strip() == "0"]
    writable = [
        name
        for name in company
        if "no"
        not in containers.exec(name, "sh", "-c", "touch /x 2>/dev/null && echo yes || echo no")
    ]

    assert set(SERVICES) < set(company)
    assert root == []
    assert writable == []
    assert [name for name, c in company.items() if not c["HostConfig"]["ReadonlyRootfs"]] == []
    assert [name for name, c in company.items() if not c["HostConfig"]["Memory"]] == []
    assert [name for name, c in company.items() if c["HostConfig"]["CapDrop"] != ["ALL"]] == []
    assert [name for name, c in company.items() if c["HostConfig"]["Privileged"]] == []


def test_only_the_gateway_is_published(containers: Containers) -> None:
    published = {
        name: sorted(
            {end["HostIp"] for ends in c["NetworkSettings"]["Ports"].values() for end in ends or ()}
        )
        for name, c in containers.inspect().items()
    }

    assert {name: hosts for name, hosts in published.items() if hosts} == {"gateway": ["127.0.0.1"]}


def test_secrets_are_in_no_environment(containers: Containers) -> None:
    told = {
        name: [line for line in c["Config"]["Env"] if "amqp://" in line or "postgresql://" in line]
        for name, c in containers.inspect().items()
    }

    assert {name: lines for name, lines in told.items() if lines} == {}
