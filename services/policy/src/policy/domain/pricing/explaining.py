"""The arithmetic of a price, told in sentences, in the language of whoever reads it."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Final

from chassis.money import Money
from contracts.insured import Language
from contracts.writing import Writing
from policy.domain.pricing.levies import LevyBook
from policy.domain.pricing.steps import Did, Priced, Step
from policy.domain.products.plan import Plan
from policy.domain.products.words import Words
from statutes.citing import cited

SAID: Final[Mapping[Did, Words]] = {
    Did.BASE: Words(
        en="{name}: rate {by} on {answer} gives {result}",
        es="{name}: tasa {by} sobre {answer}, resulta {result}",
        zh="{name}：费率{by}，基数{answer}，得{result}",
    ),
    Did.FACTOR: Words(
        en="{name} ({answer}): times {by}, makes {result}",
        es="{name} ({answer}): por {by}, resulta {result}",
        zh="{name}（{answer}）：乘以{by}，为{result}",
    ),
    Did.CLAMP: Words(
        en="All factors together are {name}; our limit is {by}, makes {result}",
        es="Todos los factores juntos son {name}; nuestro límite es {by}, resulta {result}",
        zh="全部系数相乘为{name}；上下限为{by}，为{result}",
    ),
    Did.PERIOD: Words(
        en="For {name} of a year: {result}",
        es="Por {name} de un año: {result}",
        zh="按全年的{name}：{result}",
    ),
    Did.ROUND: Words(
        en="{name}, rounded once: {result}",
        es="{name}, redondeado una vez: {result}",
        zh="{name}，一次四舍五入：{result}",
    ),
    Did.MINIMUM: Words(
        en="The least premium is {result}",
        es="La prima mínima es {result}",
        zh="最低保险费为{result}",
    ),
    Did.SURCHARGE: Words(
        en="Paying {name} adds {by}, makes {result}",
        es="El pago {name} añade {by}, resulta {result}",
        zh="{name}付款加收{by}，为{result}",
    ),
    Did.LEVY: Words(
        en="{name}: {by} of {answer} is {result}",
        es="{name}: {by} de {answer} es {result}",
        zh="{name}：{answer}的{by}为{result}",
    ),
    Did.EXEMPT: Words(
        en="{name}: none, by {answer}",
        es="{name}: exento, según {answer}",
        zh="{name}：免征，依据{answer}",
    ),
    Did.TOTAL: Words(en="To pay: {result}", es="A pagar: {result}", zh="应付：{result}"),
}
MODES: Final = {
    "yearly": Words(en="yearly", es="anual", zh="按年"),
    "half_yearly": Words(en="half-yearly", es="semestral", zh="按半年"),
    "quarterly": Words(en="quarterly", es="trimestral", zh="按季"),
    "monthly": Words(en="monthly", es="mensual", zh="按月"),
}
_TEMPLATES: Final[Mapping[Language, Mapping[Did, str]]] = {
    language: {
        did: re.sub(r"\{(\w+)\}", r"%(\1)s", words.said(language).replace("%", "%%"))
        for did, words in SAID.items()
    }
    for language in Language
}
_SHARES: Final = frozenset({Did.SURCHARGE, Did.LEVY})
"""What is said in percent."""
_OF_AMOUNTS: Final = frozenset({Did.BASE, Did.LEVY})
_AMOUNT: Final = re.compile(r"\d+(\.\d+)?")
_POINTS: Final = str.maketrans(",.", ".,")
YES_NO: Final = {
    "yes": Words(en="yes", es="sí", zh="是"),
    "no": Words(en="no", es="no", zh="否"),
}


def sentences(plan: Plan, priced: Priced, book: LevyBook, language: Language) -> list[str]:
    """One sentence a step, in order; amounts are in the price's currency."""
    names = _names(plan, book, language)
    choices = _choices(plan, language)
    told = [_sentence(step, names, choices, language) for step in priced.steps]
    last = priced.steps[-1]
    if last.did is Did.TOTAL:  # what is to be paid stands with its currency
        amount = Writing(language).money(Money(last.result, priced.currency))
        told[-1] = _TEMPLATES[language][last.did] % {"result": amount}
    return told


def _sentence(
    step: Step,
    names: Mapping[tuple[Did, str | None, str], str],
    choices: Mapping[tuple[str, str], str],
    language: Language,
) -> str:
    did, part, name, answer = step.did, step.part, step.id, step.answer or ""
    return _TEMPLATES[language][did] % {
        "name": names.get((did, part, name)) or names.get((did, None, name)) or name,
        "by": _by(step, language),
        "answer": choices.get((name, answer)) or _answered(step, language),
        "result": written(step.result, language),
    }


def _by(step: Step, language: Language) -> str:
    if step.by is None:
        return ""
    if step.did not in _SHARES:
        return written(step.by, language)
    share = written(step.by * 100, language, places=0)
    return f"{share} %" if language is Language.SPANISH else f"{share}%"


def _answered(step: Step, language: Language) -> str:
    """An amount or a law as the reader writes it; other answers as given."""
    if step.answer and step.did is Did.EXEMPT:
        return cited(step.answer, language.value)
    if step.answer and step.did in _OF_AMOUNTS and _AMOUNT.fullmatch(step.answer):
        return written(Decimal(step.answer), language)
    return step.answer or "-"


def written(exact: Decimal, language: Language, *, places: int = 2) -> str:
    """A number as people write it: no exponent, no more than ten places, `places` at least."""
    whole, _, part = f"{exact:,.10f}".partition(".")
    part = part.rstrip("0").ljust(places, "0")
    text = f"{whole}.{part}" if part else whole
    return text.translate(_POINTS) if language is Language.SPANISH else text


@cache
def _names(
    plan: Plan, book: LevyBook, language: Language
) -> dict[tuple[Did, str | None, str], str]:
    named: dict[tuple[Did, str | None, str], str] = {}
    for part in plan.tariff.parts:
        named[Did.ROUND, None, part.id] = part.text.said(language)
        for base in part.bases:
            named[Did.BASE, part.id, base.id] = base.text.said(language)
    for factor in plan.tariff.factors:
        named[Did.FACTOR, None, factor.id] = factor.text.said(language)
    for rule in book.levies:
        named[Did.LEVY, None, rule.id] = named[Did.EXEMPT, None, rule.id] = rule.names.said(
            language
        )
    for mode, words in MODES.items():
        named[Did.SURCHARGE, None, mode] = words.said(language)
    return named


@cache
def _choices(plan: Plan, language: Language) -> dict[tuple[str, str], str]:
    """What was chosen, in words, by factor."""
    questions = {question.id: question for question in plan.questions}
    found: dict[tuple[str, str], str] = {}
    for factor in plan.tariff.factors:
        for choice in questions[factor.question].choices if factor.question else ():
            found[factor.id, choice.id] = choice.text.said(language)
        for word, words in YES_NO.items():
            found.setdefault((factor.id, word), words.said(language))
    return found
