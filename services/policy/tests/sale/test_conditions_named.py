"""What must be met before cover begins is named as such at every step, and whose turn it is.

A condition that may be met later is a deadline of the contract until it is met.
"""

from datetime import timedelta
from typing import Any

from chassis.testing import Stage
from contracts.policy import (
    ApplicationAccepted,
    ApplicationArchived,
    ApplicationDeclined,
    ApplicationSettled,
    ApplicationSigned,
    ConditionMissed,
)
from contracts.roles import Role
from policy.examples.papers import handed_in
from policy.examples.selling import an_authority

NOTE = {"note": "Photo of it."}
FIRST = {
    "id": "C-1", "kind": "repair", "precedent": True,
    "words": {"en": "Fit a valve.", "es": "Ponga una válvula.", "zh": "请安装止回阀。"},
}  # fmt: skip
LATER = {
    "id": "C-2", "kind": "repair", "precedent": False, "due_on": "2026-05-25",
    "words": {"en": "Renew hoses.", "es": "Cambie los tubos.", "zh": "请更换软管。"},
}  # fmt: skip


async def accepted(counter: Any) -> None:
    await counter.takes("home", {"business_use": True})
    await counter.applies()
    for one in (LATER, FIRST):
        await counter.does("vera", "conditions", one)
    await counter.does("vera", "referral/rules/UW-HOME-09", {"note": "An office."})
    await counter.does("vera", "acceptance")


async def told(stage: Stage, what: type) -> Any:
    [found] = [one for one in await stage.said() if isinstance(one, what)]
    return found


def named(one: Any) -> list[tuple[str, bool, str]]:
    return [(of.words, of.first, str(of.due_on)) for of in one]


async def test_what_comes_first_is_said_from_acceptance_on_until_it_is_met(
    stage: Stage, counter: Any
) -> None:
    both = [("Ponga una válvula.", True, "2026-04-01"), ("Cambie los tubos.", False, "2026-05-25")]
    await accepted(counter)
    assert named((await told(stage, ApplicationAccepted)).named) == both
    await counter.does("maria", "agreement")
    await counter.does("finn", "invoice", {"due_on": "2026-03-31"})
    invoiced = counter.shown["next"]
    await counter.does("finn", "premium", {"amount": counter.shown["invoiced"], "reference": "R"})
    paid, settled = await told(stage, ApplicationSettled), counter.shown["next"]
    await counter.signs()
    signed = counter.shown["next"]

    assert named(paid.still_open) == both
    assert paid.signature_level == "aes"
    assert named((await told(stage, ApplicationSigned)).still_open) == both
    for one in (invoiced, settled, signed):
        assert one["who"] == "customer"
        assert "proof" in one["words"]["en"]
        assert [(of["id"], of["first"], of["due_on"]) for of in one["conditions"]] == [
            ("C-1", True, "2026-04-01"), ("C-2", False, "2026-05-25"),
        ]  # fmt: skip
        assert "Cover does not begin" in one["conditions"][0]["to_do"]["en"]
    assert settled["signature_level"] == "aes"

    await counter.does("maria", "documents", handed_in(["photos"]))
    await counter.does("vera", "conditions/C-1", NOTE)
    assert counter.shown["next"]["who"] == "company"
    assert [of["id"] for of in counter.shown["next"]["conditions"]] == ["C-2"]


async def test_what_is_later_is_a_deadline_of_the_contract_until_it_is_met(
    stage: Stage, counter: Any
) -> None:
    await accepted(counter)
    await counter.does("maria", "agreement")
    await counter.pays()
    await counter.signs()
    await counter.does("vera", "conditions/C-1", NOTE)
    await counter.reviews()
    await counter.sends()
    await stage.said()
    await counter.does("vera", "archive")
    clocks = f"/v1/policies/{counter.shown['policy_id']}/clocks"

    async def shown() -> list[Any]:
        answer = await stage.http.get(clocks, headers=counter.who["maria"])
        items = answer.json()
        items = items["items"] if isinstance(items, dict) else items
        return [one for one in items if one["about"] == "condition"]

    [running] = await shown()
    assert (running["state"], running["due"]) == ("running", "2026-05-25T22:00:00Z")
    assert "Cambie los tubos." in running["obligation"]
    assert counter.shown["next"]["who"] == "customer"
    assert named((await told(stage, ApplicationArchived)).still_open) == [
        ("Cambie los tubos.", False, "2026-05-25")
    ]

    await stage.passes(timedelta(days=90))
    [passed] = await shown()
    assert passed["state"] == "passed"
    await counter.reads(counter.shown["id"])
    await counter.does("vera", "conditions/C-2", NOTE)
    assert await shown() == []
    assert counter.shown["next"]["who"] == "nobody"


async def test_what_was_missed_before_cover_began_says_so(stage: Stage, counter: Any) -> None:
    await counter.takes("home", {"business_use": True})
    await counter.applies()
    await counter.does("vera", "conditions", {**FIRST, "due_on": "2026-03-10"})
    await counter.does("vera", "referral/rules/UW-HOME-09", {"note": "An office."})
    await counter.does("vera", "acceptance")
    await stage.passes(timedelta(days=15))

    assert (await told(stage, ConditionMissed)).first is True


async def test_the_customer_is_named_where_papers_or_a_visit_wait_for_her(counter: Any) -> None:
    await counter.takes("home", {"business_use": True})
    await counter.does("maria", "submission")
    waiting = counter.shown["next"]
    await counter.hands_in()
    nothing = counter.shown["next"]
    await counter.does("vera", "inspection", {"note": "Let us see."})
    wanted = counter.shown["next"]
    plan = {"scheduled_for": "2026-03-03T09:00:00Z", "surveyor": "Iker"}
    await counter.does("vera", "inspection/schedule", plan)
    scheduled = counter.shown["next"]

    assert waiting["who"] == "customer"
    assert len(waiting["documents"]) == len(waiting["missing_documents"]) > 0
    assert (nothing["who"], nothing["documents"]) == ("company", [])
    assert "listed" not in nothing["words"]["en"]
    assert wanted["who"] == "both"
    assert (scheduled["who"], scheduled["visit_on"]) == ("customer", "2026-03-03T09:00:00Z")


async def test_a_refusal_after_an_appeal_is_said_to_be_the_last(stage: Stage, counter: Any) -> None:
    await stage.given(an_authority("sue", level=2))
    counter.who["sue"] = stage.as_(Role.UNDERWRITER, subject="sue")
    await counter.takes("home", {"business_use": True})
    await counter.applies()
    await counter.does("vera", "refusal", {"note": "No."})
    once = await told(stage, ApplicationDeclined)
    await counter.does("maria", "appeal", {"words": "Please."})
    await counter.does("sue", "refusal", {"note": "No."})

    assert (once.is_final, (await told(stage, ApplicationDeclined)).is_final) == (False, True)
