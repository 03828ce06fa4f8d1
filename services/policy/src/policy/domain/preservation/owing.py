"""What is overdue of a contract, and how it is paid: all of it at once, under one reference.

A payment that names the oldest invoice pays that and then the others, the oldest first.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from chassis.money import Money
from contracts.insured import Language
from contracts.policy.premiums import PayTo
from contracts.writing import Writing
from policy.domain.money.account import Account
from policy.domain.money.bank_account import printed_account
from policy.domain.money.invoice import Kind
from policy.domain.money.reference import printed

_OWED: Final = {
    Language.ENGLISH: ("{total} is owed.", "Reference of the payment: {reference}."),
    Language.SPANISH: ("Debe {total}.", "Referencia del pago: {reference}."),
    Language.CHINESE: ("欠费 {total}。", "付款编号：{reference}。"),
}
_WHERE: Final = {
    Language.ENGLISH: "Pay to account {account}, held by {holder}.",
    Language.SPANISH: "Pague en la cuenta {account}, a nombre de {holder}.",
    Language.CHINESE: "收款账号：{account}，户名：{holder}。",
}
_PREMIUM: Final = {
    Language.ENGLISH: "The premium: {total}, due on {day}.",
    Language.SPANISH: "La prima: {total}, con vencimiento el {day}.",
    Language.CHINESE: "该笔保险费：{total}，应付日期{day}。",
}


@dataclass(frozen=True, kw_only=True)
class Owing:
    """All that is overdue, the reference of the oldest of it, and the account it goes to."""

    total: Money
    reference: str | None = None
    pay_to: PayTo | None = None

    def told(self) -> dict[str, Any]:
        """As events say it."""
        return {"to_pay": self.total, "reference": self.reference, "pay_to": self.pay_to}

    def say(self, language: Language) -> str:
        """How much it is and how to pay it, in sentences; empty where nothing is owed."""
        if not self.total:
            return ""
        owed = _OWED[language][0].format(total=Writing(language).money(self.total))
        return Writing(language).joined(owed, self.say_how(language))

    def say_premium(self, due_on: date, language: Language) -> str:
        """That it is the premium due that day, and how to pay it."""
        write = Writing(language)
        said = _PREMIUM[language].format(total=write.money(self.total), day=write.day(due_on))
        return write.joined(said, self.say_how(language))

    def say_how(self, language: Language) -> str:
        """With which reference, and to which account; empty where neither is known."""
        said = []
        if self.reference is not None:
            said.append(_OWED[language][1].format(reference=self.reference))
        if self.pay_to is not None:
            account = printed_account(self.pay_to.account)
            said.append(_WHERE[language].format(account=account, holder=self.pay_to.holder))
        return Writing(language).joined(*said)


def owing_of(
    account: Account, pay_to: PayTo | None, *, at: datetime, before: date | None = None
) -> Owing:
    """What was due by today and is open; `before`: only what was due before that day."""
    last = account.today(at) if before is None else before - timedelta(days=1)
    due = [one for one in account.owed if one.due_on <= last and one.kind is not Kind.CREDIT_NOTE]
    total = sum((one.open for one in due), Money.zero(account.currency))
    if not total:
        return Owing(total=total)
    return Owing(total=total, reference=printed(due[0].reference), pay_to=pay_to)


def owing_by_day(account: Account, pay_to: PayTo | None) -> dict[date, Owing]:
    """What was asked for and is open by the day it is due, each with a reference of its own."""
    found: dict[date, Owing] = {}
    for one in account.owed:
        if one.kind is Kind.CREDIT_NOTE:
            continue
        known = found.get(one.due_on)
        found[one.due_on] = (
            Owing(total=one.open, reference=printed(one.reference), pay_to=pay_to)
            if known is None
            else replace(known, total=known.total + one.open)
        )
    return found
