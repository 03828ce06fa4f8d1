"""A contract without cover, as its customer sees it: since when, what brings cover back, till when.

Cover that rests comes back by payment or on request, as the law has it; a contract that lapsed on
request. After the last term agreed nothing can come back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from contracts.insured import Language
from contracts.writing import Writing
from policy.domain.arrears import Arrears, ArrearsStatus
from policy.domain.clocks import About, Shown, shown
from policy.domain.contract.picture import covered_again, off_risk_since, spans
from policy.domain.contract.rules import LapsePlan
from policy.domain.law_in_words import law_in_words
from policy.domain.period import local_day
from policy.domain.policy import Policy, Status
from policy.domain.preservation import revival_words as words
from policy.domain.preservation.owing import Owing
from policy.domain.preservation.resting import ends_for_good
from policy.domain.preservation.unpaid import term_is_over
from policy.domain.reinstatement import Reinstatement, ReinstatementStatus
from statutes import Clock, Entry, Library

_RESTED_COVER: Final = {ArrearsStatus.SUSPENDED, ArrearsStatus.CLOSED}
"""Given up, too: the law still ends what it was owed for."""


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """The contract, and all that is known around it."""

    policy: Policy
    request: Reinstatement | None
    owing: Owing
    library: Library
    plan: LapsePlan
    at: datetime
    language: Language

    @property
    def since(self) -> datetime:
        """When cover began to rest, or ended."""
        off_risk = off_risk_since(self.policy.facts)
        if off_risk is not None:
            return off_risk
        _, gaps = spans(self.policy.term, self.policy.facts)
        return next(one.starts_at for one in gaps if one.starts_at <= self.at < one.ends_at)

    @property
    def brings_back(self) -> Entry:
        """The rule under which cover comes back; where none is named, that of the time to pay."""
        plan = self.plan
        named = plan.asks if plan.revives == "request" else plan.revives
        return self.library.entry(plan.grace if named in {None, "payment"} else str(named))

    def asked(self, otherwise: words.Said) -> words.Said:
        """What to do: by what became of a request, if there is one."""
        if self.request is None:
            return otherwise
        granted = self.request.status is ReinstatementStatus.GRANTED
        said = words.GRANTED if granted else words.ASKED
        more = [words.FROM_PAYMENT] if self.plan.from_payment else []
        if self.request.lacks_evidence:
            missing = {
                one: words.MISSING[one].format(evidence=words.EVIDENCE[one]) for one in Language
            }
            more.append(missing)
        return {
            one: Writing(one).joined(said[one], *(extra[one] for extra in more)) for one in said
        }

    def to_do(self, said: words.Said) -> dict[Language, str]:
        """With how much is owed and how it is paid."""
        how = self.owing.say(self.language)
        return {self.language: Writing(self.language).joined(said[self.language], how)}

    def say(
        self,
        about: About,
        entry: Entry,
        said: words.Said,
        to_do: words.Said,
        *,
        due: datetime,
    ) -> Shown:
        """A deadline that follows from the contract under a rule which names no such day."""
        zone, day = self.policy.time_zone, Writing(self.language).day
        told = said[self.language].format(
            number=self.policy.number,
            since=day(local_day(self.since, zone)),
            ended=day(self.policy.ends_on),
            day=day(local_day(due, zone)),
        )
        return Shown(
            about=about,
            due=due,
            state="running" if self.at < due else "passed",
            entry=entry.id,
            citation=entry.citation_in(self.language),
            obligation=told,
            explanation=(
                told,
                # What follows is said of that; a time to ask that outlasts the term is not said.
                *([] if entry.id == self.plan.asks else [entry.obligation.say(self.language)]),
                entry.consequence.words.say(self.language),
            ),
            to_do=to_do[self.language],
        )


def revival_clocks(
    policy: Policy,
    request: Reinstatement | None,
    *,
    owed: Iterable[Arrears],
    owing: Owing,
    library: Library,
    plan: LapsePlan,
    at: datetime,
    language: Language,
) -> list[Shown]:
    """That there is no cover, since when, and what to do about it; none where there is cover."""
    seen = _Seen(
        policy=policy,
        request=request,
        owing=owing,
        library=library,
        plan=plan,
        at=at,
        language=language,
    )
    if policy.status is Status.LAPSED:
        return [_lapsed(seen)]
    if policy.status is Status.EXPIRED and owing.total:
        return [_owed(seen)]
    if policy.status is Status.ISSUED and policy.cover_at(at) == "suspended":
        return _comes_back(seen)
    if policy.status is not Status.SUSPENDED or term_is_over(policy, at=at):
        return []
    return [_on_request(seen) if plan.revives == "request" else _by_payment(seen, owed)]


def time_to_ask(policy: Policy, entry: Entry | None, since: datetime) -> datetime:
    """Until when cover that rests since then may be asked for: by the law, while the term runs."""
    term_ends = policy.term.ends_at
    return term_ends if entry is None else min(Clock.start(entry, since).due, term_ends)


def right_to_ask(policy: Policy, entry: Entry | None, since: datetime) -> dict[str, str]:
    """The law's words on asking, by language, with where they stand.

    Empty where it has none, and where the term of the contract ends before the time of the law.
    """
    if entry is None or Clock.start(entry, since).due > policy.term.ends_at:
        return {}
    law = law_in_words(entry)
    return {one.value: f"{entry.obligation.say(one.value)} ({law[one.value]})" for one in Language}


def _on_request(seen: _Seen) -> Shown:
    """She must ask for it, whatever is paid."""
    to_do, term_ends = seen.asked(words.ASK), seen.policy.term.ends_at
    if seen.plan.asks is not None:
        clock = Clock.start(seen.library.entry(seen.plan.asks), seen.since)
        if clock.due <= term_ends:
            said = seen.to_do(to_do)
            return shown("suspended", clock, said, at=seen.at, language=seen.language)
    return seen.say("suspended", seen.brings_back, words.RESTS, seen.to_do(to_do), due=term_ends)


def _by_payment(seen: _Seen, owed: Iterable[Arrears]) -> Shown:
    """Paying brings it back; asking where nothing is owed that could be paid."""
    ends = _ends(seen, owed)
    nothing = seen.asked(words.NOTHING_OWED)
    if ends is None:
        to_do = words.PAY if seen.owing.total else nothing
        due = seen.policy.term.ends_at
        return seen.say("suspended", seen.brings_back, words.RESTS, seen.to_do(to_do), due=due)
    to_do = words.PAY_OR_IT_ENDS if seen.owing.total else nothing
    told = shown("suspended", ends, seen.to_do(to_do), at=seen.at, language=seen.language)
    back = seen.brings_back
    rule = f"{back.obligation.say(seen.language)} ({back.citation_in(seen.language)} · {back.id})"
    return replace(told, explanation=(*told.explanation, rule))


def _ends(seen: _Seen, owed: Iterable[Arrears]) -> Clock | None:
    """When the law ends the contract, where that comes before the end of its term."""
    for one in owed:
        grace = one.clock(seen.library)
        if one.status in _RESTED_COVER and grace is not None and grace.due == seen.since:
            clock = ends_for_good(seen.policy, one, seen.plan, seen.library)
            return clock if clock and clock.due < seen.policy.term.ends_at else None
    return None


def _comes_back(seen: _Seen) -> list[Shown]:
    """It is settled, and the law gives cover back at an instant that is still to come."""
    back = covered_again(seen.at, seen.policy.term, seen.policy.facts)
    if back is None:
        return []
    return [seen.say("suspended", seen.brings_back, words.COMES_BACK, words.BY_ITSELF, due=back)]


def _owed(seen: _Seen) -> Shown:
    """It is over as agreed, and something of it was never paid: no deadline, but a debt."""
    told = words.OVER_AND_OWED[seen.language].format(
        number=seen.policy.number, day=Writing(seen.language).day(seen.policy.ends_on)
    )
    return Shown(
        about="owed",
        due=None,
        state="open",
        entry="contract",
        citation=seen.policy.number,
        obligation=told,
        explanation=(told,),
        to_do=seen.owing.say(seen.language),
    )


def _lapsed(seen: _Seen) -> Shown:
    """It is over; cover may be asked for back while a term that was agreed runs."""
    entry = seen.library.entry(seen.policy.facts[-1].by)
    if term_is_over(seen.policy, at=seen.at):
        to_do = words.TERM_OVER
    else:
        to_do = seen.asked(words.ASK_AFTER_LAPSE)
    return seen.say("lapsed", entry, words.LAPSED, seen.to_do(to_do), due=seen.policy.term.ends_at)
