"""`python -m bench [NAME …]`: run the benchmarks, or those named; print one table and keep it.

Each is a module with `run() -> list of rows`; a ratio is of two figures taken in the same run. One
that cannot run here says so in a line, and the rest goes on.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from chassis.telemetry.logs import configure_logs

BENCHES: Final = (
    "gateway",
    "bus",
    "claim",
    "footprint",
    "statutes",
    "quote",
    "explainer",
    "statements",
    "issue",
    "contracts",
)
LATEST: Final = Path(__file__).parent / "results/latest.json"

Row = dict[str, Any]
talk = Console()


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        sys.exit(f"bench: there is no {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    configure_logs(service="bench", level="WARNING", style="console")
    rows = [row for name in names or BENCHES for row in measured(name)]
    if not rows:
        sys.exit("bench: nothing could be measured")
    talk.print(table(rows))
    keep(rows)


def measured(name: str) -> list[Row]:
    """The rows of one benchmark; none when it cannot run here."""
    with talk.status(f"measuring {name}"):
        try:
            rows: list[Row] = import_module(f"bench.{name}").run()
        except Exception as reason:  # noqa: BLE001 - whatever it is, the others can still run
            line = (str(reason) or type(reason).__name__).splitlines()[0]
            talk.print(f"{name}: could not be measured: {line}", markup=False)
            return []
    return rows


def table(rows: list[Row]) -> Table:
    """What a person reads."""
    drawn = Table("what", "against")
    drawn.add_column("figure", justify="right")
    drawn.add_column("unit")
    drawn.add_column("ratio", justify="right")
    for row in rows:
        ratio = "" if row["ratio"] is None else f"{row['ratio']:g}"
        drawn.add_row(row["name"], row["baseline"] or "", f"{row['figure']:,g}", row["unit"], ratio)
    return drawn


def keep(rows: list[Row]) -> None:
    """Put the rows in the place of their benchmarks' earlier ones."""
    fresh = {_bench_of(row) for row in rows}
    earlier = json.loads(LATEST.read_text(encoding="utf-8")) if LATEST.exists() else []
    kept = [row for row in earlier if _bench_of(row) not in fresh]
    every = sorted(kept + rows, key=lambda row: BENCHES.index(_bench_of(row)))
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(json.dumps(every, indent=2) + "\n", encoding="utf-8")


def _bench_of(row: Row) -> str:
    return str(row["name"]).partition(":")[0]


if __name__ == "__main__":
    main(sys.argv[1:])
