"""Why a bank sent money back, in a customer's words; nothing where its code tells her nothing."""

from typing import Final

from jinja2 import pass_context
from jinja2.runtime import Context

from contracts.insured import Language
from contracts.writing import LOCALES

_SPOKEN: Final = {locale.language: language for language, locale in LOCALES.items()}

WHY: Final[dict[str, dict[Language, str]]] = {
    "AM04": {
        Language.ENGLISH: "there was not enough money in the account",
        Language.SPANISH: "no había saldo suficiente en la cuenta",
        Language.CHINESE: "账户余额不足",
    },
    "AC01": {
        Language.ENGLISH: "the account number was wrong",
        Language.SPANISH: "el número de cuenta era incorrecto",
        Language.CHINESE: "账号有误",
    },
    "AC04": {
        Language.ENGLISH: "the account is closed",
        Language.SPANISH: "la cuenta está cancelada",
        Language.CHINESE: "账户已销户",
    },
    "AC06": {
        Language.ENGLISH: "the account is blocked",
        Language.SPANISH: "la cuenta está bloqueada",
        Language.CHINESE: "账户已冻结",
    },
    "MD01": {
        Language.ENGLISH: "there was no valid mandate to collect it",
        Language.SPANISH: "no había una orden de domiciliación válida",
        Language.CHINESE: "没有有效的扣款授权",
    },
    "MD06": {
        Language.ENGLISH: "the account holder asked for it back",
        Language.SPANISH: "el titular de la cuenta pidió su devolución",
        Language.CHINESE: "账户持有人要求退款",
    },
    "MS02": {
        Language.ENGLISH: "the account holder refused the payment",
        Language.SPANISH: "el titular de la cuenta rechazó el pago",
        Language.CHINESE: "账户持有人拒绝付款",
    },
}


@pass_context
def bank_says(context: Context, code: str) -> str:
    """The reason behind a code."""
    return WHY.get(code, {}).get(_SPOKEN[context["locale"].language], "")
