"""An appeal is heard by somebody else than who declined, from the first rule to the last word."""

from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples.selling import an_authority


@pytest.fixture
async def appealed(stage: Stage, counter: Any) -> Any:
    """Sol said no to María's home, because somebody works there, and she wants it heard."""
    await stage.given(an_authority("sol", 2), an_authority("sun", 2))
    counter.who |= {one: stage.as_(Role.UNDERWRITER, subject=one) for one in ("sol", "sun")}
    await counter.takes("home", {"business_use": True})
    await counter.applies()
    await counter.does("sol", "refusal", {"note": "A workshop."})
    await counter.does("maria", "appeal", {"words": "It is a desk."})
    return counter


CLEAR, FINE = "referral/rules/UW-HOME-09", {"note": "A desk, seen on the photo."}


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        (CLEAR, FINE),
        ("refusal", {"note": "Still no."}),
        ("documents", {"documents": [], "answers": {"business_use": False}}),
        (
            "conditions",
            {
                "id": "C-1",
                "kind": "repair",
                "words": {"es": "Barra.", "zh": "清扫。", "en": "Sweep."},
                "precedent": True,
            },
        ),
    ],
)
async def test_who_declined_does_nothing_on_the_appeal(
    appealed: Any, verb: str, body: dict[str, Any]
) -> None:
    refused = await appealed.does("sol", verb, body, status=403)

    assert refused["code"] == "four-eyes"
    assert refused["detail"] == "you declined it: somebody else hears the appeal"


async def test_the_rules_are_cleared_by_who_may_hear_an_appeal(appealed: Any) -> None:
    below = await appealed.does("vera", CLEAR, FINE, status=403)

    await appealed.does("sun", CLEAR, FINE)
    await appealed.does("sun", "acceptance")

    assert below["code"] == "beyond-authority"
    assert appealed.shown["status"] == "accepted"
