"""The schedule: what is insured, where, for how much and how long, at what price."""

from collections.abc import Sequence
from datetime import datetime

from policy.domain.contract.agreed import Agreed
from policy.domain.contract.cost import TermCost
from policy.domain.contract.picture import Stretch
from policy.domain.customer import Customer
from policy.domain.policy import Policy
from policy.letters.life import Life, life_facts
from policy.letters.names import Names
from policy.letters.opening import opening
from policy.letters.prices import costs
from policy.letters.sheet import Pair, Sheet
from policy.letters.speech import Speech
from policy.letters.terms import against, covers, inside, people, tables_first


def schedule_sheet(
    policy: Policy,
    stretches: Sequence[Stretch],
    cost: TermCost,
    customer: Customer,
    names: Names,
    *,
    life: Life | None = None,
    speech: Speech,
    at: datetime,
) -> Sheet:
    """The terms of the whole term; where they change within it, a table for each stretch.

    `cost`: what the term costs by now, with every change made so far.
    """
    say, alone = speech.say, len(stretches) == 1
    return Sheet(
        **opening(speech, customer, policy, names, at=at),
        title=say("schedule.title"),
        lead=say("schedule.lead"),
        facts=_facts(policy, stretches[-1].agreed, customer, names, life, speech=speech),
        tables=(
            *(
                covers(one, premiums, names, speech, alone=alone)
                for one, premiums in zip(stretches, cost.covers, strict=True)
            ),
            *inside(stretches, names, speech),
            costs(cost, names, speech, average=not alone),
        ),
        paragraphs=(against(stretches, names, speech),),
        small_title=say("schedule.clauses"),
        small_lead=tables_first(stretches, names, speech),
        small=names.clauses,
    )


def _facts(
    policy: Policy,
    agreed: Agreed,
    customer: Customer,
    names: Names,
    life: Life | None,
    *,
    speech: Speech,
) -> tuple[Pair, ...]:
    say = speech.say
    return (
        (say("common.number"), policy.number),
        (say("common.product"), f"{names.product} ({policy.product} {policy.product_version})"),
        (say("common.holder"), customer.name),
        (say("common.place"), ", ".join(one for one in speech.address(agreed.place) if one)),
        (say("common.begins"), speech.instant(policy.starts_at, policy.time_zone)),
        (say("common.ends"), speech.instant(policy.ends_at, policy.time_zone)),
        (say("common.law"), speech.land(policy.jurisdiction)),
        *people(agreed, speech),
        *([] if life is None else life_facts(life, agreed, policy.jurisdiction, speech)),
    )
