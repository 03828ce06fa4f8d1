"""Whatever is paid, returned, billed or refunded, in whatever order, the books are right."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chassis.errors import Refusal
from chassis.ids import new_id
from chassis.money import Money
from chassis.testing import tries
from policy.domain.money.account import Account, CreditUse, Effects, Standing
from policy.domain.money.advancing import advance
from policy.domain.money.closing import close
from policy.domain.money.crediting import bill, return_premium, write_off
from policy.domain.money.invoice import NO_PREMIUM, OPEN, Kind, Status
from policy.domain.money.ledger import Journal
from policy.domain.money.line import PREMIUM, Line
from policy.domain.money.opening import open_account
from policy.domain.money.origins import by_payer, payer_of
from policy.domain.money.receiving import Payment, choose_credit_use, receive
from policy.domain.money.refund import Refund
from policy.domain.money.refund import Status as RefundStatus
from policy.domain.money.reversing import reverse
from policy.domain.money.rules import as_sold
from policy.domain.money.slight import slight
from policy.domain.offer import PaymentMode
from policy.examples import MARIA, POLICY
from policy.examples.money import OPENED, an_offer, eur, some_rules, spanish_levies

RULES = some_rules()
CENTS = st.integers(1, 50_000).map(lambda cents: eur(Decimal(cents) / 100))


class AccountMachine(RuleBasedStateMachine):
    """The customer, the bank, finance, the contract and time act at will."""

    account: Account

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = OPENED
        self.books: dict[tuple[str, UUID | None], Decimal] = defaultdict(Decimal)
        self.payments: list[Journal] = []
        self.sent: list[Refund] = []
        self.closed = False

    @initialize(mode=st.sampled_from(PaymentMode), on_payment=st.booleans())
    def is_opened(self, mode: PaymentMode, on_payment: bool) -> None:  # noqa: FBT001 - hypothesis
        offer = an_offer(levies=spanish_levies(on_payment=on_payment), mode=mode)
        self.account, done = open_account(
            POLICY, "P-2026-000041", customer_id=MARIA, offer=offer, rules=RULES, new_id=new_id,
            at=self.now,
        )  # fmt: skip
        self.book(done)

    def book(self, done: Effects) -> None:
        for journal in done.journals:
            assert sum(p.debit for p in journal.postings) == sum(p.credit for p in journal.postings)
            for one in journal.postings:
                key = (one.book, one.invoice_id if one.book == "premium_receivable" else None)
                self.books[key] += one.debit - one.credit

    def total(self, book: str) -> Decimal:
        return sum((sum_ for (name, _), sum_ in self.books.items() if name == book), Decimal(0))

    @rule(days=st.integers(0, 70))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.book(advance(self.account, rate_on=lambda line, _: as_sold(line), at=self.now))

    @rule(amount=CENTS, nth=st.integers(0, 20), payer=st.sampled_from(["hers", "his", None]))
    def money_comes(self, amount: Money, nth: int, payer: str | None) -> None:
        invoices = self.account.invoices
        named = invoices[nth] if nth < len(invoices) else None
        payment = Payment(
            entry_id=new_id(), amount=amount, paid_on=self.now.date(), booked_on=self.now.date(),
            payer_account=payer,
        )  # fmt: skip
        done = receive(self.account, payment, named=named, rules=RULES, at=self.now)
        self.payments += done.journals
        self.book(done)

    @precondition(lambda self: self.payments)
    @rule(nth=st.integers(0, 50), code=st.sampled_from(["AM04", "MD07", "??"]), fee=CENTS)
    def the_bank_takes_it_back(self, nth: int, code: str, fee: Money) -> None:
        journal = self.payments.pop(nth % len(self.payments))
        done = reverse(
            self.account, journal, original_id=new_id(), fee=fee, rules=RULES, code=code,
            new_id=new_id, entry_id=new_id(), booked_on=self.now.date(), at=self.now,
        )  # fmt: skip
        self.book(done)

    @rule(amount=CENTS)
    def the_contract_costs_more(self, amount: Money) -> None:
        lines = (Line(id=PREMIUM, amount=amount),)
        if self.now.date() >= self.account.ends_on:
            return
        _, done = bill(
            self.account, lines, reason="more", due_on=self.now.date(), rules=RULES,
            new_id=new_id, at=self.now,
        )  # fmt: skip
        self.book(done)

    @rule(amount=CENTS)
    def the_contract_costs_less(self, amount: Money) -> None:
        before = self.account.credit
        try:
            done = return_premium(
                self.account, amount, levies=None, reason="less", rules=RULES, new_id=new_id,
                at=self.now,
            )  # fmt: skip
        except Refusal:
            return
        self.book(done)
        if self.account.credit > before:  # nothing is left that nobody ever paid
            asked = [one for one in self.account.invoices if one.kind not in NO_PREMIUM]
            assert not any(one.open or one.written_off for one in asked)

    @rule(amount=CENTS)
    def credit_goes_back(self, amount: Money) -> None:
        try:
            payer = payer_of(self.account, amount, {})
        except Refusal:
            return
        refund, done = Refund.want(
            new_id(), self.account, amount, payer=payer, reason="asked", rules=RULES, by="a",
            at=self.now,
        )  # fmt: skip
        self.book(done)
        if refund.status is RefundStatus.WANTED:
            to = "hers" if payer is None else None
            self.book(refund.agree(self.account, by="b", at=self.now, to_account=to))
        assert refund.to_account in {payer, "hers"}
        self.sent.append(refund)

    @precondition(lambda self: self.sent)
    @rule(nth=st.integers(0, 20), fee=st.booleans(), waited=st.booleans())
    def a_refund_comes_back(self, nth: int, *, fee: bool, waited: bool) -> None:
        refund = self.sent.pop(nth % len(self.sent))
        kept = eur("0.01") if fee else eur("0.00")
        back = Payment(
            entry_id=new_id(), amount=refund.amount - kept, paid_on=self.now.date(),
            booked_on=self.now.date(), from_suspense=waited,
        )  # fmt: skip
        self.book(refund.fail(self.account, "AC04", back=back, fee=kept, at=self.now))

    @precondition(lambda self: self.account.credit)
    @rule(use=st.sampled_from(CreditUse))
    def the_customer_chooses(self, use: CreditUse) -> None:
        self.book(choose_credit_use(self.account, use, at=self.now))

    @rule(nth=st.integers(0, 20))
    def finance_gives_up(self, nth: int) -> None:
        waiting = [one for one in self.account.invoices if one.status in OPEN]
        if nth < len(waiting):
            self.book(write_off(self.account, waiting[nth], at=self.now))

    @precondition(lambda self: not self.closed)
    @rule(standing=st.sampled_from([Standing.CANCELLED, Standing.LAPSED]))
    def the_contract_ends(self, standing: Standing) -> None:
        self.closed = True
        self.book(close(self.account, standing, ends_on=self.now.date(), at=self.now))

    @invariant()
    def each_receivable_is_what_is_open(self) -> None:
        for one in self.account.invoices:
            if one.kind is not Kind.CREDIT_NOTE:
                expected = one.amount - one.settled - one.credited - one.written_off
                assert self.books["premium_receivable", one.id] == expected.amount
                assert expected >= eur("0.00")

    @invariant()
    def credit_is_the_books_and_never_less_than_nothing(self) -> None:
        assert self.account.credit >= eur("0.00")
        assert -self.total("customer_credit") == self.account.credit.amount
        whose = by_payer(self.account).values()
        assert sum(whose, eur("0.00")) == self.account.credit

    @invariant()
    def unearned_is_the_books_and_nothing_once_it_is_over(self) -> None:
        assert -self.total("unearned_premium") == self.account.unearned.amount
        assert self.account.unearned >= eur("0.00")

    @invariant()
    def what_is_slight_is_little_and_of_changes_only(self) -> None:
        found, share = slight(self.account, Decimal("0.05")), Decimal("0.05")
        asked = [one for one in self.account.invoices if not one.is_claim]
        overdue = [one for one in asked if one.status is Status.OVERDUE]
        if found:
            term = sum((one.amount.amount for one in self.account.lines), Decimal(0))
            assert sum(one.amount for one in found.values()) <= term * share
            assert {one.kind for one in overdue} == {Kind.ADDITIONAL}
            assert not self.closed
        elif overdue and not self.closed and not any(one.buys_time for one in overdue):
            term = sum((one.amount.amount for one in self.account.lines), Decimal(0))
            assert sum(one.open.amount for one in overdue) > term * share

    def teardown(self) -> None:
        if hasattr(self, "account"):
            self.now = max(self.now, datetime(2027, 6, 1, tzinfo=UTC))
            self.book(advance(self.account, rate_on=lambda line, _: as_sold(line), at=self.now))
            assert self.total("unearned_premium") == 0


TestAccountMachine = AccountMachine.TestCase
TestAccountMachine.settings = settings(max_examples=tries(50), stateful_step_count=25)
