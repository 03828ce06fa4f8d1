"""`yinbao up` as a newcomer meets it: another process, its words, its exit."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import psutil
import pytest

from embedded import folder as folders
from embedded import postgres

YINBAO = Path(sys.executable).with_name("yinbao")
STOPS_WITHIN = 10.0
SAMPLE = {"Mira Santos", "Lucía Ortega", "林晓梅"}


@dataclass
class Started:
    """A company in another process, and what it said when it was ready."""

    process: subprocess.Popen[str]
    words: str
    base: str
    data: Path

    def get(self, path: str, token: str) -> Any:
        bearer = (self.data / "trial" / f"{token}.token").read_text().strip()
        answer = httpx2.get(
            f"{self.base}{path}", headers={"Authorization": f"Bearer {bearer}"}, timeout=30
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def stop(self, order: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(order)
        return self.process.wait(STOPS_WITHIN)


def promises(company: Started) -> set[str]:
    """How it stands with what was promised to those who complained."""
    found = company.get("/v1/complaints", "complaints_officer")["items"]
    return {one["promise"]["state"] for one in found}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(*arguments: object) -> list[str]:
    return [str(YINBAO), "up", *(str(argument) for argument in arguments)]


def surroundings(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without what would point us at somebody's servers."""
    ours = {"DATABASE_URL", "BUS_URL", "MAIL_URL", "OIDC_ISSUER"}
    return {name: text for name, text in os.environ.items() if name not in ours} | dict(more or {})


@contextmanager
def started(data: Path, *, later: int = 0, **environment: str) -> Iterator[Started]:
    port = free_port()
    with (data.with_suffix(".log")).open("ab") as log:
        process = subprocess.Popen(
            command("--data", data, "--port", port, "--later", later),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=surroundings(environment),
        )
    try:
        words = ""
        assert process.stdout
        while "Ctrl-C" not in words and (line := process.stdout.readline()):
            words += line
        assert "Ctrl-C" in words, data.with_suffix(".log").read_text()[-3000:]
        yield Started(process, words, f"http://127.0.0.1:{port}", data)
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def refused(*arguments: object, **environment: str) -> str:
    """The line with which it did not start."""
    done = subprocess.run(
        command(*arguments),
        env=surroundings(environment),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert done.stdout == ""
    line = done.stderr.rstrip("\n")
    assert "\n" not in line, line
    return line


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with folders.throw_away() as folder:
        yield folder


@pytest.fixture(scope="module")
def company(home: Path) -> Iterator[Started]:
    with started(home / "data") as up:
        yield up


def test_the_three_commands_it_prints_work_as_they_stand(company: Started) -> None:
    lines = re.findall(r"^  (curl .*)$", company.words, re.MULTILINE)
    said = [
        json.loads(
            subprocess.run(
                ["/bin/sh", "-c", line], capture_output=True, text=True, check=True
            ).stdout
        )
        for line in lines
    ]

    policies, claim, inbox = said
    assert [policy["product"] for policy in policies["items"]] == ["flood-home"]
    assert claim["status"] == "approved"
    assert claim["amount"] == {"amount": "1750.00", "currency": "USD"}
    assert {"welcome", "policy-issued", "claim-paid"} <= {item["fact"] for item in inbox["items"]}


def test_the_documentation_page_is_where_it_says(company: Started) -> None:
    found = re.search(r"documentation +(\S+)", company.words)
    assert found

    assert httpx2.get(found[1], timeout=30).headers["content-type"].startswith("text/html")


def test_the_mail_lands_where_it_says(company: Started) -> None:
    found = re.search(r"mail +(\S+)", company.words)
    assert found
    deadline = time.monotonic() + 30

    while not (mails := list(Path(found[1]).glob("new/*"))):
        assert time.monotonic() < deadline, "no mail came"
        time.sleep(0.1)

    assert b"@insured.example" in mails[0].read_bytes()


def test_every_role_has_a_token(company: Started) -> None:
    names = {customer["name"] for customer in company.get("/v1/customers", "agent")["items"]}

    assert names == SAMPLE


def test_three_people_decide_each_up_to_a_sum_of_their_own(company: Started) -> None:
    granted = company.get("/v1/authorities", "ops")["items"]

    assert {one["holder"]: one["level"] for one in granted} == {
        "trial-underwriter": 1, "trial-senior": 2, "trial-committee": 3,
    }  # fmt: skip
    assert company.get("/v1/applications", "senior")["items"] == []


@pytest.mark.skipif(os.geteuid() != 0, reason="file modes do not bind root's own reading")
def test_tokens_are_for_their_owner_alone(company: Started) -> None:
    modes = {path.stat().st_mode & 0o777 for path in (company.data / "trial").iterdir()}

    assert modes == {0o600}


def test_a_second_instance_says_who_is_there(company: Started) -> None:
    line = refused("--data", company.data, "--port", free_port())

    assert f"another yinbao (process {company.process.pid}) runs on {company.data}" in line


def test_a_taken_port_is_one_line(company: Started, home: Path) -> None:
    port = company.base.rpartition(":")[2]

    line = refused("--data", home / "other", "--port", port)

    assert f"cannot listen on 127.0.0.1 port {port}" in line


def test_a_database_that_is_not_there_is_one_line(home: Path) -> None:
    away = f"postgresql://nobody@127.0.0.1:{free_port()}/postgres"

    line = refused("--data", home / "away", "--port", free_port(), DATABASE_URL=away)

    assert "cannot reach the database server" in line


def test_trial_tokens_are_never_lent_to_strangers(home: Path) -> None:
    line = refused("--data", home / "open", "--port", free_port(), HOST="0.0.0.0")  # noqa: S104 - refused, as it should be

    assert "trial tokens are for this machine alone" in line


@pytest.mark.timeout(300)  # three starts, and the end of the company that all others shared
def test_however_it_ended_it_starts_again_with_everything_and_ends_when_its_server_does(
    company: Started,
) -> None:
    data, known = company.data, []
    openings = {
        signal.SIGINT: nullcontext(company),
        signal.SIGTERM: started(data),
        signal.SIGKILL: started(data),
    }
    for order, opening in openings.items():
        with opening as up:
            known.append({one["id"] for one in up.get("/v1/customers", "agent")["items"]})
            family = psutil.Process(up.process.pid).children(recursive=True)

            status = up.stop(order)

        assert status == (-order if order is signal.SIGKILL else 0)
        _, left = psutil.wait_procs(family, timeout=0 if order is not signal.SIGKILL else 30)
        assert left == []

    with started(data, later=30) as up:
        people = up.get("/v1/customers", "agent")["items"]
        month_on = datetime.now(UTC) + timedelta(days=30)
        assert f"it is {month_on:%d %B %Y}" in up.words
        deadline = time.monotonic() + 30
        while "broken" not in promises(up):  # what nobody kept in those thirty days
            assert time.monotonic() < deadline, "the time that passed changed nothing"
            time.sleep(0.1)
        server = next(
            child
            for child in psutil.Process(up.process.pid).children()
            if child.name().startswith("postgres")
        )
        server.kill()

        assert up.process.wait(30) == 1

    assert known == [{one["id"] for one in people}] * 3
    assert {one["name"] for one in people} == SAMPLE
    assert "PostgreSQL stopped by itself" in data.with_suffix(".log").read_text()


def test_only_a_company_on_trial_is_later_than_it_is(home: Path) -> None:
    real = "https://login.example.org/realms/insurer"

    line = refused("--data", home / "real", "--port", free_port(), "--later", 3, OIDC_ISSUER=real)

    assert "only a company on trial can be later than it is" in line


def test_it_uses_the_server_it_is_told_to_and_starts_none(home: Path) -> None:
    with (
        folders.throw_away() as elsewhere,
        postgres.running(elsewhere) as server,
        started(home / "told", DATABASE_URL=server.url()) as company,
    ):
        assert psutil.Process(company.process.pid).children(recursive=True) == []
        assert company.get("/v1/customers", "agent")["items"]
