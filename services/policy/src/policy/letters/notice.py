"""A notice about a premium: what is owed, until when cover stands, and what follows."""

from datetime import datetime

from contracts.policy.premiums import PayTo
from policy.domain.arrears import Arrears, Notice
from policy.domain.customer import Customer
from policy.domain.policy import Policy
from policy.letters.names import Names
from policy.letters.opening import opening
from policy.letters.paying import where_to_pay
from policy.letters.sheet import Pair, Paragraphs, Sheet
from policy.letters.speech import Speech


def notice_sheet(
    notice: Notice,
    owed: Arrears,
    policy: Policy,
    customer: Customer,
    names: Names,
    *,
    speech: Speech,
    cover_until: datetime | None,
    covered_from: datetime | None,
    pay_within: str | None,
    reference: str | None,
    pay_to: PayTo | None,
    what_follows: str,
    law: str,
    at: datetime,
) -> Sheet:
    """The law's consequence stands in its own words, after the time to pay where this sets it."""
    say = speech.say
    facts: list[Pair] = [
        (say("common.number"), policy.number),
        (say("common.product"), names.product),
        (say("notice.amount"), speech.money(owed.amount)),
        (say("notice.due"), speech.day(owed.due_on)),
        (say("notice.said"), speech.instant(notice.said_at, policy.time_zone)),
        (say("notice.rule"), law),
    ]
    if covered_from is not None:
        since = speech.instant(covered_from, policy.time_zone)
        facts.append((say("notice.covered_from"), since))
    if cover_until is not None:
        until = speech.instant(cover_until, policy.time_zone)
        facts.append((say("notice.cover_until"), until))
    facts += where_to_pay(pay_to, speech)
    if reference is not None:
        facts.append((say("invoice.reference"), reference))
    follows = (what_follows,) if pay_within is None else (pay_within, what_follows)
    return Sheet(
        **opening(speech, customer, policy, names, at=at),
        title=say(f"notice.{notice.kind}"),
        lead=say("notice.lead"),
        facts=tuple(facts),
        paragraphs=(Paragraphs(title=say("notice.follows"), lines=follows),),
    )
