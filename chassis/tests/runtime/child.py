"""`yinbao` as a child process, as an operator or an orchestrator would start it."""

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

COMPANY = Path(__file__).parent / "company"
DEADLINE = 30.0

clean = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("DATABASE_URL", "BUS_URL", "OIDC_", "AMQP_URL"))
}


def environment(**settings: object) -> dict[str, str]:
    said = {name.upper(): str(value) for name, value in settings.items()}
    return clean | {"PYTHONPATH": str(COMPANY)} | said


def yinbao(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "chassis.cli", *arguments],
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=False,
    )


async def start(
    *arguments: str, module: str = "chassis.cli", **settings: object
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        env=environment(**settings),
        stderr=asyncio.subprocess.PIPE,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def refusal_of(done: subprocess.CompletedProcess[str]) -> str:
    """The one line it printed; fails when it was not one, or when it went well."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode != 0
    assert len(lines) == 1, done.stderr
    return lines[0]
