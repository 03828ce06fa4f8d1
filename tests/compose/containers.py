"""The containers of the company: looking into them, killing them, starting them again."""

import asyncio
import json
import subprocess
from functools import partial
from typing import Any

from journeys.company import eventually

SERVICES = ("policy", "claims", "complaints", "notifications")


class Containers:
    """Commands to `docker compose`, which finds the project by its environment."""

    def __init__(self) -> None:
        self._down: list[str] = []
        self._waking: list[str] = []

    def inspect(self) -> dict[str, dict[str, Any]]:
        """What the engine knows of each container that runs, by its service."""
        ids = compose("ps", "-q").split()
        found = json.loads(docker("inspect", *ids))
        return {each["Config"]["Labels"]["com.docker.compose.service"]: each for each in found}

    def exec(self, service: str, *command: str) -> str:
        """What a command says inside of a container."""
        return compose("exec", "-T", service, *command)

    def python(self, service: str, script: str, *arguments: str) -> str:
        """What a script says inside of a container, with the service's own secrets at hand."""
        return self.exec(service, "python", "-c", script, *arguments).strip()

    def replicas(self, service: str) -> list[str]:
        """The ids of a service's containers, the first one first."""
        return compose("ps", "-aq", service).split()

    async def kill(self, service: str, *, replica: int = 0) -> None:
        """SIGKILL: it has no time for anything."""
        container = (await asyncio.to_thread(self.replicas, service))[replica]
        await asyncio.to_thread(docker, "kill", "-s", "KILL", container)
        self._down.append(container)

    async def raise_up(self) -> None:
        """Start what is down, without waiting for it."""
        for container in self._down:
            await asyncio.to_thread(docker, "start", container)
            self._waking.append(container)
        self._down.clear()

    async def restart(self, service: str) -> None:
        """Stop it as a deployment does, and start it."""
        [container] = await asyncio.to_thread(self.replicas, service)
        await asyncio.to_thread(docker, "restart", container)
        self._waking.append(container)

    async def stop(self, service: str) -> int:
        """Stop it as a deployment does; its exit code."""
        [container] = await asyncio.to_thread(self.replicas, service)
        await asyncio.to_thread(compose, "stop", service)
        self._down.append(container)
        code = await asyncio.to_thread(docker, "inspect", "-f", "{{.State.ExitCode}}", container)
        return int(code)

    async def start_all(self) -> None:
        """Start what is down; return when everybody is ready."""
        await self.raise_up()
        for container in self._waking:
            await eventually(partial(self._health, container), lambda health: health == "healthy")
        self._waking.clear()

    async def scale(self, service: str, number: int) -> None:
        """Let so many of it run; return when they are ready."""
        scaled = f"{service}={number}"
        await asyncio.to_thread(
            compose, "up", "-d", "--wait", "--no-deps", "--no-recreate", "--scale", scaled, service
        )

    async def _health(self, container: str) -> str:
        look = ("inspect", "-f", "{{.State.Health.Status}}", container)
        return (await asyncio.to_thread(docker, *look)).strip()


def compose(*arguments: str) -> str:
    return docker("compose", *arguments)


def docker(*arguments: str) -> str:
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"docker {' '.join(arguments)}: {done.stderr.strip()}"
    return done.stdout
