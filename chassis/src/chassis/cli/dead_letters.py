"""`yinbao dead-letters`: look at what a service gave up on, and let it try again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from chassis.clock import SystemClock
from chassis.database import Database
from chassis.dead_letters import list_dead_letters, redrive_dead_letter, show_dead_letter
from chassis.registry import find_service
from chassis.service.ops import LetterView
from chassis.service.reach import check_database
from chassis.work import Work, Works

T = TypeVar("T")
Service = Annotated[str, typer.Argument(metavar="SERVICE", help="Whose letters.")]
LetterId = Annotated[UUID, typer.Argument(metavar="ID", help="As `list` shows it.")]

app = typer.Typer(
    help="What a service gave up on: events, alarms and messages nobody could read.",
    no_args_is_help=True,
)


@app.command("list")
def list_(
    service: Service,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 50,
) -> None:
    """List the letters, oldest first."""
    letters = _in_work(service, lambda work: list_dead_letters(work, limit=limit))
    if not letters:
        typer.echo(f"{service} has no dead letters")
        return
    table = Table("id", "parked at", "kind", "type", "subject", "attempts", "error")
    for letter in letters:
        table.add_row(
            str(letter.id),
            f"{letter.parked_at:%Y-%m-%d %H:%M:%S}",
            letter.kind,
            letter.type,
            letter.subject,
            str(letter.attempts),
            letter.error.partition(":")[0],  # its words may quote a person's data
        )
    Console(width=None if Console().is_terminal else 200).print(table)


@app.command()
def show(service: Service, letter: LetterId) -> None:
    """Show one letter, whole: personal data included."""
    found = _in_work(service, lambda work: show_dead_letter(work, letter))
    typer.echo(LetterView.of(found).model_dump_json(indent=2))


@app.command()
def redrive(service: Service, letter: LetterId) -> None:
    """Let the service try it again; a running one does so within moments."""
    found = _in_work(service, lambda work: redrive_dead_letter(work, letter))
    typer.echo(f"{found.type} {found.subject} will be tried again")


def _in_work(name: str, use: Callable[[Work], Awaitable[T]]) -> T:
    service = find_service(name)
    settings = service.settings_type.read()

    async def go() -> T:
        async with Database.open(settings.need("database_url"), name=f"{name}-cli") as database:
            await check_database(database)
            async with Works(database, SystemClock(), source=name)() as work:
                return await use(work)

    return asyncio.run(go())
