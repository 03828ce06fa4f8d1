"""What a product's things are called, for a document that names them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from chassis.money import Money
from contracts.insured import Peril
from policy.domain.contract.agreed import KeptAnswer
from policy.domain.products.questions import Kind, Question
from policy.letters.speech import Speech


@dataclass(frozen=True, kw_only=True)
class Inside:
    """A limit inside that of a cover."""

    name: str
    most: Money | None = None
    each: Money | None = None
    times: int | None = None


@dataclass(frozen=True, kw_only=True)
class Usual:
    """What the wording says of a cover's deductible and limit; None where it names no figure."""

    deductible: Money | None
    limit: Money | None

    def is_other(self, deductible: Money, limit: Money) -> bool:
        """Whether a contract agreed on another."""
        return self.deductible not in (None, deductible) or self.limit not in (None, limit)


@dataclass(frozen=True, kw_only=True)
class Names:
    """In the document's language; what a product has no name for goes by its id."""

    insurer: str
    product: str
    currency: str
    covers: Mapping[str, str] = field(default_factory=dict)
    levies: Mapping[str, str] = field(default_factory=dict)
    levied_on: Mapping[str, str] = field(default_factory=dict)
    """What a levy is taken on: `premium`, `part` of it, or `sums` insured."""
    questions: Mapping[str, Question] = field(default_factory=dict)
    clauses: tuple[tuple[str, str], ...] = ()
    """Id with version, and text."""
    inside: Mapping[str, tuple[Inside, ...]] = field(default_factory=dict)
    """By cover."""
    waiting: Mapping[str, str] = field(default_factory=dict)
    """To what a waiting period does and does not apply; by cover."""
    usual: Mapping[str, Usual] = field(default_factory=dict)
    """By cover."""

    def cover(self, cover_id: str) -> str:
        """The cover's name."""
        return self.covers.get(cover_id, cover_id)

    def levy(self, levy_id: str) -> str:
        """What a tax or surcharge is called."""
        return self.levies.get(levy_id, levy_id)

    def asked(self, question_id: str, speech: Speech) -> str:
        """What was asked, in the words it was asked in."""
        question = self.questions.get(question_id)
        return question_id if question is None else question.text.said(speech.language)

    def answer(self, question_id: str, answer: KeptAnswer, speech: Speech) -> str:
        """What was answered, as a reader says it."""
        question = self.questions.get(question_id)
        if isinstance(answer, bool):
            return speech.say("common.yes" if answer else "common.no")
        if question is None:
            return str(answer)
        if question.type is Kind.AMOUNT:
            return speech.money(Money(Decimal(str(answer)), self.currency))
        if question.type is Kind.DAY:
            return speech.day(date.fromisoformat(str(answer)))
        chosen = {one.id: one.text.said(speech.language) for one in question.choices}
        return chosen.get(str(answer), str(answer))


def named(perils: Iterable[Peril], speech: Speech) -> str:
    """Perils by their names, one after another."""
    return speech.say("common.and_then").join(speech.say(f"peril.{one}") for one in perils)
