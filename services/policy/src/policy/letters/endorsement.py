"""The endorsement: what is otherwise from a day on, and what that costs."""

from collections.abc import Iterator
from datetime import datetime

from policy.domain.contract.agreed import Agreed
from policy.domain.customer import Customer
from policy.domain.endorsement import Endorsement
from policy.domain.policy import Policy
from policy.letters.changes import changes
from policy.letters.names import Names
from policy.letters.opening import opening
from policy.letters.prices import prices
from policy.letters.sheet import Grid, Pair, Paragraphs, Sheet
from policy.letters.speech import Speech


def endorsement_sheet(
    endorsement: Endorsement,
    policy: Policy,
    customer: Customer,
    names: Names,
    speech: Speech,
    *,
    before: Agreed | None,
    at: datetime,
) -> Sheet:
    """What was agreed, beside what it was before, and that all else stays.

    `before`: the terms of the day it counts from, as they were until it was agreed.
    """
    say = speech.say
    return Sheet(
        **opening(speech, customer, policy, names, at=at),
        title=say("endorsement.title", number=endorsement.number),
        lead=say("endorsement.lead", day=speech.day(endorsement.effective_on)),
        facts=(
            (say("common.number"), policy.number),
            (say("common.product"), names.product),
            *changes(endorsement.change, before, names, speech),
            *_free(endorsement, speech),
        ),
        tables=_price(endorsement, names, speech),
        paragraphs=(
            Paragraphs(title=say("endorsement.rest_title"), lines=(say("endorsement.rest"),)),
        ),
    )


def _price(endorsement: Endorsement, names: Names, speech: Speech) -> tuple[Grid, ...]:
    """What is charged or given back for it, as on the account."""
    if not endorsement.lines:
        return ()
    less = endorsement.to_pay.amount < 0
    sum_ = speech.say("endorsement.given_back" if less else "endorsement.to_pay")
    title = speech.say("endorsement.price")
    return (prices(endorsement.lines, names, speech, title=title, sum_=sum_),)


def _free(endorsement: Endorsement, speech: Speech) -> Iterator[Pair]:
    if not endorsement.lines:
        yield speech.say("endorsement.to_pay"), speech.money(endorsement.to_pay)
