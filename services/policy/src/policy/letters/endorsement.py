"""The endorsement: what is otherwise from a day on, and what that costs."""

from collections.abc import Iterator
from datetime import datetime

from policy.domain.contract.change import Change
from policy.domain.customer import Customer
from policy.domain.endorsement import Endorsement
from policy.domain.policy import Policy
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
        yield names.asked(question, speech), names.answer(question, answer, speech)


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
