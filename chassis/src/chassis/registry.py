"""What is installed beside the chassis, found by entry point: floors above are never imported."""

from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from chassis.settings import Misconfigured

SERVICES: Final = "yinbao.services"
COMMANDS: Final = "yinbao.commands"
TEST_DATABASES: Final = "yinbao.test_databases"


def installed(group: str) -> dict[str, EntryPoint]:
    """The entry points of a group, by name."""
    return {found.name: found for found in sorted(entry_points(group=group))}


def find_service(name: str) -> Any:
    """The service called `name`; whoever asks for one that is not there is told which are."""
    found = installed(SERVICES)
    if name not in found:
        raise Misconfigured(
            f"there is no service {name!r}; there are: {', '.join(found) or 'none'}"
        )
    return found[name].load()
