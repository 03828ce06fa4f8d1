"""The data folder and the server on it: made once, started, and stopped with us.

Connections come over a Unix socket in a folder only the server's account and root may enter, and
the kernel says who connects (peer authentication): no password to leak, no port to find.
Durability is PostgreSQL's own (fsync stays on); the settings below only keep it small.
"""

import contextlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from embedded.postgres import orphan
from embedded.postgres.account import Account, account
from embedded.postgres.binaries import Binaries, find
from embedded.postgres.watch import Watch
from embedded.refusal import CannotStart

ROLE: Final = "yinbao"
START_SECONDS: Final = 60  # crash recovery on a slow disk may take a while
LONGEST_SOCKET: Final = 100  # bytes; macOS takes 104, Linux 108
STOP_SECONDS: Final = 5  # then at once: the write-ahead log brings back what was committed

_SMALL: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "32MB",
    "work_mem": "2MB",
    "maintenance_work_mem": "32MB",
    "max_connections": "80",
    "max_wal_size": "256MB",
    "wal_level": "minimal",  # nobody replicates from here; what is committed is as durable
    "max_wal_senders": "0",
    "autovacuum_max_workers": "1",
    "max_worker_processes": "2",
    "max_logical_replication_workers": "0",
    "max_parallel_workers": "0",
    "jit": "off",  # its compiler alone would take more memory than everything else
    "huge_pages": "off",
    "log_min_messages": "warning",
    "logging_collector": "off",
    "timezone": "UTC",
}
_SMALL_SINCE_18: Final = {"io_method": "sync"}  # else three processes wait for work


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    sockets: Path
    data: Path
    major: int
    process: subprocess.Popen[bytes]
    origin: str
    """Where its programs come from, for people to read."""

    def url(self, database: str = "postgres") -> str:
        """How to reach `database` on it, in libpq's and SQLAlchemy's common spelling."""
        return f"postgresql://{ROLE}@/{database}?host={quote(str(self.sockets))}"

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None


@contextmanager
def running(
    folder: Path, *, throw_away: bool = False, only_wheels: bool = False
) -> Iterator[Server]:
    """A server on the data under `folder`, made when it is new, until the block ends.

    The caller makes sure that nobody else uses `folder` (`embedded.folder.claim`).
    """
    data, log = folder / "postgres", folder / "postgres.log"
    owner = account(data)
    binaries = find(major=_major_of(data), only_wheels=only_wheels).usable_by(owner)
    owner.own(data)
    if not owner.can_enter(data):
        raise CannotStart(f"the account `{owner.name}` cannot reach {data}")
    if _major_of(data) is None:
        _make(data, owner, binaries, sync=not throw_away)
    _let_in(data, owner)
    with _sockets_of(folder, owner) as sockets:
        orphan.put_away(data, sockets)
        with log.open("wb") as said:
            process = owner.start(_command(binaries, data, sockets), log=said)
            watch = Watch(owner, process.pid, data, throw_away=throw_away, log=said)
        try:
            _await_ready(process, data, log)
            origin = binaries.wheel or str(binaries.folder)
            yield Server(sockets, data, binaries.major, process, origin)
        finally:
            _stop(process, at_once=throw_away)
            watch.stop()


@contextmanager
def _sockets_of(folder: Path, owner: Account) -> Iterator[Path]:
    """Where the socket goes: `run`, or a folder of its own when no address can hold that path."""
    sockets = folder / "run"
    plain = re.fullmatch(r"[A-Za-z0-9_./+-]+", str(sockets))  # lists of addresses have commas
    if plain and len(os.fsencode(sockets / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET:
        yield owner.own(sockets)
        return
    short = Path(tempfile.mkdtemp(prefix="yinbao-run-", dir="/tmp"))  # $TMPDIR may be long too
    try:
        yield owner.own(short)
    finally:
        shutil.rmtree(short, ignore_errors=True)


def _major_of(data: Path) -> int | None:
    """The version that made the data, if there is any."""
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None
    except OSError as reason:
        raise CannotStart(f"cannot read {data}: {reason.strerror}") from None


def _make(data: Path, owner: Account, binaries: Binaries, *, sync: bool) -> None:
    """Make the data folder beside its place and move it in: half-made ones are never found."""
    making = owner.own(data / "making")
    shutil.rmtree(making)
    command: list[str | Path] = [
        binaries.initdb,
        f"--pgdata={making}",
        f"--username={ROLE}",
        "--auth=peer",
        "--encoding=UTF8",
        "--no-instructions",
        "--data-checksums",
        *([] if sync else ["--no-sync"]),
    ]
    for locale in _locales(binaries.major):
        done = owner.run([*command, *locale])
        if done.returncode == 0:
            break
        shutil.rmtree(making, ignore_errors=True)
    else:
        raise CannotStart(f"initdb could not make {data}: {_complaint(done.stderr)}")
    for entry in sorted(making.iterdir(), key=lambda entry: entry.name == "PG_VERSION"):
        entry.rename(data / entry.name)  # PG_VERSION last: it is how we know that all is there
    making.rmdir()


def _locales(major: int) -> list[list[str]]:
    """Sorting by code point and lower-casing of all of Unicode, alike on every machine."""
    if major >= 17:  # noqa: PLR2004 - the version that brought the provider
        return [["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]]
    return [["--locale=C.UTF-8"], ["--locale=C"]]


def _let_in(data: Path, owner: Account) -> None:
    """Let our account, the server's, and nobody else be the server's role."""
    names = {owner.name, pwd.getpwuid(os.geteuid()).pw_name}
    (data / "pg_hba.conf").write_text("local all all peer map=us\n")
    (data / "pg_ident.conf").write_text("".join(f'us "{name}" {ROLE}\n' for name in sorted(names)))


def _command(binaries: Binaries, data: Path, sockets: Path) -> list[str | Path]:
    settings = {**_SMALL, "unix_socket_directories": str(sockets)}
    if binaries.major >= 18:  # noqa: PLR2004 - as the name of the settings says
        settings |= _SMALL_SINCE_18
    return [binaries.postgres, "-D", data, *(f"--{name}={text}" for name, text in settings.items())]


def _await_ready(process: subprocess.Popen[bytes], data: Path, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(FileNotFoundError):
            lines = (data / "postmaster.pid").read_text().splitlines()  # it may be half written
            if lines[:1] == [str(process.pid)] and [line.strip() for line in lines[7:]] == [
                "ready"
            ]:
                return
        time.sleep(0.01)
    raise CannotStart(
        f"PostgreSQL did not start: {_complaint(log.read_text(errors='replace'))} (more in {log})"
    )


def _stop(process: subprocess.Popen[bytes], *, at_once: bool) -> None:
    orders = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)
    for order in orders[1:] if at_once else orders:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(order)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


def _complaint(text: str) -> str:
    """The end of what a program said, without the dates, on one line."""
    said = [
        re.sub(r"^.*?[A-Z]+: +", "", line).strip() for line in text.splitlines() if line.strip()
    ]
    return "; ".join(said[-2:]) or "it said nothing"
