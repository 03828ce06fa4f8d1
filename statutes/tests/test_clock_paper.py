"""A clock on paper: what is read is what was written, and what could have happened."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from statutes import Clock, Refused, law

FILED = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
DAY = timedelta(days=1)


def a_claim() -> Clock:
    return Clock.start(law().entry("CN-23A"), FILED)


def test_a_clock_survives_json() -> None:
    clock = a_claim().pause("documents", FILED + DAY).resume(FILED + 3 * DAY)

    read = Clock.from_dict(json.loads(json.dumps(clock.as_dict())), law())

    assert read == clock
    assert read.due == clock.due
    assert read.explain("zh") == clock.explain("zh")


@pytest.mark.parametrize(
    "written", [{}, {"entry": "CN-23A"}, {"entry": 1, "known": {}, "history": 3}]
)
def test_what_is_no_clock_on_paper_is_refused(written: dict[str, object]) -> None:
    with pytest.raises(Refused, match="not a clock on paper"):
        Clock.from_dict(written, law())


@pytest.mark.parametrize("history", [[], [{"what": "paused"}]])
def test_a_clock_on_paper_begins_with_its_start(history: list[dict[str, str]]) -> None:
    paused = {"at": FILED.isoformat(), "name": "documents", "entry": "", "happened": None}
    written = a_claim().as_dict() | {"history": [paused | one for one in history]}

    with pytest.raises(Refused, match="not a clock on paper: it does not begin with its start"):
        Clock.from_dict(written, law())


def test_everything_that_can_happen_can_be_read_again() -> None:
    clock = a_claim().pause("documents", FILED + DAY).learn("agreement", FILED, FILED + 2 * DAY)
    clock = clock.resume(FILED + 3 * DAY).change(law().entry("CN-CMP"), FILED + 4 * DAY)
    clock = clock.extend("complex", FILED + 5 * DAY)
    clock = clock.breach(clock.due).learn("first_documents", FILED + DAY, clock.due + DAY)

    for last in (clock, clock.satisfy(clock.due + 2 * DAY), clock.stop(clock.due + 2 * DAY)):
        read = Clock.from_dict(json.loads(json.dumps(last.as_dict())), law())
        assert read == last
        assert (read.due, read.breached_at) == (last.due, last.breached_at)


def one(what: str, days: int, name: str = "", **more: Any) -> dict[str, Any]:
    at = (FILED + days * DAY).isoformat()
    return {"what": what, "at": at, "name": name, "entry": "", "happened": None} | more


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ([one("satisfied", -1)], "is before what already happened"),
        ([one("resumed", 1)], "is running .* cannot be resumed"),
        ([one("paused", 1, "rain")], "pause reason 'rain'"),
        ([one("paused", 90, "documents")], "is breached .* cannot be paused"),
        ([one("extended", 1, "complex")], "extension 'complex'"),
        ([one("learnt", 1, "moonrise", happened=FILED.isoformat())], "event 'moonrise'"),
        ([one("learnt", 1, "agreement")], "has `happened`"),
        ([one("breached", 1)], "is running .* not breached"),
        ([one("satisfied", 1), one("stopped", 2)], "is satisfied .* cannot be stopped"),
        ([one("started", 1, "first_documents")], "is started only once"),
        ([one("changed", 1, entry="XX-404")], "entry 'XX-404'"),
        ([one("changed", 1, entry="CN-CMP")], "does not lead to CN-23A"),
        ([one("breached", 90), one("breached", 91)], "does not lead to CN-23A"),
    ],
)
def test_what_could_not_have_happened_is_refused(more: list[dict[str, Any]], refusal: str) -> None:
    written = a_claim().as_dict()

    with pytest.raises(Refused, match=f"not a clock on paper: .*{refusal}"):
        Clock.from_dict(written | {"history": written["history"] + more}, law())


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        (lambda paper: paper["known"].clear(), "CN-23A starts with first_documents"),
        (lambda paper: paper["known"].update(moonrise=FILED.isoformat()), "event 'moonrise'"),
        (lambda paper: paper["known"].update(agreement="2026-01-20T10:00"), "no time zone"),
        (lambda paper: paper.update(entry="CN-CMP"), "does not lead to CN-CMP"),
        (lambda paper: paper["history"][0].update(entry="XX-404"), "entry 'XX-404'"),
        (lambda paper: paper["history"][0].update(name="agreement"), "does not lead to"),
        (lambda paper: paper.update(pauses=[{"reason": "documents"}]), "since"),
    ],
)
def test_a_start_that_could_not_have_been_is_refused(
    spoil: Callable[[dict[str, Any]], None], refusal: str
) -> None:
    written = a_claim().as_dict()
    spoil(written)

    with pytest.raises(Refused, match=f"not a clock on paper: .*{refusal}"):
        Clock.from_dict(written, law())
