"""How long a demand gives to pay, in words: where service starts the time, no day can be named.

A demand that leaves the period out is void where the law wants it set (Germany, VVG 38(1)).
"""

from typing import Final

from contracts.insured import Language
from policy.domain.arrears import LATE_NOTICES
from policy.domain.contract.rules import LapsePlan, NoticeKind
from statutes import Entry
from statutes.limits import say_lengths

_WITHIN: Final = {
    Language.ENGLISH: "Pay within {time} of receiving this letter{least}: until then you do "
    "not lose your cover for it.",
    Language.SPANISH: "Pague en un plazo de {time} desde que reciba esta carta{least}: hasta "
    "entonces no pierde la cobertura por ella.",
    Language.CHINESE: "请自收到本通知之日起{time}内缴纳保险费{least}。"
    "在此之前不会因该笔保险费失去保障。",
}
# The law takes the later of the two.
_AT_LEAST: Final = {
    Language.ENGLISH: ", or within {time} of the day it was due if that is later",
    Language.SPANISH: ", o de {time} desde el vencimiento si termina más tarde",
    Language.CHINESE: "（自到期日起满{time}的日期更晚的，以该日为准）",
}


def pay_within(kind: NoticeKind, plan: LapsePlan, entry: Entry, language: Language) -> str | None:
    """The sentence of a notice of this kind under the plan; None if it does not start the time.

    `entry` is that of the plan's grace, or of what a notice gives that was late.
    """
    if kind != plan.starts and entry.id not in LATE_NOTICES:
        return None
    least = next((one for one in entry.also if one.start == "premium_due"), None)
    return _WITHIN[language].format(
        time=say_lengths(entry.length, entry.plus, language),
        least=""
        if least is None
        else _AT_LEAST[language].format(time=say_lengths(least.length, least.plus, language)),
    )
