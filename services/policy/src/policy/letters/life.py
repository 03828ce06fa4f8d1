"""What a life contract's paper says beside the terms: whose life, who is paid, and suicide."""

from dataclasses import dataclass
from datetime import date

from policy.domain.contract.agreed import Agreed
from policy.letters.sheet import Pair
from policy.letters.speech import Speech


@dataclass(frozen=True, kw_only=True)
class Life:
    """What the terms do not hold; in the document's language."""

    insured: str | None
    """Who is insured where the terms name nobody; None where we do not know."""
    designated_on: date | None
    """When a paper that says who is paid was handed in."""
    uncovered_before: date | None
    """Until then suicide is not covered; None where the law sets no such period."""
    since: str = ""
    law: str = ""


def life_facts(life: Life, agreed: Agreed, jurisdiction: str, speech: Speech) -> list[Pair]:
    """Rows beside those of the terms, which name people once the contract itself does."""
    say, land = speech.say, speech.land(jurisdiction)
    found = []
    if not agreed.insured_person and life.insured:
        found.append((say("common.insured"), life.insured))
    if not agreed.beneficiaries:
        on = life.designated_on
        by = (
            say("life.by_law", land=land)
            if on is None
            else say("life.by_paper", day=speech.day(on))
        )
        found.append((say("common.beneficiary"), by))
    return [*found, (say("life.suicide"), _suicide(life, land, speech))]


def _suicide(life: Life, land: str, speech: Speech) -> str:
    if life.uncovered_before is None:
        return speech.say("life.no_period", land=land)
    day = speech.day(life.uncovered_before)
    return speech.say("life.period", since=life.since, day=day, law=life.law)
