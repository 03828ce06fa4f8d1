"""The commands that write or compare what a service says of itself: OpenAPI, migrations."""

import asyncio
import json
from typing import Annotated, Final

import typer

from chassis import migrations
from chassis.new_service.command import new_service
from chassis.registry import SERVICES, find_service, installed
from chassis.service import Service
from chassis.testing.databases import Databases, find_postgres

Name = Annotated[str, typer.Argument(metavar="NAME", help="As `yinbao services` lists it.")]


def openapi(name: Name) -> None:
    """Print the OpenAPI document of a service."""
    typer.echo(json.dumps(find_service(name).openapi(), indent=2, ensure_ascii=False))


def drift() -> None:
    """Compare the migrations of every service with the tables its code declares."""
    differences: list[str] = []
    with find_postgres() as server:
        databases = Databases(server)
        try:
            for service in _keeping():
                found = asyncio.run(_drift(databases.create("drift"), service))
                differences += [f"{service.name}: {difference}" for difference in found]
        finally:
            databases.drop_all()
    for difference in differences:
        typer.echo(difference, err=True)
    if differences:
        raise typer.Exit(1)
    typer.echo("migrations and tables agree")


def draft(
    name: Name, message: Annotated[str, typer.Argument(help="What it does, in a few words.")]
) -> None:
    """Write a service's next migration, from its migrated tables to those its code declares."""
    service = find_service(name)
    with find_postgres() as server:
        databases = Databases(server)
        try:
            asyncio.run(_draft(databases.create("draft"), service, message))
        finally:
            databases.drop_all()
    typer.echo(f"written: {migrations.versions_of(service.name)}; read it before you trust it")


COMMANDS: Final = (openapi, drift, draft, new_service)


def _keeping() -> list[Service]:
    services = [found.load() for found in installed(SERVICES).values()]
    return [service for service in services if isinstance(service, Service)]


async def _drift(url: str, service: Service) -> list[str]:
    await migrations.migrate(url, service.name)
    return await migrations.drift(url, service.name, service.metadata)


async def _draft(url: str, service: Service, message: str) -> None:
    await migrations.migrate(url, service.name)
    await migrations.draft(url, service.name, message, service.metadata)
