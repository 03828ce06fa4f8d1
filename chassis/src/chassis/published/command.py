"""The command: publish what a package of events says, or compare it with what is published."""

from pathlib import Path
from typing import Annotated

import typer

from chassis.published.files import broken, differences, events_of, write

Package = Annotated[str, typer.Option(help="The package of events.")]
Into = Annotated[Path, typer.Option(help="The folder of the files.")]
Check = Annotated[bool, typer.Option("--check", help="Compare, and write nothing.")]


def publish(
    *,
    package: Package = "contracts",
    into: Into = Path("contracts/published"),
    check: Check = False,
) -> None:
    """Write what the services say as JSON Schema and AsyncAPI, unless a reader would trip."""
    events = events_of(package)
    wrong = broken(events, into)
    if wrong:
        wrong.append("a published fact only grows: make a new event beside the old")
    elif check and (wrong := differences(events, into)):
        wrong.append("run `make contracts` and commit what it writes")
    for line in wrong:
        typer.echo(line, err=True)
    if wrong:
        raise typer.Exit(1)
    if not check:
        write(events, into)
    typer.echo(f"{len(events)} events {'are' if check else 'written'} as published in {into}")
