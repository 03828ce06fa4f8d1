"""How soon the company is ready, and the memory it then holds: in one process, and per container.

In one process: started on data that are there (warm), until the gateway says every service is
ready; the memory is that of everything started, PostgreSQL included, shared pages counted once
(PSS; where the system does not tell, RSS, which counts them in each process).
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psutil

from embedded import folder

HOUSE: Final = Path(__file__).parents[1]
PATIENCE: Final = 60.0
SETTLING: Final = 5.0
AIM_SECONDS, AIM_MB, AIM_CONTAINER_MB = 4.0, 350.0, 110.0
MB: Final = 1e6
OURS: Final = ("policy", "claims", "complaints", "notifications", "gateway")


def run() -> list[dict[str, Any]]:
    """Two rows for the company in one process; one per container where Docker answers."""
    rows = _one_process()
    if shutil.which("docker") and _docker("info").returncode == 0:
        return rows + _containers()
    print("footprint: no Docker engine answers, the containers are not measured")
    return rows


def _row(name: str, figure: float, unit: str, aim: float) -> dict[str, Any]:
    return {
        "name": f"footprint: {name}",
        "figure": round(figure, 1),
        "unit": unit,
        "ratio": round(figure / aim, 2),
        "baseline": f"the aim: at most {aim:g} {unit}",
    }


def _one_process() -> list[dict[str, Any]]:
    with folder.throw_away() as place:
        with _up(place):
            pass  # makes the data
        with _up(place) as (process, seconds):
            time.sleep(SETTLING)
            memory = sum(_resident(one) for one in _tree(process))
    return [
        _row("one process, start to ready, warm", seconds, "s", AIM_SECONDS),
        _row("one process and its PostgreSQL", memory / MB, "MB", AIM_MB),
    ]


@contextmanager
def _up(place: Path) -> Iterator[tuple[psutil.Process, float]]:
    """The company on the data in `place`, and how long it took to be ready."""
    port = _free_port()
    command = [str(Path(sys.executable).with_name("yinbao")), "up", "--port", str(port)]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--data", str(place)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _ready(port):
            if process.poll() is not None or time.perf_counter() > began + PATIENCE:
                raise RuntimeError("the company did not start")
            time.sleep(0.02)
        yield psutil.Process(process.pid), time.perf_counter() - began
        time.sleep(SETTLING)  # the sample company is loaded after the first start
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _tree(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _resident(process: psutil.Process) -> float:
    try:
        whole = process.memory_full_info()
        return float(getattr(whole, "pss", whole.rss))
    except psutil.AccessDenied:
        return float(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0.0


def _containers() -> list[dict[str, Any]]:
    compose = ["compose", "-p", f"yinbao-bench-{os.getpid()}"]
    environment = {"PUBLISH_PORT": str(_free_port())}
    try:
        for step in (["build", "--quiet"], ["up", "--wait", "--wait-timeout", "300"]):
            done = _docker(*compose, *step, **environment)
            if done.returncode:
                reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
                print(f"footprint: the containers are not measured: {step[0]} failed: {reason}")
                return []
        time.sleep(SETTLING)
        listed = _docker(*compose, "ps", "--format", "json", **environment).stdout.splitlines()
        by_id = {each["ID"]: each["Service"] for each in map(json.loads, listed)}
        shown = _docker("stats", "--no-stream", "--format", "json", *by_id).stdout.splitlines()
        used = {by_id[each["ID"]]: each["MemUsage"] for each in map(json.loads, shown)}
    finally:
        _docker(*compose, "down", "--volumes", "--timeout", "20", **environment)
    return [
        _row(f"container {name}", _bytes(used[name]) / MB, "MB", AIM_CONTAINER_MB) for name in OURS
    ]


def _bytes(usage: str) -> float:
    """Of `97.3MiB / 256MiB`, the first."""
    written = usage.partition("/")[0].strip()
    units = {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
    return float(written[:-3]) * units[written[-3:]]


def _docker(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["docker", *arguments],
        cwd=HOUSE,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port
