"""The endorsement: what is otherwise from a day on, and what that costs."""

from collections.abc import Iterator
from datetime import datetime

from policy.domain.contract.change import Change
from policy.domain.customer import Customer
from policy.domain.endorsement import Endorsement
from policy.domain.policy import Policy
from policy.letters.names import Names
from policy.letters.opening import opening
from policy.letters.sheet import Pair, Paragraphs, Sheet
from policy.letters.speech import Speech


def endorsement_sheet(
    endorsement: Endorsement,
    policy: Policy,
    customer: Customer,
    names: Names,
    speech: Speech,
    *,
    at: datetime,
) -> Sheet:
    """What was agreed, and that all else stays."""
    say = speech.say
    return Sheet(
        **opening(speech, customer, policy, names, at=at),
        title=say("endorsement.title", number=endorsement.number),
        lead=say("endorsement.lead", day=speech.day(endorsement.effective_on)),
        facts=(
            (say("common.number"), policy.number),
            (say("common.product"), names.product),
            *_changes(endorsement.change, names, speech),
            (say("endorsement.premium_change"), speech.money(endorsement.premium_change)),
        ),
        paragraphs=(
            Paragraphs(title=say("endorsement.rest_title"), lines=(say("endorsement.rest"),)),
        ),
    )


def _changes(change: Change, names: Names, speech: Speech) -> Iterator[Pair]:
    say = speech.say
    yield from _covers(change, names, speech)
    if change.place is not None:
        yield say("common.place"), ", ".join(one for one in speech.address(change.place) if one)
    if change.insured_person is not None:
        yield say("common.insured"), change.insured_person
    for one in change.beneficiaries or ():
        yield say("common.beneficiary"), f"{one.name} ({one.percent} %)"
    if change.payment_mode is not None:
        yield say("common.paid"), say(f"mode.{change.payment_mode}")
    if change.contact is not None:
        yield say("common.contact"), change.contact
    for question, answer in change.answers.items():
        yield question, str(answer)


def _covers(change: Change, names: Names, speech: Speech) -> Iterator[Pair]:
    for cover in change.covers:
        name = names.cover(cover.id)
        if cover.removed:
            yield name, speech.say("endorsement.removed")
        limit = cover.added.limit if cover.added else cover.limit
        deductible = cover.added.deductible if cover.added else cover.deductible
        if limit is not None:
            yield f"{name} · {speech.say('schedule.limit')}", speech.money(limit)
        if deductible is not None:
            yield f"{name} · {speech.say('schedule.deductible')}", speech.money(deductible)
