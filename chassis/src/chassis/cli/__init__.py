"""`yinbao`: what an operator types. Commands of the floors above are found by entry point."""

import sys

from chassis.cli.commands import app, with_installed
from chassis.errors import Refusal
from chassis.settings import Misconfigured

__all__ = ["main"]


def main() -> None:
    """Do what was typed. What the operator can put right is told in one line, no traceback."""
    try:
        with_installed(sys.argv[1:])
        app(prog_name="yinbao")
    except (Misconfigured, Refusal) as refusal:
        sys.exit(f"yinbao: {refusal}")
    except KeyboardInterrupt:
        sys.exit(130)
