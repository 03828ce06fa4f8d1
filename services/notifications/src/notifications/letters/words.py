"""Money, days and instants as each language writes them, in the customer's time zone."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from jinja2 import pass_context
from jinja2.runtime import Context

from chassis.money import Money
from contracts.insured import Language
from contracts.writing import LOCALES, Writing

_SPOKEN: Final = {locale.language: language for language, locale in LOCALES.items()}

# Why premium is taken off or goes back, where the account says it by a code and not in words.
REASONS: Final[dict[str, dict[Language, str]]] = {
    "endorsement": {
        Language.ENGLISH: "a change of your contract",
        Language.SPANISH: "un cambio de su contrato",
        Language.CHINESE: "合同变更",
    },
    "withdrawal": {
        Language.ENGLISH: "you gave the contract back",
        Language.SPANISH: "ha desistido del contrato",
        Language.CHINESE: "您已解除合同（犹豫期）",
    },
    "cancellation": {
        Language.ENGLISH: "the contract ends before its term",
        Language.SPANISH: "el contrato termina antes de su plazo",
        Language.CHINESE: "合同提前终止",
    },
    "lapse": {
        Language.ENGLISH: "the contract lapsed",
        Language.SPANISH: "el contrato se extinguió por impago",
        Language.CHINESE: "合同失效",
    },
    "credit": {
        Language.ENGLISH: "your account had money in your favour",
        Language.SPANISH: "su cuenta tenía un saldo a su favor",
        Language.CHINESE: "您的账户有应退给您的余额",
    },
}


@pass_context
def because(context: Context, value: str) -> str:
    """A reason in the customer's language; in a person's own words, as they wrote it."""
    said = REASONS.get(value)
    return value if said is None else said[_writing(context).language]


@pass_context
def called(context: Context, id_: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """What the customer calls it, such as a cover; its id, where no name was said."""
    return names.get(id_, {}).get(_writing(context).language.value, id_)


@pass_context
def money(context: Context, value: Money) -> str:
    """An amount, e.g. `$1,250.00` or `1250,00 US$`."""
    return _writing(context).money(value)


@pass_context
def day(context: Context, value: datetime | date) -> str:
    """A calendar day where the customer is."""
    if isinstance(value, datetime):
        value = value.astimezone(context["zone"]).date()
    return _writing(context).day(value)


@pass_context
def instant(context: Context, value: datetime) -> str:
    """A day and time where the customer is, and the name of the zone."""
    return _writing(context).instant(value, context["zone"])


def _writing(context: Context) -> Writing:
    return Writing(_SPOKEN[context["locale"].language])
