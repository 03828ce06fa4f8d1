"""The commands that concern one service, or all of them."""

import asyncio
import json
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
import uvloop

from chassis.cli import dead_letters
from chassis.registry import COMMANDS, SERVICES, find_service, installed
from chassis.service.migrating import migrate_service
from chassis.service.serving import listener
from chassis.service.serving import serve as serve_until_told
from chassis.telemetry.logs import configure_logs

T = TypeVar("T")
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A service, e.g. as `services` lists it.")
]

app = typer.Typer(
    help="An insurer's service centre.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(dead_letters.app, name="dead-letters")


def with_installed(arguments: Sequence[str]) -> None:
    """Add the commands that other packages bring; loaded only when one may have been typed."""
    ours = {"serve", "migrate", "services", "openapi", "contracts", "new-service", "dead-letters"}
    if arguments and arguments[0] in ours:
        return
    for name, found in installed(COMMANDS).items():
        command = found.load()
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run it to its end on uvloop."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(coroutine)


@app.command()
def services() -> None:
    """List the services that are installed."""
    for name in installed(SERVICES):
        typer.echo(name)


@app.command()
def serve(name: Name) -> None:
    """Run one service until SIGTERM, then let it finish what it began."""
    service = find_service(name)
    settings = service.settings_type.read()
    configure_logs(service=name, level=settings.log_level, style=settings.log_format)
    with listener(settings.host, settings.port) as bound:
        run(serve_until_told(service.open(settings), bound, settings))


@app.command()
def migrate(name: Name) -> None:
    """Bring a service's database up to date, and make its queues on the bus."""
    service = find_service(name)
    settings = service.settings_type.read()
    configure_logs(service=name, level=settings.log_level, style=settings.log_format)
    run(migrate_service(service, settings))


@app.command()
def openapi(name: Name) -> None:
    """Print the OpenAPI document of a service."""
    typer.echo(json.dumps(find_service(name).openapi(), indent=2, ensure_ascii=False))


@app.command()
def contracts(
    folder: Annotated[Path, typer.Argument(help="Where the published files are.")] = Path(
        "contracts/published"
    ),
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Only compare; fail on any difference.")
    ] = False,
) -> None:
    """Write the schemas of every event, for readers in other languages."""
