"""What a product's things are called on a document, in the words of the version it is of."""

from dataclasses import replace

from contracts.insured import Language
from policy.letters import Names
from policy.storage import Clauses, Products, company, levies


def names_of(product: str, version: str, currency: str, language: Language) -> Names:
    """Covers, levies and questions by their names."""
    plan = Products().version(product, version)
    return Names(
        insurer=company()["name"][language],
        product=plan.product.names.said(language),
        currency=currency,
        covers={one.id: one.names.said(language) for one in plan.covers},
        levies={one.id: one.names.said(language) for one in levies().levies},
        levied_on=_levied_on(plan.product.line),
        questions=plan.asked,
    )


def _levied_on(line: str) -> dict[str, str]:
    """What each levy of this line is a share of; a fixed amount a year is a share of nothing."""
    rules = [rule for rule in levies().levies if line in rule.lines and rule.on != "year"]
    return {one.id: "part" if one.on == "premium" and one.kinds else one.on for one in rules}


def with_clauses(names: Names, product: str, version: str, language: Language) -> Names:
    """Every clause of the version that was sold, and no newer one."""
    plan = Products().version(product, version)
    wording = Products().clauses(plan) or Clauses().of(plan.id, version=version)
    printed = tuple((f"{one.id} ({one.version})", one.text[language]) for one in wording)
    return replace(names, clauses=printed)
