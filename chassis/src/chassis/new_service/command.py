"""`yinbao new-service NAME`."""

from pathlib import Path
from typing import Annotated

import typer

from chassis.new_service import find_root, make_service

NEXT = """
{name} is a service now. What is left:
    make lock environment                    install it beside the others
    make contracts                           publish what it says
    make test T=services/{name}
    yinbao draft {name} "what changes"        its next migration, when its tables have changed
When people shall reach it through the gateway: gateway/src/gateway/routes.py and service.py.
When it shall run in containers: docker-compose.yml and deploy/.
"""


def new_service(
    name: Annotated[str, typer.Argument(metavar="NAME", help="One small word, as `claims`.")],
) -> None:
    """Make a service that passes all checks, and give it its place in the house."""
    root = find_root(Path.cwd())
    for path in make_service(name, root):
        typer.echo(f"written: {path.relative_to(root)}")
    typer.echo(NEXT.format(name=name))
