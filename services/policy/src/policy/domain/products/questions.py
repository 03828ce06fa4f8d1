"""What a product asks, and what it takes for an answer."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from chassis.errors import Rejected
from policy.domain.offer import Answer
from policy.domain.products.words import Strict, Words

Written = str | bool | int
"""An answer as it is written down: an amount as "1250.00", a day as "2026-03-01"."""

_LONGEST: Final = 200
_AMOUNT: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")


class BadAnswer(Rejected, code="bad-answer"):
    """A question of the product is not answered, or not with what it asks for."""


class Kind(StrEnum):
    """What an answer is."""

    AMOUNT = "amount"
    """Money, in the currency of the jurisdiction."""
    WHOLE = "whole"
    CHOICE = "choice"
    YES_NO = "yes_no"
    DAY = "day"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice(Strict):
    """One of the answers to choose from; `amount` is what it stands for, before scaling."""

    id: str
    text: Words
    amount: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Question(Strict):
    """One question: its bounds are whole units, or money before scaling."""

    id: str
    type: Kind
    text: Words
    least: Decimal | None = None
    most: Decimal | None = None
    choices: tuple[Choice, ...] = ()
    default: Written | None = None
    """What silence means; without it, or `optional`, the question must be answered."""
    optional: bool = False
    """Changes no price: may be left open at the quote, and is asked for when it matters."""
    confirm: bool = False
    """Silence is priced as the default, but is no answer: the application asks."""

    @property
    def field(self) -> str:
        """Where its answer stands in a request."""
        return f"/answers/{self.id}"

    def answer(self, written: Written | None, *, scale: int) -> Answer:
        """Read what was answered, or refuse it by the name of the question."""
        if written is None:
            if self.optional:
                return None
            if self.default is None:
                raise BadAnswer(f"{self.id} is not answered: {self.text.en}", field=self.field)
            written = self.default
        read: Answer = _READ[self.type](self, written)
        if isinstance(read, Decimal | int) and not isinstance(read, bool):
            self._must_be_within(read, scale)
        return read

    def _must_be_within(self, read: Decimal | int, scale: int) -> None:
        by = scale if self.type is Kind.AMOUNT else 1
        low = None if self.least is None else self.least * by
        high = None if self.most is None else self.most * by
        if (low is not None and read < low) or (high is not None and read > high):
            least = "" if low is None else f" at least {low}"
            most = "" if high is None else f" at most {high}"
            both = " and" if least and most else ""
            raise BadAnswer(f"{self.id} is{least}{both}{most}, not {read}", field=self.field)

    def wrong(self, wanted: str) -> BadAnswer:
        """The refusal of an answer of another kind."""
        return BadAnswer(f"{self.id} is answered with {wanted}", field=self.field)


def _amount(question: Question, written: Written) -> Decimal:
    if not isinstance(written, str) or not _AMOUNT.fullmatch(written):
        raise question.wrong("an amount such as '1250.00', with at most two decimals")
    return Decimal(written).quantize(Decimal("0.01"))


def _whole(question: Question, written: Written) -> int:
    if isinstance(written, bool) or not isinstance(written, int):
        raise question.wrong("a whole number")
    return written


def _yes_no(question: Question, written: Written) -> bool:
    if not isinstance(written, bool):
        raise question.wrong("true or false")
    return written


def _choice(question: Question, written: Written) -> str:
    known = [choice.id for choice in question.choices]
    if not isinstance(written, str) or written not in known:
        raise question.wrong(f"one of {', '.join(known)}")
    return written


def _day(question: Question, written: Written) -> date:
    try:
        return date.fromisoformat(_text(question, written))
    except ValueError:
        raise question.wrong("a day such as 2026-03-01") from None


def _text(question: Question, written: Written) -> str:
    if not isinstance(written, str) or not 0 < len(written) <= _LONGEST:
        raise question.wrong(f"words, at most {_LONGEST} characters")
    return written


_READ: Final[Mapping[Kind, Callable[[Question, Written], Answer]]] = {
    Kind.AMOUNT: _amount,
    Kind.WHOLE: _whole,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
    Kind.DAY: _day,
    Kind.TEXT: _text,
}
