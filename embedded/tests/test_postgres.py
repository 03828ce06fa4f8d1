"""The server of our own: real programs, real accounts, real signals."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import asyncpg
import psutil
import pytest

from embedded import folder as folders
from embedded import postgres
from embedded.postgres import binaries
from embedded.postgres.account import account
from embedded.postgres.cluster import Server
from embedded.refusal import CannotStart

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
from_both = pytest.mark.parametrize("only_wheels", [False, True], ids=["as found", "the wheel's"])
Held = Callable[[], tuple[subprocess.Popen[str], str, int]]
Asked = Callable[..., Server]
HOLD = """
import pathlib, sys, time
from embedded import folder, postgres
with folder.claim(pathlib.Path(sys.argv[1])) as data, postgres.running(data) as server:
    print(server.url(), server.process.pid, flush=True)
    time.sleep(600)
"""


def ask(server: Server | str, sql: str) -> object:
    async def asked() -> object:
        connection = await asyncpg.connect(server if isinstance(server, str) else server.url())
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(asked())


def eventually(happened: Callable[[], bool], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that everyone may pass through, unlike pytest's own."""
    with folders.throw_away() as folder:
        yield folder


@pytest.fixture(scope="module")
def asked() -> Iterator[Asked]:
    """Servers for who only asks: one as found and one of the wheel, started when first wanted."""
    with ExitStack() as stack:

        @cache
        def start(*, only_wheels: bool = False) -> Server:
            folder = stack.enter_context(folders.throw_away())
            return stack.enter_context(postgres.running(folder, only_wheels=only_wheels))

        yield start


@pytest.fixture
def held(home: Path) -> Iterator[Held]:
    """Starts another process that runs a server on `home`; says its URL and the server's pid."""
    started: list[subprocess.Popen[str]] = []

    def start() -> tuple[subprocess.Popen[str], str, int]:
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(home)], stdout=subprocess.PIPE, text=True
        )
        started.append(holder)
        assert holder.stdout
        url, pid = holder.stdout.readline().split()
        return holder, url, int(pid)

    yield start
    for holder in started:
        holder.terminate()
        holder.communicate()


@from_both
def test_a_restart_keeps_the_data(home: Path, *, only_wheels: bool) -> None:
    with postgres.running(home, only_wheels=only_wheels) as server:
        ask(server, "CREATE TABLE told AS SELECT 42 AS answer")

    with postgres.running(home, only_wheels=only_wheels) as server:
        answer = ask(server, "SELECT answer FROM told")

    assert answer == 42


@from_both
def test_nothing_of_it_runs_afterwards(home: Path, *, only_wheels: bool) -> None:
    before = set(psutil.Process().children(recursive=True))

    with postgres.running(home, only_wheels=only_wheels):
        started = set(psutil.Process().children(recursive=True)) - before

    assert len(started) > 1
    assert [process for process in started if process.is_running()] == []


@from_both
def test_it_is_as_durable_as_any(asked: Asked, *, only_wheels: bool) -> None:
    server = asked(only_wheels=only_wheels)

    settings = "fsync", "synchronous_commit", "full_page_writes", "data_checksums"
    kept = [ask(server, f"SHOW {name}") for name in settings]

    assert kept == ["on"] * 4


@from_both
def test_it_lowers_the_letters_of_every_language(asked: Asked, *, only_wheels: bool) -> None:
    assert ask(asked(only_wheels=only_wheels), "SELECT lower('ÑANDÚ')") == "ñandú"


def test_the_network_cannot_reach_it(asked: Asked) -> None:
    assert ask(asked(), "SHOW listen_addresses") == ""
    assert ask(asked(), "SELECT inet_server_addr()") is None


@as_root
def test_root_lends_it_an_account_without_rights(asked: Asked) -> None:
    process = psutil.Process(asked().process.pid)

    assert process.username() == "nobody"
    assert asked().data.stat().st_mode & 0o077 == 0


@as_root
def test_another_account_does_not_get_in(asked: Asked) -> None:
    other = subprocess.run(
        ["id", "-u", "daemon"], capture_output=True, text=True, check=True
    ).stdout.strip()
    socket = asked().sockets / ".s.PGSQL.5432"
    connect = f"import socket; socket.socket(socket.AF_UNIX).connect({str(socket)!r})"
    done = subprocess.run(
        ["/usr/bin/env", "python3", "-c", connect],
        user=int(other),
        cwd="/",
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "PermissionError" in done.stderr


@as_root
def test_a_closed_checkout_has_its_data_elsewhere(tmp_path: Path) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    try:
        with folders.claim(closed / "yinbao/.data") as data, postgres.running(data) as server:
            assert data.parent == folders.ELSEWHERE
            assert ask(server, "SELECT 1") == 1
        with folders.claim(closed / "yinbao/.data") as again:
            assert again == data
    finally:
        shutil.rmtree(data)


@as_root
def test_a_wheel_in_a_closed_checkout_is_copied_to_where_the_server_can_read_it(
    tmp_path: Path, home: Path
) -> None:
    wheel = next(binaries.candidates(only_wheels=True))
    package = wheel.folder.parent.parent
    site = tmp_path / "site-packages"
    site.mkdir(mode=0o700)
    shutil.copytree(package, site / package.name, symlinks=True)
    shutil.copytree(
        package.with_name(f"{package.name}.libs"), site / f"{package.name}.libs", symlinks=True
    )
    closed = binaries.Binaries(
        site / package.name / wheel.folder.parent.name / "bin", wheel.major, "a-wheel-1.0"
    )
    nobody = account(home / "postgres")
    cache = home / "cache"

    usable = closed.usable_by(nobody, cache)

    assert not nobody.can_run(closed.postgres)
    assert cache in usable.postgres.parents
    assert nobody.can_run(usable.postgres)
    assert nobody.can_run(usable.initdb)
    assert closed.usable_by(nobody, cache) == usable


def test_a_path_too_long_for_a_socket_gets_one_elsewhere(home: Path) -> None:
    deep = home / ("long" * 25)
    deep.mkdir(mode=0o711)

    with postgres.running(deep) as server:
        assert ask(server, "SELECT 1") == 1
        sockets = server.sockets

    assert not sockets.exists()


def test_a_path_may_hold_what_lists_and_addresses_are_made_of(home: Path) -> None:
    odd = home / 'a, "b" & ü%20?'
    odd.mkdir(mode=0o711)

    with postgres.running(odd) as server:
        assert ask(server, "SELECT 1") == 1


def test_only_one_at_a_time_may_use_a_folder(home: Path, held: Held) -> None:
    holder, _, _ = held()

    with pytest.raises(CannotStart, match=f"another yinbao .process {holder.pid}. runs on"):
        folders.claim(home).__enter__()


def test_it_stops_when_its_owner_is_killed_and_nothing_committed_is_lost(
    home: Path,
    held: Held,
) -> None:
    holder, url, pid = held()
    ask(url, "CREATE TABLE told AS SELECT 42 AS answer")

    holder.kill()
    eventually(lambda: not psutil.pid_exists(pid))

    with folders.claim(home) as data, postgres.running(data) as server:
        assert ask(server, "SELECT answer FROM told") == 42


def test_a_server_that_was_killed_recovers_what_was_committed(home: Path) -> None:
    with postgres.running(home) as server:
        ask(server, "CREATE TABLE told AS SELECT 42 AS answer")
        server.process.kill()
        eventually(lambda: not server.alive)

    with postgres.running(home) as server:
        assert ask(server, "SELECT answer FROM told") == 42


def test_an_orphaned_server_is_stopped_before_the_next_starts(
    home: Path,
    held: Held,
) -> None:
    holder, _, pid = held()
    watch = next(child for child in psutil.Process(holder.pid).children() if child.pid != pid)
    watch.kill()
    holder.kill()
    eventually(lambda: not psutil.pid_exists(holder.pid) or holder.poll() is not None)
    assert psutil.pid_exists(pid)

    with folders.claim(home) as data, postgres.running(data) as server:
        assert server.process.pid != pid
        assert ask(server, "SELECT 1") == 1
    assert not psutil.pid_exists(pid)


def test_a_stale_lock_file_with_a_living_strangers_number_is_put_away(home: Path) -> None:
    with postgres.running(home) as server:
        data, sockets = server.data, server.sockets
    with (home / "log").open("wb") as log:
        stranger = account(data).start(["/bin/sleep", "600"], log=log)
    try:
        for lock in (data / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"):
            lock.write_text(f"{stranger.pid}\n{data}\n0\n5432\n{sockets}\n\n0 0\nready\n")

        with postgres.running(home) as server:
            assert ask(server, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.send_signal(signal.SIGKILL)
        stranger.wait()


def test_data_of_a_version_that_is_gone_is_one_clear_line(home: Path) -> None:
    data = account(home / "postgres").own(home / "postgres")
    (data / "PG_VERSION").write_text("9\n")

    with pytest.raises(CannotStart, match="written by PostgreSQL 9, which is not on this machine"):
        postgres.running(home).__enter__()


def test_a_server_that_does_not_start_says_why_in_one_line(home: Path) -> None:
    with postgres.running(home) as server:
        (server.data / "postgresql.auto.conf").write_text("shared_buffers = 'plenty'\n")

    with pytest.raises(CannotStart, match=r"plenty.*more in .*log") as said:
        postgres.running(home).__enter__()

    assert "\n" not in str(said.value)


def test_a_throw_away_folder_is_gone_even_when_its_owner_is_killed() -> None:
    folder = Path(mkdtemp(prefix="yinbao-"))
    folder.chmod(0o711)
    program = HOLD.replace("running(data)", "running(data, throw_away=True)")
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    holder.stdout.readline()

    holder.kill()
    holder.communicate()

    eventually(lambda: not any((folder / "postgres").glob("*")))
    shutil.rmtree(folder)
