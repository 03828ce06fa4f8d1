"""A company for one rehearsal: in a process of its own, on databases that are thrown away after."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from embedded.refusal import CannotStart

STARTING: Final = 60.0
"""Seconds a company may take to open."""
STOPPING: Final = 20.0
_OPEN: Final = re.compile(r"Yinbao is open on (http://\S+?);")
_TRIAL: Final = re.compile(r"trial tokens +(\S.*)/\*\.token")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """Where the company answers, where its trial tokens lie, and its process."""

    url: str
    trial: Path
    pid: int

    def token(self, name: str) -> str:
        """The trial token of a role."""
        return (self.trial / f"{name}.token").read_text().strip()


@contextmanager
def rehearsal(**environment: str) -> Iterator[Rehearsal]:
    """Start one, and stop it when the block ends."""
    command = [str(Path(sys.executable).with_name("yinbao")), "up", "--ephemeral", "--port", "0"]
    with (
        tempfile.NamedTemporaryFile("w", prefix="yinbao-", suffix=".log") as log,
        _started(command, log, environment) as process,
    ):
        yield _opened(process, Path(log.name))


@contextmanager
def _started(
    command: list[str], log: IO[str], environment: dict[str, str]
) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(  # noqa: S603 - our own command
        command,
        stdout=log,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "LOG_LEVEL": "warning", **environment},
        start_new_session=True,  # Ctrl-C is for the rehearsal; the company is stopped after it
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _opened(process: subprocess.Popen[str], log: Path) -> Rehearsal:
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        said = log.read_text()
        if (url := _OPEN.search(said)) and (trial := _TRIAL.search(said)):
            return Rehearsal(url=url[1], trial=Path(trial[1]), pid=process.pid)
        if process.poll() is not None:
            raise CannotStart(f"the company did not start: {said.strip().splitlines()[-1:]}")
        time.sleep(0.05)
    raise CannotStart(f"the company did not open within {STARTING:g} s")
