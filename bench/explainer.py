"""How well and how fast the explainer answers, by the questions the tests keep.

`found`: the right clause first or second. `refused`: no answer where no wording has one.
"""

import time
import tomllib
from pathlib import Path
from statistics import median
from typing import Any

from contracts.insured import Language
from policy.domain.explaining.explanation import explain
from policy.storage import explainer

QUESTIONS = Path(__file__).parents[1] / "services/policy/tests/questions"
SETS = ("golden", "tuning", "held-out", "blind", "last", "fresh", "settled", "strangers")
ROUNDS = 5


def run() -> list[dict[str, Any]]:
    """Shares of each set, found and refused; then the CPU of one answer."""
    sets = {name: _read(name) for name in SETS}
    rows = [row for name, questions in sets.items() for row in _shares(name, questions)]
    return [*rows, _cost([one for questions in sets.values() for one in questions])]


def _read(name: str) -> list[dict[str, Any]]:
    text = (QUESTIONS / f"{name}.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["question"]
    return found


def _shares(name: str, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found, refused = [], []
    for question in questions:
        answer = explain(explainer(), question["text"], Language(question["language"]))
        first_two = {one.clause.id for one in answer.quoted if one.rank <= 2}
        if question["clauses"]:
            found.append(bool(first_two & set(question["clauses"])))
        else:
            refused.append(not answer.answered)
    return [
        _row(f"{name}, found first or second", 100 * sum(found) / len(found), "%", len(found)),
        _row(f"{name}, refused", 100 * sum(refused) / len(refused), "%", len(refused)),
    ]


def _cost(questions: list[dict[str, Any]]) -> dict[str, Any]:
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for question in questions:
            explain(explainer(), question["text"], Language(question["language"]))
        times.append((time.process_time() - began) * 1000 / len(questions))
    figure = round(median(times), 2)
    row = _row("CPU of one answer", figure, "ms", len(questions))
    return row | {"ratio": round(10 / figure, 2), "baseline": "promised: 10 ms"}


def _row(name: str, figure: float, unit: str, asked: int) -> dict[str, Any]:
    return {
        "name": f"explainer: {name}",
        "figure": round(figure, 2),
        "unit": unit,
        "ratio": None,
        "baseline": f"{asked} questions",
    }


if __name__ == "__main__":
    for row in run():
        print(row)
