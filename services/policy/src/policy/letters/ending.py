"""The notice that a contract has ended before its time: from when, why, and what goes back."""

from datetime import datetime

from policy.domain.customer import Customer
from policy.domain.policy import Policy
from policy.letters.names import Names
from policy.letters.opening import opening
from policy.letters.sheet import Pair, Sheet
from policy.letters.speech import Speech


def ending_sheet(
    policy: Policy, customer: Customer, names: Names, speech: Speech, *, at: datetime
) -> Sheet:
    """Cancelled, withdrawn from, or lapsed."""
    say = speech.say
    facts: list[Pair] = [
        (say("common.number"), policy.number),
        (say("common.product"), names.product),
        (say("ending.how"), say(f"ending.{policy.status}")),
        (say("common.ends"), speech.instant(policy.ends_at, policy.time_zone)),
    ]
    if policy.cancellation_reason:
        facts.append((say("ending.reason"), policy.cancellation_reason))
    if policy.refund is not None:
        facts.append((say("ending.refund"), speech.money(policy.refund)))
    return Sheet(
        **opening(speech, customer, policy, names, at=at),
        title=say("ending.title"),
        lead=say("ending.lead"),
        facts=tuple(facts),
    )
