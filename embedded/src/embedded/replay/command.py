"""`yinbao replay FILE`: settle a file of real claims through the gateway and count the outcome."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

import httpx2
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from embedded.refusal import CannotStart
from embedded.rehearsal import rehearsal
from embedded.replay.count import Tally, quiet, tally
from embedded.replay.front_door import FrontDoor, Refused, Tokens
from embedded.replay.rows import LossRow, Malformed, read
from embedded.replay.settle import Settled, insure, settle

T = TypeVar("T")
D = TypeVar("D")
AT_ONCE: Final = 16
DOLLAR: Final = Decimal(1)
PEOPLE: Final = ("importer", "adjuster", "finance", "ops")
talk = Console(stderr=True)


def replay(
    data: Annotated[Path, typer.Argument(help="A CSV of claims.", exists=True, dir_okay=False)],
    url: Annotated[str, typer.Option(help="A running company; without it, one of its own.")] = "",
) -> None:
    """Drive every row through the company as a partner's book import would; print one JSON line."""
    try:
        outcome = asyncio.run(_replay(data, url))
    except (Malformed, CannotStart, TimeoutError, httpx2.TransportError, LookupError) as reason:
        talk.print(f"replay: {reason}", style="red", markup=False)
        raise typer.Exit(1) from None
    sys.stdout.write(json.dumps(outcome) + "\n")
    if outcome["lost"] or outcome["duplicates"] or outcome["refused"]:
        raise typer.Exit(1)


async def _replay(data: Path, url: str) -> dict[str, Any]:
    rows = list(read(data))
    losses = [row for row in rows if isinstance(row, LossRow)]
    for line, reason in (row for row in rows if not isinstance(row, LossRow)):
        talk.print(f"line {line}: {reason}", markup=False)
    with _company(url) as (base, tokens):
        outcome = await _replay_on(base, tokens, losses)
    return outcome | {"malformed": len(rows) - len(losses)}


async def _replay_on(base: str, tokens: Tokens, losses: list[LossRow]) -> dict[str, Any]:
    async with _client(base) as http:
        door = FrontDoor(http)
        began = time.perf_counter()
        settled, refused = await _settle_all(losses, door, tokens)
        with talk.status("waiting until every mail is out"):
            await quiet(door, tokens)
        seconds = time.perf_counter() - began
        counted = await tally(settled, door, tokens)
    return _outcome(settled, counted, seconds) | {"refused": refused}


async def _settle_all(
    losses: Iterable[LossRow], door: FrontDoor, tokens: Tokens
) -> tuple[list[Settled], int]:
    """The book first, then its losses: by then claims has heard of nearly every policy."""
    insured, uninsured = await _each(
        losses, lambda row: insure(row, door, tokens), "insuring", line=lambda row: row.line
    )
    settled, unsettled = await _each(
        insured, lambda one: settle(one, door, tokens), "settling", line=lambda one: one.row.line
    )
    return settled, uninsured + unsettled


async def _each(
    given: Iterable[T], do: Callable[[T], Awaitable[D]], title: str, *, line: Callable[[T], int]
) -> tuple[list[D], int]:
    """Do it with some at a time; what is refused is reported and counted, the rest goes on."""
    waiting = list(reversed(list(given)))
    done: list[D] = []
    refused = 0
    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=talk) as bar:
        task = bar.add_task(title, total=len(waiting))

        async def work() -> None:
            nonlocal refused
            while waiting:
                one = waiting.pop()
                try:
                    done.append(await do(one))
                except Refused as no:
                    refused += 1
                    talk.print(f"line {line(one)}: {no}", markup=False)
                bar.advance(task)

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return done, refused


def _outcome(settled: list[Settled], counted: Tally, seconds: float) -> dict[str, Any]:
    return {
        "claims": len(settled),
        "settled_total": f"{sum((one.amount for one in settled), Decimal(0)):.2f}",
        "matches_paid": sum(abs(one.amount - one.row.paid) <= DOLLAR for one in settled),
        "nothing_payable": sum(one.status == "declined" for one in settled),
        "capped": sum(one.amount == one.row.sum_insured and one.row.capped for one in settled),
        "mails": counted.mails,
        "events": counted.events,
        "duplicates": counted.duplicates,
        "lost": counted.lost,
        "seconds": round(seconds, 1),
        "claims_per_second": round(len(settled) / seconds, 1) if seconds else 0.0,
    }


def _client(base: str) -> httpx2.AsyncClient:
    limits = httpx2.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    return httpx2.AsyncClient(base_url=base, timeout=30.0, limits=limits)


@contextmanager
def _company(url: str) -> Iterator[tuple[str, Tokens]]:
    """The running company at `url`, or one of our own on throw-away databases."""
    if url:
        yield url, _tokens_from_environment()
        return
    talk.print("starting a company of our own")
    with rehearsal() as company:
        yield company.url, Tokens(**{role: company.token(role) for role in PEOPLE})


def _tokens_from_environment() -> Tokens:
    """`TOKEN_IMPORTER` and so on: the caller's own, from whichever issuer the company trusts."""
    try:
        return Tokens(**{role: os.environ[f"TOKEN_{role.upper()}"] for role in PEOPLE})
    except KeyError as missing:
        raise LookupError(f"with a URL, {missing.args[0]} must hold an access token") from None
