"""`yinbao up`: the whole company in one process, with a sample company to try it on."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import httpx2
import structlog
import typer

from chassis.cli.commands import run
from chassis.service.serving import listener, serve
from chassis.settings import Settings
from chassis.telemetry.logs import configure_logs
from embedded import folder as folders
from embedded import sample
from embedded.ahead import FURTHEST, clock_of
from embedded.company import Company, company_settings, open_company
from embedded.databases import Served, server
from embedded.refusal import CannotStart
from embedded.replay.front_door import FrontDoor, Refused
from embedded.trial import TrialTokens
from embedded.welcome import for_rehearsal, welcome, without_trial

WATCH_SECONDS: Final = 1.0
READY_SECONDS: Final = 0.05

log = structlog.get_logger(__name__)


def up(
    port: Annotated[int, typer.Option(help="Where the gateway listens, on 127.0.0.1.")] = 8000,
    data: Annotated[Path, typer.Option(help="Where everything is kept.")] = Path(".data"),
    *,
    later: Annotated[
        int, typer.Option(min=0, max=FURTHEST, help="Be so many days later than last time.")
    ] = 0,
    ephemeral: Annotated[
        bool, typer.Option("--ephemeral", help="Keep nothing, and bring no sample company.")
    ] = False,
) -> None:
    """Run the whole company in this process until Ctrl-C."""
    settings = company_settings(port=port)
    configure_logs(service="yinbao", level=settings.log_level, style=settings.log_format)
    with ExitStack() as stack:
        folder = stack.enter_context(folders.throw_away() if ephemeral else folders.claim(data))
        bound = stack.enter_context(listener(settings.host, settings.port))
        served = stack.enter_context(server(folder, settings, throw_away=ephemeral))
        company = partial(
            open_company,
            folder,
            served.url,
            settings,
            throw_away=ephemeral,
            clock=clock_of(folder, later, settings),
        )
        port = bound.getsockname()[1]
        opening = _opening(company, folder, served, settings, port, ephemeral=ephemeral)
        run(serve(opening, bound, settings))
        if not served.alive():
            raise CannotStart(f"PostgreSQL stopped by itself; {folder / 'postgres.log'} says why")


@asynccontextmanager
async def _opening(
    opened: Callable[[], AbstractAsyncContextManager[Company]],
    folder: Path,
    served: Served,
    settings: Settings,
    port: int,
    *,
    ephemeral: bool,
) -> AsyncIterator[Company]:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    base = f"http://{host}:{port}"
    async with opened() as company:
        beside = [
            asyncio.create_task(_welcome(company, folder, base, ephemeral=ephemeral)),
            asyncio.create_task(_watch(served.alive)),
        ]
        try:
            yield company
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)


async def _welcome(company: Company, folder: Path, base: str, *, ephemeral: bool) -> None:
    """Once we are ready, load the sample and say what to try."""
    async with httpx2.AsyncClient(base_url=base, timeout=30.0) as http:
        await _ready(http)
        if company.issuer is None:
            _say(without_trial(base))
            return
        tokens = TrialTokens(company.issuer, folder / "trial")
        tokens.write_roles()
        if ephemeral:
            _say(for_rehearsal(base, folder))
            return
        try:
            loaded = await sample.load(FrontDoor(http), tokens, folder)
        except (Refused, httpx2.TransportError) as reason:
            log.warning("the sample company could not be loaded", reason=str(reason))
            _say(without_trial(base))
            return
        for person in sample.PEOPLE:
            tokens.write_customer(person.key, loaded[person.key].customer_id)
        _say(welcome(base, folder, loaded["mira"], today=company.clock.now().date()))


async def _ready(http: httpx2.AsyncClient) -> None:
    """Return when the gateway says that every service is ready."""
    while True:
        with suppress(httpx2.TransportError):
            if (await http.get("/readyz")).is_success:
                return
        await asyncio.sleep(READY_SECONDS)


async def _watch(alive: Callable[[], bool]) -> None:
    """Stop when our database server does: without it every answer would be an error."""
    while alive():  # noqa: ASYNC110 - the end of a process is no event of this loop
        await asyncio.sleep(WATCH_SECONDS)
    log.error("PostgreSQL stopped by itself")
    os.kill(os.getpid(), signal.SIGTERM)


def _say(words: str) -> None:
    with suppress(BrokenPipeError):
        sys.stdout.write(words)
        sys.stdout.flush()
