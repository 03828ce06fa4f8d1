"""How fast the gateway forwards a small GET, on one core, against other proxies in the same run.

Ours checks a token and counts a rate limit; the others only forward. The proxy has one core to
itself, the upstream and the load generator share another. Rounds go around all proxies, so that
what else the machine does hits each of them; the median counts.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.caller import free_port

from chassis.identity.trial import TrialIssuer

HERE = Path(__file__).parent
PATH = "/v1/claims/01890000-0000-7000-8000-000000000001"
CONNECTIONS = 32
ROUNDS = 3
SECONDS = 3
PROXY_CORE, LOAD_CORE = 0, 1


def run() -> list[dict[str, Any]]:
    """One row per proxy compared with: our figure, and its ratio to theirs."""
    generator = _generator()
    if generator is None:
        print("gateway: skipped, no load generator (install wrk, oha or hey)")
        return []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        upstream = free_port()
        python = [sys.executable, str(HERE / "proxies/upstream.py")]
        stack.enter_context(_started([*python, str(upstream)], upstream, LOAD_CORE))
        ports: dict[str, int] = {}
        for name, command in _proxies(folder, f"http://127.0.0.1:{upstream}"):
            port = free_port()
            stack.enter_context(_started(command(port), port, PROXY_CORE))
            ports[name] = port
        token = (folder / "token").read_text(encoding="utf-8")
        figures = _measured(generator, ports, token)
    ours = figures.pop("gateway")
    rows = [_row(ours, name, theirs) for name, theirs in figures.items()]
    return rows or [_row(ours, None, None)]


def _row(ours: float, name: str | None, theirs: float | None) -> dict[str, Any]:
    return {
        "name": "gateway: proxied GET, token and rate limit, one core",
        "figure": round(ours),
        "unit": "requests/s",
        "ratio": None if theirs is None else round(ours / theirs, 2),
        "baseline": None if theirs is None else f"{name}: {theirs:.0f} requests/s",
    }


Command = Callable[[int], list[str]]


def _proxies(folder: Path, upstream: str) -> Iterator[tuple[str, Command]]:
    """What can be compared on this machine; one line for what cannot."""
    trial = _trial(folder)
    ours = [sys.executable, str(HERE / "proxies/ours.py")]
    yield "gateway", lambda port: [*ours, str(port), upstream, str(trial)]
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx:
        yield "nginx", lambda port: _nginx(nginx, folder, port, upstream)
    else:
        print("gateway: not compared with nginx, which is not installed")
    if _node_ready():
        script = str(HERE / "node/fastify_proxy.mjs")
        yield "@fastify/http-proxy", lambda port: ["node", script, str(port), upstream]
    python = _python_with_httpx()
    if python is not None:
        usual = [str(python), str(HERE / "proxies/fastapi_httpx.py")]
        yield "FastAPI + httpx", lambda port: [*usual, str(port), upstream]


def _trial(folder: Path) -> Path:
    issuer = TrialIssuer.for_tests()
    token = issuer.token("bench", {"adjuster"}, lifetime=timedelta(hours=1))
    (folder / "token").write_text(token, encoding="utf-8")
    given = {"issuer": issuer.issuer, "audience": issuer.audience, "jwks": issuer.jwks()}
    (folder / "trial.json").write_text(json.dumps(given), encoding="utf-8")
    return folder / "trial.json"


def _nginx(program: str, folder: Path, port: int, upstream: str) -> list[str]:
    temps = "".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    many = 1_000_000_000
    (folder / "nginx.conf").write_text(
        f"""worker_processes 1; daemon off; master_process off; pid {folder}/pid;
        error_log stderr crit; events {{ worker_connections 1024; }}
        http {{ {temps} access_log off; keepalive_requests {many};
          upstream service {{ server {upstream.removeprefix("http://")};
            keepalive 64; keepalive_requests {many}; }}
          server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://service;
            proxy_http_version 1.1; proxy_set_header Connection ""; }} }} }}""",
        encoding="utf-8",
    )
    return [program, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _node_ready() -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        print("gateway: not compared with @fastify/http-proxy, there is no node with npm")
        return False
    if (HERE / "node/node_modules/@fastify/http-proxy").exists():
        return True
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"],
        cwd=HERE / "node",
        capture_output=True,
        check=False,
    )
    if done.returncode:
        print("gateway: not compared with @fastify/http-proxy, npm could not install it")
    return done.returncode == 0


def _python_with_httpx() -> Path | None:
    folder = HERE / ".venv"
    python = folder / "bin/python"
    if not (folder / "ready").exists():
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(folder)],
            [*pip, "-r", str(HERE / "proxies/requirements.txt")],
        ):
            if subprocess.run(command, capture_output=True, check=False).returncode:
                print("gateway: not compared with FastAPI + httpx, which could not be installed")
                return None
        (folder / "ready").touch()
    return python


Generator = Callable[[str, str, int], list[str]]


def _generator() -> Generator | None:
    """A command that loads a URL with a token for some seconds, and prints requests per second."""
    if shutil.which("wrk"):
        return lambda url, token, seconds: [
            *("wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"),
            *("-H", f"Authorization: Bearer {token}", url),
        ]
    if shutil.which("oha"):
        return lambda url, token, seconds: [
            *("oha", "--no-tui", "-c", str(CONNECTIONS), "-z", f"{seconds}s"),
            *("-H", f"Authorization: Bearer {token}", url),
        ]
    if shutil.which("hey"):
        return lambda url, token, seconds: [
            *("hey", "-c", str(CONNECTIONS), "-z", f"{seconds}s"),
            *("-H", f"Authorization: Bearer {token}", url),
        ]
    return None


def _measured(generator: Generator, ports: dict[str, int], token: str) -> dict[str, float]:
    figures: dict[str, list[float]] = {name: [] for name in ports}
    for seconds in [1, *[SECONDS] * ROUNDS]:  # the first round warms up and does not count
        for name, port in ports.items():
            command = generator(f"http://127.0.0.1:{port}{PATH}", token, seconds)
            done = subprocess.run(
                command, capture_output=True, text=True, check=True, preexec_fn=_on(LOAD_CORE)
            )
            if re.search(r"Non-2xx|\[[345]\d\d\]", done.stdout):
                raise RuntimeError(f"{name} did not answer every request with 200:\n{done.stdout}")
            found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
            if found is None:
                raise RuntimeError(f"no figure in what {command[0]} said:\n{done.stdout}")
            figures[name].append(float(found[1]))
    return {name: median(several[1:]) for name, several in figures.items()}


def _on(core: int) -> Callable[[], None]:
    def pin() -> None:
        if (os.cpu_count() or 1) > 1 and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {core})

    return pin


@contextmanager
def _started(command: list[str], port: int, core: int) -> Iterator[None]:
    process = subprocess.Popen(command, preexec_fn=_on(core))  # noqa: PLW1509 - no threads here
    try:
        deadline = time.monotonic() + 30
        while not _accepts(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"it did not start: {' '.join(command)}")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()
        process.wait()


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    for row in run():
        print(json.dumps(row))
