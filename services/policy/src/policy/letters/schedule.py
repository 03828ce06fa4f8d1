"""The schedule: what is insured, where, for how much and how long, at what price."""

from collections.abc import Sequence
from datetime import datetime

from chassis.money import Money
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.picture import Stretch
from policy.domain.customer import Customer
from policy.domain.policy import Policy
from policy.letters.names import Names
from policy.letters.opening import opening
from policy.letters.sheet import Grid, Pair, Sheet
from policy.letters.speech import Speech


def schedule_sheet(
    policy: Policy,
    stretches: Sequence[Stretch],
    customer: Customer,
    names: Names,
    speech: Speech,
    *,
    at: datetime,
) -> Sheet:
    """The terms of the whole term; where they change within it, a table for each stretch."""
    say = speech.say
    return Sheet(
        **opening(speech, customer, policy, names, at=at),
        title=say("schedule.title"),
        lead=say("schedule.lead"),
        facts=_facts(policy, stretches[-1].agreed, customer, names, speech),
        tables=(
            *(_covers(one, names, speech, alone=len(stretches) == 1) for one in stretches),
            _price(policy, speech),
        ),
        small_title=say("schedule.clauses"),
        small=names.clauses,
    )


def _facts(
    policy: Policy, agreed: Agreed, customer: Customer, names: Names, speech: Speech
) -> tuple[Pair, ...]:
    say = speech.say
    found = [
        (say("common.number"), policy.number),
        (say("common.product"), f"{names.product} ({policy.product} {policy.product_version})"),
        (say("common.holder"), customer.name),
        (say("common.place"), ", ".join(one for one in speech.address(agreed.place) if one)),
        (say("common.begins"), speech.instant(policy.starts_at, policy.time_zone)),
        (say("common.ends"), speech.instant(policy.ends_at, policy.time_zone)),
        (say("common.law"), policy.jurisdiction),
        (say("common.paid"), say(f"mode.{agreed.payment_mode}")),
    ]
    if agreed.insured_person:
        found.append((say("common.insured"), agreed.insured_person))
    found += [
        (say("common.beneficiary"), f"{one.name} ({one.percent} %)") for one in agreed.beneficiaries
    ]
    return tuple(found)


def _covers(stretch: Stretch, names: Names, speech: Speech, *, alone: bool) -> Grid:
    say = speech.say
    days = say(
        "schedule.from_until",
        starts=speech.day(stretch.starts_on),
        ends=speech.day(stretch.ends_on),
    )
    return Grid(
        title=say("schedule.covers") if alone else days,
        head=tuple(say(f"schedule.{one}") for one in ("cover", "limit", "deductible", "premium")),
        rows=tuple(
            (
                names.cover(one.id) + _waiting(one.waiting_days, speech),
                speech.money(one.limit),
                speech.money(one.deductible),
                speech.money(one.premium),
            )
            for one in stretch.agreed.covers
        ),
    )


def _waiting(days: int, speech: Speech) -> str:
    return speech.say("schedule.waits", days=days) if days else ""


def _price(policy: Policy, speech: Speech) -> Grid:
    say = speech.say
    rows = [(say("schedule.net"), "", speech.money(policy.billed))]
    rows += [
        (one.id, speech.share(one.rate) if one.rate else "", speech.money(one.amount))
        for one in policy.levies
    ]
    total: Money = sum((one.amount for one in policy.levies), policy.billed)
    rows.append((say("schedule.total"), "", speech.money(total)))
    return Grid(
        title=say("schedule.price"),
        head=tuple(say(f"common.{one}") for one in ("item", "rate", "amount")),
        rows=tuple(rows),
    )
