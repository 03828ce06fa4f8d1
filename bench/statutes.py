"""How fast deadlines are counted, on one core, and how long it takes to read all law."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from statutes import Clock, law, load, reckon
from statutes.examples import an_entry

ROUNDS = 5
COUNT = 5_000
STARTS = [datetime(2024, 1, 1, 9, tzinfo=UTC) + timedelta(hours=5 * n) for n in range(COUNT)]


def run() -> list[dict[str, Any]]:
    """Figures beside the ones promised; `ratio` is how many times better ours are."""
    law_s = law()
    days = law_s.entry("CN-23A")
    year = an_entry(zone="ES", length=250, unit="business_day")
    hours = law_s.entry("YB-ANSWER")
    return [
        _rate("statutes: due, calendar days", lambda at: reckon(days, at).due, 100_000),
        _rate("statutes: due, 250 business days", lambda at: reckon(year, at).due, 10_000),
        _rate("statutes: due and target of a clock", lambda at: _clock(days, at), None),
        _rate("statutes: due, 4 working hours", lambda at: reckon(hours, at).due, None),
        _loading(),
        _imported(),
    ]


def _clock(entry: Any, at: datetime) -> None:
    clock = Clock.start(entry, at)
    _ = clock.due, clock.target


def _rate(name: str, count: Callable[[datetime], object], promised: int | None) -> dict[str, Any]:
    for at in STARTS:  # the calendars of these years are worked out once
        count(at)
    rates = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for at in STARTS:
            count(at)
        rates.append(COUNT / (time.process_time() - began))
    figure = median(rates)
    ratio = None if promised is None else round(figure / promised, 2)
    return _row(
        name, round(figure), "per second", ratio, promised and f"promised: {promised:,} per second"
    )


def _loading() -> dict[str, Any]:
    from importlib.resources import files

    packs = files("statutes").joinpath("packs")
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        load(packs)
        times.append((time.process_time() - began) * 1000)
    figure = median(times)
    return _row(
        "statutes: loading all packs",
        round(figure, 1),
        "ms",
        round(100 / figure, 2),
        "promised: 100 ms",
    )


def _imported() -> dict[str, Any]:
    """How many modules that are neither ours nor Python's own the library pulls in."""
    program = (
        "import sys; before = set(sys.modules); import statutes; statutes.law(); "
        "found = {name.partition('.')[0] for name in set(sys.modules) - before"
        " if not name.startswith('_sysconfigdata')}; "
        "print(len(found - sys.stdlib_module_names - {'statutes'}))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    return _row(
        "statutes: foreign packages imported", int(told.stdout), "packages", None, "promised: none"
    )


def _row(name: str, figure: float, unit: str, ratio: float | None, baseline: Any) -> dict[str, Any]:
    return {"name": name, "figure": figure, "unit": unit, "ratio": ratio, "baseline": baseline}


if __name__ == "__main__":
    for row in run():
        print(row)
