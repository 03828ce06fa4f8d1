"""Whether a database is as new as the code that wants to use it: what readiness asks."""

from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.migrations import versions_of


def newest_of(*packages: str) -> dict[str, str]:
    """The newest migration of each package that has any."""
    found = {name: newest_in(versions_of(name)) for name in packages if find_spec(name)}
    return {name: newest for name, newest in found.items() if newest is not None}


def newest_in(versions: Path) -> str | None:
    """The number of the newest migration in the folder."""
    return max((path.name.partition("_")[0] for path in versions.glob("[0-9]*.py")), default=None)


async def behind(connection: AsyncConnection, package: str, newest: str) -> str | None:
    """Say what the database lacks up to the package's migration `newest`; None when nothing.

    A newer database is welcome: migrations expand first, so the release before still works on it.
    """
    table = f"{package}_version"
    if not await connection.scalar(
        text("SELECT to_regclass(:table) IS NOT NULL"), {"table": table}
    ):
        return f"{package} was never migrated"
    found = await connection.scalar(text(f'SELECT max(version_num) FROM "{table}"'))  # noqa: S608 - the table of a package, not a caller's word
    if found is None or found < newest:
        return f"{package} is at {found or 'nothing'}, not yet at {newest}"
    return None
