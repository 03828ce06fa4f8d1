"""That a contract has ended before its time: how, from when, under which rule, what goes back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from chassis.money import Money
from policy.domain.contract.picture import off_risk_since
from policy.domain.customer import Customer
from policy.domain.money.line import Line
from policy.domain.policy import Policy, Status
from policy.letters.names import Names
from policy.letters.opening import opening
from policy.letters.prices import prices
from policy.letters.sheet import Grid, Pair, Paragraphs, Sheet
from policy.letters.speech import Speech

CREDITED_FOR: Final = {
    Status.CANCELLED: "cancellation",
    Status.WITHDRAWN: "withdrawal",
    Status.LAPSED: "lapse",
}
"""Why the credit note was written that says what is not owed any more."""


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """What the account says of it."""

    credited: Sequence[Line] = ()
    """The lines of the credit note."""
    owed: Money | None = None
    """What is still to be paid for the days of cover."""
    law: str = ""
    """What the rule says, in its own words: of a lapse."""
    cited: str = ""
    """The rule itself, as the reader knows the law."""
    how_to_pay: str = ""
    """What is owed with its reference and our account, in sentences: of a lapse."""


@dataclass(frozen=True, kw_only=True)
class _Told:
    facts: list[Pair]
    paragraphs: list[Paragraphs] = field(default_factory=list)


def ending_sheet(
    policy: Policy,
    customer: Customer,
    names: Names,
    speech: Speech,
    reckoning: Reckoning,
    *,
    at: datetime,
) -> Sheet:
    """A confirmation of a cancellation or a withdrawal, or the notice of a lapse."""
    say, how = speech.say, policy.status
    told = _lapse(policy, reckoning, speech) if how is Status.LAPSED else _end(policy, speech)
    return Sheet(
        **opening(speech, customer, policy, names, at=at),
        title=say(f"ending.{how}_title"),
        lead=say(f"ending.{how}_lead"),
        facts=(
            (say("common.number"), policy.number),
            (say("common.product"), names.product),
            *told.facts,
            *_owed(reckoning, speech),
        ),
        tables=_credited(policy, reckoning, names, speech),
        paragraphs=(*_becomes(reckoning, speech), *told.paragraphs),
    )


def _end(policy: Policy, speech: Speech) -> _Told:
    say = speech.say
    received = policy.facts[-1].recorded_at if policy.facts else policy.issued_at
    facts = [(say("ending.received"), speech.instant(received, policy.time_zone))]
    if policy.status is Status.CANCELLED:
        facts.append((say("common.ends"), speech.instant(policy.ends_at, policy.time_zone)))
    if policy.cancellation_reason:
        facts.append((say("ending.reason"), policy.cancellation_reason))
    return _Told(facts=facts)


def _lapse(policy: Policy, reckoning: Reckoning, speech: Speech) -> _Told:
    say, fact = speech.say, policy.facts[-1]
    since = off_risk_since(policy.facts) or policy.ends_at
    facts = [
        (say("ending.no_cover_since"), speech.instant(since, policy.time_zone)),
        (say("ending.ended"), speech.instant(policy.ends_at, policy.time_zone)),
        (say("notice.rule"), reckoning.cited or fact.by),
    ]
    if policy.ends_at < policy.term.ends_at:
        until = speech.instant(policy.term.ends_at, policy.time_zone)
        facts.append((say("ending.ask_until"), until))
    law = Paragraphs(title=say("ending.law"), lines=(reckoning.law,))
    pay = Paragraphs(title=say("ending.owed"), lines=(reckoning.how_to_pay,))
    back = Paragraphs(title=say("ending.back_title"), lines=(say("ending.back"),))
    told = ((pay, reckoning.how_to_pay), (law, reckoning.law), (back, say("ending.back")))
    return _Told(facts=facts, paragraphs=[one for one, words in told if words])


def _owed(reckoning: Reckoning, speech: Speech) -> list[Pair]:
    if not reckoning.owed:
        return []
    return [(speech.say("ending.owed"), speech.money(reckoning.owed))]


def _credited(
    policy: Policy, reckoning: Reckoning, names: Names, speech: Speech
) -> tuple[Grid, ...]:
    if not reckoning.credited:
        return ()
    lapsed = policy.status is Status.LAPSED
    title = speech.say("ending.not_owed" if lapsed else "ending.given_back")
    sum_ = speech.say("schedule.total" if lapsed else "endorsement.given_back")
    return (prices(reckoning.credited, names, speech, title=title, sum_=sum_),)


def _becomes(reckoning: Reckoning, speech: Speech) -> list[Paragraphs]:
    if not reckoning.credited:
        return []
    return [
        Paragraphs(title=speech.say("ending.becomes_title"), lines=(speech.say("ending.becomes"),))
    ]
