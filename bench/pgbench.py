"""PostgreSQL's own benchmark: what the server does for a client that does nothing but commit."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

MISSING: Final = "skipped, there is no pgbench (it comes with PostgreSQL's client programs)"


def find() -> str | None:
    """Where it is, if it is here."""
    there = shutil.which("pgbench")
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))  # where Debian puts it
    return there or (str(kept[-1]) if kept else None)


def commits(
    pgbench: str, script: Path, server: Sequence[str], *, clients: int, seconds: int
) -> float:
    """Transactions per second of a script, on a server named as its tools name one."""
    done = subprocess.run(
        [
            *(pgbench, "-n", "-M", "prepared", "-f", str(script)),
            *("-c", str(clients), "-j", "2", "-T", str(seconds)),
            *server,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None:
        raise RuntimeError(f"pgbench failed: {done.stderr.strip()[-300:]}")
    return float(found[1])
