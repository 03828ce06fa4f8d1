"""The commands that run services and prepare them."""

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar

import typer
import uvloop

from chassis.cli import dead_letters, papers
from chassis.registry import COMMANDS, SERVICES, find_service, installed
from chassis.service.migrating import migrate_service
from chassis.service.serving import listener
from chassis.service.serving import serve as serve_until_told
from chassis.settings import Settings
from chassis.telemetry.logs import configure_logs

T = TypeVar("T")
Name = Annotated[str, typer.Argument(metavar="NAME", help="As `yinbao services` lists it.")]

app = typer.Typer(
    help="An insurer's service centre.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(dead_letters.app, name="dead-letters")
for command in papers.COMMANDS:
    app.command()(command)


def with_installed(arguments: Sequence[str]) -> None:
    """Add the commands that other packages bring; loaded only when one may have been typed."""
    ours = [command.name or _name_of(command.callback) for command in app.registered_commands]
    if arguments and arguments[0] in [*ours, *(group.name for group in app.registered_groups)]:
        return
    for name, found in installed(COMMANDS).items():
        brought = found.load()
        if isinstance(brought, typer.Typer):
            app.add_typer(brought, name=name)
        else:
            app.command(name)(brought)


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
    with _told(settings, name), listener(settings.host, settings.port) as bound:
        run(serve_until_told(service.open(settings), bound, settings))


@app.command()
def migrate(name: Name) -> None:
    """Bring a service's database up to date, and make its queues on the bus."""
    service = find_service(name)
    settings = service.settings_type.read()
    with _told(settings, name):
        run(migrate_service(service, settings))


@contextmanager
def _told(settings: Settings, name: str) -> Iterator[None]:
    """Logs and, when a collector is configured, spans tell what happens in here."""
    configure_logs(service=name, level=settings.log_level, style=settings.log_format)
    if settings.otel_exporter_otlp_endpoint is None:
        yield
        return
    from chassis.telemetry.export import export_spans  # heavy, and seldom asked for

    stop = export_spans(settings.otel_exporter_otlp_endpoint, name)
    try:
        yield
    finally:
        stop()


def _name_of(callback: Any) -> str:
    return str(callback.__name__).replace("_", "-")
