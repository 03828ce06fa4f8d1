"""The schedule of a next term: that the contract goes on, on which terms, and at what price."""

from datetime import datetime
from decimal import Decimal

from policy.domain.contract.cost import TermCost, term_cost
from policy.domain.contract.picture import Stretch
from policy.domain.customer import Customer
from policy.domain.money.line import PREMIUM, Line
from policy.domain.period import midnight
from policy.domain.policy import Policy
from policy.domain.renewing.proposal import TAXES, Proposal
from policy.domain.renewing.renewal import Renewal, Settled
from policy.letters.names import Names
from policy.letters.opening import opening
from policy.letters.prices import costs
from policy.letters.sheet import Grid, Pair, Sheet
from policy.letters.speech import Speech
from policy.letters.terms import against, covers, inside, people, tables_first


def renewal_sheet(
    renewal: Renewal,
    settled: Settled,
    policy: Policy,
    customer: Customer,
    names: Names,
    *,
    speech: Speech,
    at: datetime,
) -> Sheet:
    """The terms of the next term, beside what the last one cost and why it is another price."""
    say, terms = speech.say, settled.terms
    term = Stretch(starts_on=renewal.starts_on, ends_on=renewal.ends_on, agreed=terms.agreed)
    cost = _cost(term, terms)
    return Sheet(
        **opening(speech, customer, policy, names, at=at),
        title=say("renewal.title"),
        lead=say(f"renewal.{settled.how}"),
        facts=_facts(renewal, settled, policy, customer, names, speech=speech),
        tables=(
            covers(term, cost.covers[0], names, speech, alone=True),
            *inside([term], names, speech),
            costs(cost, names, speech, average=False),
            *_why(renewal, settled, speech),
        ),
        paragraphs=(against([term], names, speech),),
        small_title=say("schedule.clauses"),
        small_lead=tables_first([term], names, speech),
        small=names.clauses,
    )


def _cost(term: Stretch, terms: Proposal) -> TermCost:
    """Nothing befell it yet: what is more than its covers is for paying in instalments."""
    lines = [
        Line(id=PREMIUM, amount=terms.net),
        *(Line(id=one.id, amount=one.amount, rate=one.rate) for one in terms.levies),
    ]
    premium = terms.agreed.premium
    more = (terms.net - premium).amount / premium.amount if premium else Decimal(0)
    return term_cost([term], lines, surcharge=lambda _: more, levies=lambda _: terms.levies)


def _facts(
    renewal: Renewal,
    settled: Settled,
    policy: Policy,
    customer: Customer,
    names: Names,
    *,
    speech: Speech,
) -> tuple[Pair, ...]:
    say, agreed, zone = speech.say, settled.terms.agreed, policy.time_zone
    version = settled.terms.product_version
    facts = [
        (say("common.number"), policy.number),
        (say("common.product"), f"{names.product} ({policy.product} {version})"),
        (say("common.holder"), customer.name),
        (say("common.place"), ", ".join(one for one in speech.address(agreed.place) if one)),
        (say("renewal.begins"), speech.instant(midnight(renewal.starts_on, zone), zone)),
        (say("renewal.ends"), speech.instant(midnight(renewal.ends_on, zone), zone)),
        (say("common.law"), speech.land(policy.jurisdiction)),
        *people(agreed, speech),
    ]
    if renewal.compared is not None:
        facts.append((say("renewal.last_year"), speech.money(renewal.compared.last.total)))
    return tuple(facts)


def _why(renewal: Renewal, settled: Settled, speech: Speech) -> tuple[Grid, ...]:
    """Every reason of another price; on the terms it had, there is none."""
    compared = renewal.compared
    if compared is None or settled.how == "old_terms" or not compared.rise:
        return ()
    say, language = speech.say, speech.language.value
    reasons = [(step.words[language], step.change) for step in compared.steps if step.change]
    taxes = [(TAXES[language], compared.taxes)] if compared.taxes else []
    return (
        Grid(
            title=say("renewal.why"),
            head=(say("renewal.reason"), say("common.amount")),
            rows=tuple((text, speech.money(change)) for text, change in (*reasons, *taxes)),
        ),
    )
