"""What is given in the wrong kind is refused in a sentence, and Python does not stumble over it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast

import pytest

from statutes import Clock, Refused, interest, law, promises_for, reckon, with_promises
from statutes.given import Given, Paused
from statutes.reckoning import Reckoning

NOW = datetime(2026, 1, 20, 2, tzinfo=UTC)
NOTHING, TEXT = cast("Any", None), cast("Any", "2026-01-20")
CN = law().entry("CN-23A")
CLOCK = Clock.start(CN, NOW)
FORMULA = law().rates.formula("es-lcs-20")
SUM, SINCE, UNTIL = Decimal(1), date(2026, 1, 1), date(2026, 2, 1)

ASKED: list[Callable[[], object]] = [
    lambda: Clock.start(NOTHING, NOW),
    lambda: Clock.start(TEXT, NOW),
    lambda: Clock.start(CN, NOTHING),
    lambda: Clock.start(CN, TEXT),
    lambda: Clock.start(CN, cast("Any", date(2026, 1, 20))),
    lambda: Clock.start(CN, NOW, noted=TEXT),
    lambda: Clock.start(CN, NOW, known=TEXT),
    lambda: Clock.start(CN, NOW, known={"agreement": NOTHING}),
    lambda: Clock.start(CN, NOW, known={NOTHING: NOW}),
    lambda: Clock.start(CN, NOW, pauses=NOTHING),
    lambda: Clock.start(CN, NOW, pauses=TEXT),
    lambda: CLOCK.pause(NOTHING, NOW),
    lambda: CLOCK.pause(cast("Any", []), NOW),
    lambda: CLOCK.pause("documents", NOTHING),
    lambda: CLOCK.resume(TEXT),
    lambda: CLOCK.extend(NOTHING, NOW),
    lambda: CLOCK.learn(NOTHING, NOW, NOW),
    lambda: CLOCK.learn("agreement", TEXT, NOW),
    lambda: CLOCK.learn("agreement", NOW, NOTHING),
    lambda: CLOCK.change(TEXT, NOW),
    lambda: CLOCK.satisfy(NOTHING),
    lambda: CLOCK.breach(NOTHING),
    lambda: CLOCK.stop(TEXT),
    lambda: CLOCK.state(NOTHING),
    lambda: CLOCK.remaining(TEXT),
    lambda: CLOCK.alarms(NOTHING),
    lambda: CLOCK.explain(NOTHING),
    lambda: Clock.from_dict(NOTHING, law()),
    lambda: Clock.from_dict(CLOCK.as_dict(), NOTHING),
    lambda: Paused(NOTHING, NOW),
    lambda: Paused("documents", TEXT),
    lambda: Reckoning(CN, Given(NOTHING)).due,
    lambda: Reckoning(CN, NOTHING),
    lambda: reckon(TEXT, NOW),
    lambda: reckon(CN, TEXT),
    lambda: law().pack(NOTHING),
    lambda: law().entry(NOTHING),
    lambda: law().entry(cast("Any", 7)),
    lambda: promises_for(NOTHING, "life", "claims", NOW),
    lambda: promises_for("cn", NOTHING, "claims", NOW),
    lambda: promises_for("cn", "life", NOTHING, NOW),
    lambda: promises_for("cn", "life", "claims", TEXT),
    lambda: promises_for("cn", "life", "claims", NOTHING),
    lambda: promises_for("cn", "life", "claims", NOW, circumstances=NOTHING),
    lambda: law().promises_for("cn", "life", "claims", NOW, wording=cast("Any", 7)),
    lambda: law().rules_for("cn", "life", cast("Any", ["claims"]), NOW),
    lambda: law().rates.formula(cast("Any", [])),
    lambda: with_promises(law(), NOTHING, "home.toml"),
    lambda: interest(TEXT, SUM, SINCE, UNTIL, law().rates),
    lambda: interest(FORMULA, cast("Any", 1.5), SINCE, UNTIL, law().rates),
    lambda: interest(FORMULA, SUM, NOTHING, UNTIL, law().rates),
    lambda: interest(FORMULA, SUM, SINCE, TEXT, law().rates),
    lambda: interest(FORMULA, SUM, SINCE, NOW, law().rates),
    lambda: interest(FORMULA, SUM, SINCE, UNTIL, NOTHING),
    lambda: Clock.start(CN, datetime.fromisoformat("9999-12-31T23:00-05:00")),
]


@pytest.mark.parametrize("ask", ASKED, ids=range(len(ASKED)))
def test_what_is_of_the_wrong_kind_is_refused(ask: Callable[[], object]) -> None:
    with pytest.raises(Refused) as said:
        ask()

    assert str(said.value)
    assert "object has no attribute" not in str(said.value)
