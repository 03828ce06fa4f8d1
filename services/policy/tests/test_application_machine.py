"""Whatever anybody does in whatever order, nothing is in force that may not be."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chassis.errors import Refusal
from chassis.ids import new_id
from chassis.testing import tries
from contracts.insured import Language
from policy.domain.application import MOVES, Status
from policy.domain.application_parts import (
    Dispatch,
    Paper,
    Proof,
    Requirement,
    Side,
    Signature,
    SignatureLevel,
)
from policy.domain.sale import audit, begin, decide, negotiate, send, settle, sign
from policy.domain.sale.review import REPORT, Review, Stated
from policy.domain.underwriting.authority import Decider, Level
from policy.examples.insured import NOW
from policy.examples.selling import an_application, an_offer
from policy.storage import Underwriting

LIVE = {Status.IN_FORCE, Status.DISPATCHED, Status.ARCHIVED}
PEOPLE = st.sampled_from(["ana", "vera", "sol", "maria"])
RULES = ("UW-HOME-01", "UW-HOME-05", "UW-HOME-04")


class ApplicationMachine(RuleBasedStateMachine):
    """Everybody acts at will; what is refused must change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.application = an_application()
        self.book = Underwriting().rules("home")
        self.limits = Underwriting().limits()
        self.now = NOW

    @initialize(steps=st.integers(0, 5), first=st.booleans())
    def somebody_came_so_far(self, steps: int, first: bool) -> None:  # noqa: FBT001 - hypothesis passes it
        """Start anywhere on the way through, or chance would seldom come to its end."""
        for place, step in enumerate(self.way_through()[:steps]):
            step()
            if first and place == 1:
                self.vera_wants_something_first()

    def way_through(self) -> list[Callable[[], None]]:
        """Everything that is done to sell a standard home."""
        return [
            self.both_agree,
            self.she_applies,
            self.she_hands_in_everything,
            lambda: self.somebody_accepts("vera", Level.UNDERWRITER, kin=False),
            self.it_is_invoiced,
            lambda: self.money_comes(Decimal(1)),
            lambda: self.she_signs(SignatureLevel.AES, true=True),
            lambda: self.it_is_put_in_force("vera", SignatureLevel.AES),
            lambda: self.papers_go_out(Proof.OPENED),
            self.the_file_is_closed,
        ]

    def act(self, verb: Callable[[], Any]) -> None:
        one = self.application
        before = {**vars(one)}
        try:
            verb()
        except Refusal:
            assert dict(vars(one)) == before
            return
        if one.status is not before["status"]:
            passed = [Status(step.what) for step in one.steps[len(before["steps"]):]
                      if step.what in set(Status)]  # fmt: skip
            for here, there in zip([before["status"], *passed], passed, strict=False):
                assert there in MOVES[here]

    @rule(
        company=st.booleans(),
        days=st.sampled_from([0, 90]),
        floods=st.sampled_from([0, 2]),
        limit=st.sampled_from([250_000, 700_000, 6_000_000]),
    )
    def somebody_counters(self, company: bool, days: int, floods: int, limit: int) -> None:  # noqa: FBT001 - hypothesis passes it
        offer = an_offer({"days_unoccupied": days, "flood_claims_10y": floods}, limit=limit)
        side: Side = "company" if company else "customer"
        self.act(lambda: negotiate.counter(self.application, offer, side=side, by=side,
                                           words="So.", own=None, at=self.now))  # fmt: skip

    @rule()
    def both_agree(self) -> None:
        def agree() -> None:
            side: Side = "customer" if self.application.proposal.side == "company" else "company"
            if self.application.status is Status.ACCEPTED:
                side = "customer"
            if negotiate.agree(self.application, side=side, by=side, at=self.now):
                audit.audit(self.application, self.book, at=self.now)

        self.act(agree)

    @rule()
    def she_applies(self) -> None:
        def apply() -> None:
            audit.submit(self.application, by="maria", at=self.now)
            audit.audit(self.application, self.book, at=self.now)

        self.act(apply)

    @rule()
    def she_hands_in_everything(self) -> None:
        papers = [Paper(kind=kind, name=kind, sha256=kind, by="maria", at=self.now)
                  for kind in self.application.missing_papers]  # fmt: skip
        self.act(lambda: audit.hand_in(self.application, papers, {}, by="maria", at=self.now))

    @rule(who=PEOPLE, level=st.sampled_from(Level), rule_id=st.sampled_from(RULES))
    def somebody_clears(self, who: str, level: Level, rule_id: str) -> None:
        by = Decider(subject=who, level=level)
        self.act(
            lambda: decide.clear_rule(self.application, rule_id, by=by, note="ok", at=self.now)
        )

    @rule(who=PEOPLE, level=st.sampled_from(Level), kin=st.booleans())
    def somebody_accepts(self, who: str, level: Level, kin: bool) -> None:  # noqa: FBT001 - hypothesis passes it
        by = Decider(subject=who, level=level, is_related=kin)
        total = self.application.offer.covers[0].limit.amount
        self.act(
            lambda: decide.accept(self.application, self.limits, total=total, by=by, at=self.now)
        )

    @rule(who=PEOPLE)
    def somebody_declines(self, who: str) -> None:
        by = Decider(subject=who, level=Level.UNDERWRITER)
        self.act(lambda: decide.decline(self.application, self.book, by=by, note="", at=self.now))

    @rule()
    def she_appeals(self) -> None:
        self.act(lambda: decide.appeal(self.application, by="maria", words="Please.", at=self.now))

    @rule()
    def vera_wants_something_first(self) -> None:
        words = {language.value: "First." for language in Language}
        more = Requirement(id=f"C-{new_id()}", kind="repair", words=words, precedent=True)
        by = Decider(subject="vera", level=Level.UNDERWRITER)
        self.act(lambda: decide.require(self.application, more, by=by, at=self.now))

    @rule(who=PEOPLE, underwrites=st.booleans())
    def a_condition_is_met(self, who: str, underwrites: bool) -> None:  # noqa: FBT001 - hypothesis passes it
        for one in self.application.requirements[:1]:
            self.act(lambda one=one: send.meet(self.application, one.id, evidence="x", by=who,
                                               at=self.now, underwrites=underwrites))  # type: ignore[misc] # fmt: skip

    @rule()
    def it_is_invoiced(self) -> None:
        day = date(2026, 3, 20)
        self.act(
            lambda: settle.invoice(
                self.application, due_on=day, today=day, credit_days=0, by="finn", at=self.now
            )
        )

    @rule(part=st.sampled_from([Decimal("0.5"), Decimal(1)]))
    def money_comes(self, part: Decimal) -> None:
        amount = self.application.offer.total.times(part)
        self.act(lambda: settle.receive_premium(self.application, amount, reference="RF1",
                                                by="finn", at=self.now))  # fmt: skip

    @rule(who=PEOPLE)
    def somebody_grants_credit(self, who: str) -> None:
        self.act(lambda: settle.grant_credit(self.application, self.book, reference="K",
                                             by=who, at=self.now))  # fmt: skip

    @rule(level=st.sampled_from(SignatureLevel), true=st.booleans())
    def she_signs(self, level: SignatureLevel, true: bool) -> None:  # noqa: FBT001 - hypothesis passes it
        signature = Signature(
            signer="María", capacity="holder", level=level,
            document_sha256=self.application.terms_sha256 if true else "f" * 64,
            document_version="1", language="es", opened_at=self.now, signed_at=self.now,
            scrolled_to_end=True, ticks=("Acepto.",), identity_method="eid",
            identity_result="passed", recorded_by="maria", signer_matches=True,
        )  # fmt: skip
        self.act(lambda: sign.sign(self.application, signature, self.book, by="maria", at=self.now))

    @rule(who=PEOPLE)
    def somebody_sends_it_back(self, who: str) -> None:
        self.act(lambda: sign.send_back(self.application, by=who, note="Blurred.", at=self.now))

    @rule(who=PEOPLE, found=st.none() | st.sampled_from(SignatureLevel))
    def it_is_put_in_force(self, who: str, found: SignatureLevel | None) -> None:
        stated = found and Stated(levels={"holder": found}, validated_by="x", validated_at=self.now)
        report = found and Paper(id=new_id(), kind=REPORT, name="x", sha256="r", by=who,
                                 at=self.now, of="other")  # fmt: skip
        review = Review(note="Seen.", stated=stated)
        self.act(lambda: sign.put_in_force(self.application, new_id(), review, self.book,
                                           report=report, by=who, at=self.now))  # fmt: skip

    @rule(days=st.integers(0, 40))
    def its_first_day_is_moved(self, days: int) -> None:
        to = self.now.date() + timedelta(days=days)
        self.act(lambda: begin.move_first_day(self.application, to, self.book, words="Later.",
                                              by="ana", at=self.now))  # fmt: skip

    @rule(days=st.sampled_from([1, 10, 30]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(proof=st.sampled_from(Proof))
    def papers_go_out(self, proof: Proof) -> None:
        sent = Dispatch(channel="email", address="x", why_address="x", content_sha256="b" * 64,
                        proof=proof, provider_id=None, at=self.now, time_zone="UTC")  # fmt: skip
        self.act(lambda: send.dispatch(self.application, sent, by="ana", at=self.now))

    @rule()
    def the_file_is_closed(self) -> None:
        self.act(lambda: send.archive(self.application, by="ana", at=self.now))

    @rule(again=st.integers(1, 3))
    def it_goes_on(self, again: int) -> None:
        """What comes next is done, or chance would seldom come to the end."""
        for _ in range(again):
            one = self.application
            if one.status is Status.NEGOTIATING and one.proposal.agreed_at:
                self.she_applies()
            elif one.status in self.NEXT:
                for step in self.NEXT[one.status]:
                    self.way_through()[step]()

    NEXT: ClassVar = {
        Status.NEGOTIATING: [0],
        Status.UNDERWRITING: [0, 2, 3],
        Status.ACCEPTED: [0, 4],
        Status.INVOICED: [5],
        Status.SETTLED: [6],
        Status.SIGNED: [7],
        Status.IN_FORCE: [8],
    }

    @invariant()
    def accepted_means_within_authority_by_somebody_else(self) -> None:
        accepted = self.application.acceptance
        if accepted is not None:
            assert accepted.level >= accepted.needed
            assert accepted.by not in {self.application.seller, accepted.proposed_by}
            assert self.application.open_rules == []

    @invariant()
    def in_force_means_accepted_settled_and_signed(self) -> None:
        one = self.application
        if one.status not in LIVE:
            assert one.policy_id is None
            return
        assert one.acceptance is not None
        assert one.settled_by in {"premium", "credit"}
        assert {signed.document_sha256 for signed in one.signatures} == {one.terms_sha256}
        assert one.reviewed_by not in {None, *(signed.recorded_by for signed in one.signatures)}
        assert {signed.worth for signed in one.signatures} <= {
            SignatureLevel.AES,
            SignatureLevel.QES,
        }
        assert one.open_precedents == []
        bound = begin.bound_at(one)
        made_at = max(step.at for step in one.steps if step.what == Status.IN_FORCE)
        assert bound is not None
        assert min(bound, made_at) <= one.offer.period.starts_at
        assert one.proposal.agreed_at is not None

    @invariant()
    def delivered_means_proof(self) -> None:
        if self.application.status in {Status.DISPATCHED, Status.ARCHIVED}:
            assert any(sent.proof.is_notice for sent in self.application.dispatches)

    @invariant()
    def nothing_is_asked_for_twice(self) -> None:
        asked = self.application.asked
        if asked is not None:
            assert len(set(asked.documents)) == len(asked.documents)

    @invariant()
    def the_log_is_whole_and_a_changed_line_shows(self) -> None:
        one = self.application
        assert one.log_is_whole()
        kept = one.steps
        one.steps = [replace(kept[0], by="somebody else"), *kept[1:]]
        assert not one.log_is_whole()
        one.steps = kept


TestApplicationMachine = ApplicationMachine.TestCase
TestApplicationMachine.settings = settings(max_examples=tries(50), stateful_step_count=40)


def test_the_way_through_is_open() -> None:
    """The machine above would say nothing if no path led through."""
    machine = ApplicationMachine()
    for step in machine.way_through():
        step()

    assert machine.application.status is Status.ARCHIVED
    machine.in_force_means_accepted_settled_and_signed()


def test_what_is_invoiced_is_not_settled_by_sending_back_a_signature_there_never_was() -> None:
    machine = ApplicationMachine()
    for step in machine.way_through():
        if machine.application.status is Status.INVOICED:
            break
        step()

    machine.somebody_sends_it_back(who="ana")

    assert machine.application.status is Status.INVOICED
