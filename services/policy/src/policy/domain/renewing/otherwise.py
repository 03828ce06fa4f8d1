"""What is otherwise in the next term, in words: an answer, a sum, how it is paid, before and after.

The words of each change go into the price walk, so that no part of a new price is only "agreed".
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from chassis.errors import Refusal
from chassis.money import Money
from contracts.insured import Language
from contracts.writing import Writing
from policy.domain.contract.agreed import Agreed, KeptAnswer
from policy.domain.contract.change import Change
from policy.domain.offer import PaymentMode
from policy.domain.pricing.explaining import MODES, YES_NO
from policy.domain.products.plan import Market, Plan
from policy.domain.products.questions import Kind, Question
from policy.domain.products.words import Words
from policy.domain.renewing.proposal import Said, Stage

AGREED: Final = {
    "en": "Agreed for the new term",
    "es": "Acordado para el nuevo periodo",
    "zh": "新保险期间的约定",
}
_SUM: Final = Words(en="Sum insured:", es="Suma asegurada:", zh="保险金额：")
_DEDUCTIBLE: Final = Words(en="Deductible:", es="Franquicia:", zh="免赔额：")
_MODE: Final = Words(en="Premium is paid:", es="Pago de la prima:", zh="缴费方式：")
_NOT_SAID: Final = Words(en="not said", es="sin indicar", zh="未填写")
_AND: Final = {"en": "; ", "es": "; ", "zh": "；"}


@dataclass(frozen=True, kw_only=True)
class Otherwise:
    """One field of a change, and how a reader is told of it."""

    field: str
    words: Said


def of_plan(change: Change, agreed: Agreed, plan: Plan, market: Market) -> list[Otherwise]:
    """How it is paid, then the answers in the order in which the plan asks them."""
    found = _of_agreement(change, agreed)
    for question in plan.questions:
        if question.id in change.answers:
            before, after = agreed.answers.get(question.id), change.answers[question.id]
            words = answered(question, before, after, market=market)
            found.append(Otherwise(field=f"answers.{question.id}", words=words))
    return found


def of_covers(change: Change, agreed: Agreed) -> list[Otherwise]:
    """Of a product of one cover: its sum and its deductible."""
    found = _of_agreement(change, agreed)
    for cover in change.covers:
        was = agreed.cover(cover.id)
        for name, text, after in (
            ("limit", _SUM, cover.limit),
            ("deductible", _DEDUCTIBLE, cover.deductible),
        ):
            if was is not None and after is not None:
                words = _from_to(text, _money(getattr(was, name)), _money(after))
                found.append(Otherwise(field=f"covers.{cover.id}.{name}", words=words))
    return found


def one_by_one(
    otherwise: Sequence[Otherwise], net: Callable[[AbstractSet[str]], Money]
) -> Iterator[Stage]:
    """The price after each of them; `net`: with only these fields otherwise.

    One that the price list refuses by itself waits for those it needs; what only goes together is
    told together.
    """
    done, waiting = frozenset[str](), list(otherwise)
    while waiting:
        for one in waiting:
            try:
                reached = net(done | {one.field})
            except Refusal:
                continue
            yield Stage(reason=one.field, words=one.words, net=reached)
            done |= {one.field}
            waiting.remove(one)
            break
        else:
            fields = done | {one.field for one in waiting}
            yield Stage(reason="agreed", words=_together(waiting), net=net(fields))
            return


def answered(
    question: Question, before: KeptAnswer | None, after: KeptAnswer, *, market: Market
) -> Said:
    """The question, with the answer as it was and as it is."""
    was = question.default if before is None else before
    return _from_to(question.text, _answer(question, was, market), _answer(question, after, market))


def _of_agreement(change: Change, agreed: Agreed) -> list[Otherwise]:
    """What no question asks: nothing but the way to pay makes the net premium another."""
    whole = {f"covers.{cover.id}" for cover in change.covers}
    told = {one for one in change.touched if one.startswith(("answers.", "covers."))} - whole
    others = sorted(change.touched - told - {"payment_mode"})
    found = [Otherwise(field=name, words=AGREED) for name in others]
    if change.payment_mode is not None:
        words = _from_to(_MODE, _mode(agreed.payment_mode), _mode(change.payment_mode))
        found.append(Otherwise(field="payment_mode", words=words))
    return found


def _answer(question: Question, answer: KeptAnswer | None, market: Market) -> Said:
    if answer is None:
        return _said(_NOT_SAID)
    if question.type is Kind.YES_NO:
        return _said(YES_NO["yes" if answer else "no"])
    if question.type is Kind.AMOUNT:
        return _money(Money(Decimal(str(answer)), market.currency))
    chosen = next((one for one in question.choices if one.id == answer), None)
    if chosen is None:
        return {language.value: str(answer) for language in Language}
    said = _said(chosen.text)
    if chosen.amount is None:
        return said
    stands_for = _money(Money(chosen.amount * market.scale, market.currency))
    return {
        "en": f"{said['en']} ({stands_for['en']})",
        "es": f"{said['es']} ({stands_for['es']})",
        "zh": f"{said['zh']}（{stands_for['zh']}）",
    }


def _from_to(text: Words, before: Said, after: Said) -> Said:
    """A Chinese sign stands without a space after it."""
    return {
        "en": f"{text.en} {before['en']} → {after['en']}",
        "es": f"{text.es} {before['es']} → {after['es']}",
        "zh": f"{text.zh}{before['zh']} → {after['zh']}",
    }


def _together(waiting: Sequence[Otherwise]) -> Said:
    return {
        language: between.join(one.words[language] for one in waiting)
        for language, between in _AND.items()
    }


def _money(amount: Money) -> Said:
    return {language.value: Writing(language).money(amount) for language in Language}


def _mode(mode: PaymentMode) -> Said:
    return _said(MODES[mode.value])


def _said(words: Words) -> Said:
    return {language.value: words.said(language) for language in Language}
