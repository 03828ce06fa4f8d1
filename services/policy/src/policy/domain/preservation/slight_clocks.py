"""A small sum that is open, as its customer sees it: covered, and nothing follows from it."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from chassis.money import Money
from contracts.insured import Language
from contracts.writing import Writing
from policy.domain.clocks import Shown
from policy.domain.policy import Policy, Status
from policy.domain.preservation.owing import Owing

OPEN: Final[dict[Language, str]] = {
    Language.ENGLISH: "A small sum is open: {amount} of a change of your contract, due on {day}.",
    Language.SPANISH: "Queda por pagar una cantidad pequeña: {amount} de un cambio de su contrato, "
    "que venció el {day}.",
    Language.CHINESE: "有一笔小额款项未付：合同变更的保险费 {amount}，应付日期{day}。",
}
WHY: Final[dict[Language, str]] = {
    Language.ENGLISH: "No premium of the term itself is overdue. For so little your cover does not "
    "rest and your contract does not end.",
    Language.SPANISH: "No hay atrasada ninguna prima del periodo. Por tan poco su cobertura no se "
    "suspende y su contrato no se extingue.",
    Language.CHINESE: "本期保险费没有逾期未付。如此小额的欠款不会使保障中止，也不会使合同终止。",
}
TO_DO: Final[dict[Language, str]] = {
    Language.ENGLISH: "You are covered. Pay it when you can; what we owe you meanwhile is set off "
    "against it.",
    Language.SPANISH: "Tiene cobertura. Páguelo cuando pueda; lo que le debamos mientras tanto se "
    "descuenta de ello.",
    Language.CHINESE: "您目前有保障。请在方便时支付；其间如有应退还您的款项，将与之抵扣。",
}


def slight_clocks(
    policy: Policy,
    small: Mapping[date, Money],
    owing: Mapping[date, Owing],
    language: Language,
) -> list[Shown]:
    """One for each due day, with how it is paid; none is a deadline, so none has an end."""
    if policy.status is not Status.ISSUED:
        return []
    write = Writing(language)
    said = {
        day: OPEN[language].format(amount=write.money(amount), day=write.day(day))
        for day, amount in sorted(small.items())
    }
    return [
        Shown(
            about="small_sum",
            due=None,
            state="open",
            entry="house",
            citation=policy.number,
            obligation=open_sum,
            explanation=(open_sum, WHY[language]),
            to_do=write.joined(TO_DO[language], owing[day].say_how(language)),
        )
        for day, open_sum in said.items()
    ]
