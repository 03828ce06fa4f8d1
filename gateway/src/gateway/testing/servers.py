"""Real servers on loopback: uvicorn in the loop of the test, nginx beside it."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn


@asynccontextmanager
async def served(app: Any, *, port: int = 0) -> AsyncIterator[int]:
    """The app on a real uvicorn on loopback; gives the port."""
    config = uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    with socket.create_server(("127.0.0.1", port)) as bound:
        await server.startup(sockets=[bound])
        try:
            yield bound.getsockname()[1]
        finally:
            await _stopped(server)


async def _stopped(server: uvicorn.Server) -> None:
    """As `shutdown` does it, but without its pauses, which 200 tests would add up to a minute."""
    for listening in server.servers:
        listening.close()
    for connection in list(server.server_state.connections):
        connection.transport.abort()
    tasks = list(server.server_state.tasks)
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=1)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


async def until(said: Callable[[], bool], *, within: float = 10.0) -> None:
    """Return as soon as it is so; fail when it does not come to be."""
    async with asyncio.timeout(within):
        while not said():  # noqa: ASYNC110 - what is waited for knows nothing of events
            await asyncio.sleep(0.005)


def nginx_program() -> str | None:
    """Where nginx is, if it is installed."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def _nginx_configuration(folder: Path, listen: int, to: int) -> str:
    temps = "".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""
    worker_processes 1; daemon off; master_process off; pid {folder}/pid; error_log stderr crit;
    events {{ worker_connections 256; }}
    http {{ {temps} access_log off; client_max_body_size 0;
      upstream service {{ server 127.0.0.1:{to}; keepalive 8; }}
      server {{ listen 127.0.0.1:{listen};
        location / {{ proxy_pass http://service; proxy_http_version 1.1;
          proxy_set_header Connection ""; proxy_set_header Host $http_host;
          proxy_buffering off; proxy_request_buffering off; }} }} }}
    """


@asynccontextmanager
async def nginx_before(program: str, port: int, folder: Path) -> AsyncIterator[int]:
    """A real nginx on loopback in front of a port; gives its own port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        listen = free.getsockname()[1]
    configuration = folder / "nginx.conf"
    configuration.write_text(_nginx_configuration(folder, listen, port))
    process = await asyncio.create_subprocess_exec(
        program, "-e", "stderr", "-p", str(folder), "-c", str(configuration)
    )
    try:
        async with asyncio.timeout(10):
            while not await _accepts(listen):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.01)
        yield listen
    finally:
        process.terminate()
        await process.wait()


async def _accepts(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
