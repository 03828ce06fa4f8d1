"""How long a demand gives to pay, in words: where service starts the time, no day can be named.

A demand that leaves the period out is void where the law wants it set (Germany, VVG 38(1)).
"""

from typing import Final

from contracts.insured import Language
from policy.domain.arrears import LATE_NOTICE
from policy.domain.contract.rules import LapsePlan, NoticeKind
from statutes import Entry, Unit

_WITHIN: Final = {
    Language.ENGLISH: "Pay within {time} of receiving this letter{least}: until then you are "
    "covered.",
    Language.SPANISH: "Pague en un plazo de {time} desde que reciba esta carta{least}: hasta "
    "entonces está cubierto.",
    Language.CHINESE: "请在收到本通知之日起 {time}内缴费{least}，在此之前保障不变。",
}
# The law takes the later of the two.
_AT_LEAST: Final = {
    Language.ENGLISH: ", or within {time} of the day it was due if that is later",
    Language.SPANISH: ", o de {time} desde el vencimiento si termina más tarde",
    Language.CHINESE: "；自到期日起 {time}更晚届满的，以较晚者为准",
}
_UNITS: Final = {
    Unit.CALENDAR_DAY: {
        Language.ENGLISH: "days",
        Language.SPANISH: "días naturales",
        Language.CHINESE: "日",
    },
    Unit.WEEK: {
        Language.ENGLISH: "weeks",
        Language.SPANISH: "semanas",
        Language.CHINESE: "周",
    },
}


def pay_within(kind: NoticeKind, plan: LapsePlan, entry: Entry, language: Language) -> str | None:
    """The sentence of a notice of this kind under the plan; None if it does not start the time.

    `entry` is that of the plan's grace, or of what a notice gives that was late.
    """
    if kind != plan.starts and entry.id != LATE_NOTICE:
        return None
    least = next((one.length for one in entry.also if one.start == "premium_due"), None)
    return _WITHIN[language].format(
        time=_said(entry.length.number, entry.length.unit, language),
        least=""
        if least is None
        else _AT_LEAST[language].format(time=_said(least.number, least.unit, language)),
    )


def _said(number: int, unit: Unit, language: Language) -> str:
    return f"{number} {_UNITS[unit][language]}"
