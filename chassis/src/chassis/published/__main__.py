"""`python -m chassis.published`: the command without the command line of the house."""

import typer

from chassis.published.command import publish

if __name__ == "__main__":
    typer.run(publish)
