"""How cover that rests comes back where money alone does not bring it: it has to be asked for."""

from datetime import datetime
from typing import Final

from contracts.insured import Language
from policy.domain.clocks import Shown, shown
from policy.domain.contract.picture import off_risk_since
from policy.domain.contract.rules import LapsePlan
from policy.domain.law_in_words import law_in_words
from policy.domain.policy import Policy, Status
from policy.domain.preservation.unpaid import term_is_over
from policy.domain.reinstatement import Reinstatement
from statutes import Clock, Entry, Library

ASK: Final = {
    Language.ENGLISH: "You have no cover now, and paying alone does not bring it back: pay what "
    "is owed, if anything is, and ask us to put the contract back in force.",
    Language.SPANISH: "Ahora no tiene cobertura y no vuelve solo con pagar: pague lo que deba, si "
    "debe algo, y pídanos la rehabilitación del contrato.",
    Language.CHINESE: "目前没有保障，仅缴费不会恢复保障：如有欠费请交清，并向我们申请合同复效。",
}
ASKED: Final = {
    Language.ENGLISH: "You have no cover now. You asked for it back: it comes once we agree and "
    "what is owed is paid.",
    Language.SPANISH: "Ahora no tiene cobertura. Ha pedido que vuelva: vuelve cuando lo acordemos "
    "y lo debido esté pagado.",
    Language.CHINESE: "目前没有保障。您已申请复效：双方同意且交清欠费后恢复保障。",
}


def revival_clocks(
    policy: Policy,
    request: Reinstatement | None,
    *,
    library: Library,
    plan: LapsePlan,
    at: datetime,
    language: Language,
) -> list[Shown]:
    """That she has no cover and must ask for it, whatever is paid; none where payment will do."""
    since = off_risk_since(policy.facts)
    rests = policy.status is Status.SUSPENDED and not term_is_over(policy, at=at)
    if plan.asks is None or since is None or not rests:
        return []
    clock = Clock.start(library.entry(plan.asks), since)
    to_do = ASK if request is None else ASKED
    return [shown("suspended", clock, to_do, at=at, language=language)]


def right_to_ask(entry: Entry | None) -> dict[str, str]:
    """The law's words on asking, by language, with where they stand; empty where it has none."""
    if entry is None:
        return {}
    law = law_in_words(entry)
    return {one.value: f"{entry.obligation.say(one.value)} ({law[one.value]})" for one in Language}
