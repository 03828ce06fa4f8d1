"""What the customer reads: sentences of the method's words, filled with figures and names of law.

Nothing a person typed is repeated, but for the contract that a duty comes from.
"""

from dataclasses import replace
from decimal import Decimal

from chassis.money import Money
from contracts.insured import Language
from contracts.writing import Writing
from policy.domain.advice.method import Method, Result
from policy.domain.advice.outcome import Advised
from policy.domain.advice.situation import Risk, Situation
from statutes.citing import cited

_LIST = {Language.ENGLISH: ", ", Language.SPANISH: ", ", Language.CHINESE: "、"}


def tell(advised: Advised, situation: Situation, risk: Risk, method: Method) -> Advised:
    """The same advice, in words."""
    text = {}
    for language in Language:
        missing = _LIST[language].join(method.missing[name][language] for name in advised.missing)
        said = {
            "missing": missing,
            "duty": cited(advised.duty_text or "", language.value),
            **_amounts(advised, situation, language),
        }
        sentences = (method.words[key][language] for key in _keys(advised, risk))
        text[language] = Writing(language).joined(*(one.format_map(said) for one in sentences))
    return replace(advised, text=text)


def _keys(advised: Advised, risk: Risk) -> list[str]:
    """Which sentences, in which order."""
    result, figures = advised.result, advised.figures
    keys = [str(result)]
    if result is Result.NOT_NEEDED:
        keys = ["double" if risk.covered_elsewhere else "nobody_loses"]
    if advised.leave_it:
        keys.append("do_not_buy")
    if result is Result.TRANSFER and advised.deductible:
        keys.append("above_deductible")
    if result is Result.DUTY or not advised.missing:
        keys += _arithmetic(advised)
    if advised.prevent and result is not Result.NO_ADVICE:
        keys.append("prevent")
    if advised.need is not None and result is Result.TRANSFER:
        keys.append("need")
    if figures.advantage is not None and figures.advantage > 0 and result is Result.TRANSFER:
        keys.append("never_a_reason")
    if advised.cell is not None:
        keys.append("corrected" if risk.corrected else "hints")
    return keys


def _arithmetic(advised: Advised) -> list[str]:
    figures = advised.figures
    keys = []
    if figures.expected_loss is not None and figures.loading is not None:
        keys.append("arithmetic")
    if figures.maximum_loss is not None and figures.capacity is not None:
        keys.append("bearing")
    if figures.worst_year_kept is not None and figures.worst_year_insured is not None:
        keys.append("worst_year")
    return keys


def _amounts(advised: Advised, situation: Situation, language: Language) -> dict[str, str]:
    """Every amount that words may name."""
    figures: dict[str, object] = dict(vars(advised.figures))
    figures["deductible"] = advised.deductible
    if advised.need is not None:
        figures["gap"], figures["sum_to_insure"] = advised.need.gap, advised.need.sum_to_insure
    return {
        name: Writing(language).money(Money(figure, situation.currency))
        for name, figure in figures.items()
        if isinstance(figure, Decimal)
    }
