"""The deadlines around the end of a term: what we must say, what may be answered, what happens."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from contracts.insured import Language
from contracts.writing import Writing
from policy.domain.clocks import About, Shown, agreed, nearest_first, shown
from policy.domain.policy import Policy, Status
from policy.domain.renewing.clock_words import (
    AS_IT_WAS,
    BEFORE_IT_ENDS,
    FOLLOWS_AT_REST,
    LATE_NO,
    LATE_OFFER,
    OR_AS_IT_WAS,
    OR_IT_ENDS,
    RESTS,
    STOP,
    THINK_AGAIN,
    TO_ANSWER,
    TO_BE_TOLD,
)
from policy.domain.renewing.renewal import Renewal, RenewalStatus
from policy.domain.renewing.rules import RenewalLaw, clock_back, renews
from policy.domain.renewing.settle import goes_on, settles_at, silence_of
from statutes import Clock, Library, State

_REFUSABLE = {RenewalStatus.PLANNED, RenewalStatus.OFFERED, RenewalStatus.ACCEPTED}


def renewal_clocks(
    policy: Policy,
    renewal: Renewal | None,
    *,
    refusable_until: datetime | None = None,
    late_no: bool = False,
    law: RenewalLaw,
    library: Library,
    at: datetime,
    language: Language,
) -> list[Shown]:
    """All still to come, and a notice of ours that is late.

    `refusable_until`: until when a no counts, where the next term was reckoned; `late_no`: one came
    later, and a person decides.
    """
    if policy.status not in {Status.ISSUED, Status.SUSPENDED} or at >= policy.ends_at:
        return []
    end = _end(policy, renewal, law, at=at, language=language)
    found = [replace(end, to_do=LATE_NO[language]) if late_no else end]
    resting = policy.status is Status.SUSPENDED and renewal is None  # then none is offered
    if resting or not renews(policy):
        return found
    if renewal is None or renewal.status in _REFUSABLE:
        found += _refusal(policy, renewal, refusable_until, law, library, at=at, language=language)
    notice = _notice(policy, renewal, law, library)
    if at < notice.due or notice.state(at) is not State.SATISFIED:
        found.append(shown("renewal_notice", notice, at=at, language=language))
    if renewal is not None:
        found += _answer(policy, renewal, law, at=at, language=language)
        found += _leave(renewal, law, library, at=at, language=language)
    return nearest_first(found)


def _refusal(
    policy: Policy,
    renewal: Renewal | None,
    until: datetime | None,
    law: RenewalLaw,
    library: Library,
    *,
    at: datetime,
    language: Language,
) -> list[Shown]:
    """Until when a no counts; where silence ends the contract, nobody need say one."""
    offered = renewal is not None and renewal.status is RenewalStatus.OFFERED
    if renewal is not None and offered and silence_of(renewal, law, at=at) == "ends":
        return []
    oppose = clock_back(library.entry(law.oppose), policy, noted=policy.issued_at)
    if until is not None and oppose.due < until and at < until and renewal and renewal.notices:
        said = LATE_OFFER[language]
        ours = agreed("renewal", policy, said, due=until, language=language)
        return [replace(ours, entry="house")]
    return [shown("renewal", oppose, at=at, language=language)] if at < oppose.due else []


def _notice(policy: Policy, renewal: Renewal | None, law: RenewalLaw, library: Library) -> Clock:
    """What we owe: to announce the next term or that there is none; kept once it was served."""
    last = renewal.notices[-1] if renewal is not None and renewal.notices else None
    entry = library.entry(law.change if last is None else last.rule)
    clock = clock_back(entry, policy, noted=policy.issued_at)
    return clock if last is None or last.served_at is None else clock.satisfy(last.served_at)


def _answer(
    policy: Policy, renewal: Renewal, law: RenewalLaw, *, at: datetime, language: Language
) -> list[Shown]:
    """Where the terms on offer do not begin by themselves, by what was served until now."""
    if renewal.status is not RenewalStatus.OFFERED or policy.status is not Status.ISSUED:
        return []
    silence = silence_of(renewal, law, at=at)
    if silence == "by_terms":
        return []
    cost = Writing(language).money(renewal.must_be.next.total)
    due = settles_at(renewal, policy.time_zone)
    if silence == "old_terms":
        kept = AS_IT_WAS[language].format(cost=cost)
        return [
            agreed("renewal_answer", policy, kept, due=due, language=language, to_do=OR_AS_IT_WAS)
        ]
    said = {
        Language.ENGLISH: f"The next term costs {cost}. It begins only if you accept it.",
        Language.SPANISH: f"El nuevo periodo cuesta {cost}. Solo comienza si lo acepta.",
        Language.CHINESE: f"下一保险期间费用为 {cost}，须经您接受方可开始。",
    }
    ends = said[language]
    return [agreed("renewal_answer", policy, ends, due=due, language=language, to_do=OR_IT_ENDS)]


def _leave(
    renewal: Renewal, law: RenewalLaw, library: Library, *, at: datetime, language: Language
) -> list[Shown]:
    """Who was told of a higher premium may still leave, where the law says so and it will rise."""
    served = [one.served_at for one in renewal.notices if one.kind == "offer" and one.served_at]
    if law.leave is None or not served or renewal.must_be.rise.amount <= 0:
        return []
    if renewal.status is RenewalStatus.OFFERED and silence_of(renewal, law, at=at) != "by_terms":
        return []
    if renewal.settled is not None and renewal.settled.how == "old_terms":
        return []
    clock = Clock.start(library.entry(law.leave), max(served))
    return [shown("renewal_leave", clock, at=at, language=language)] if at < clock.due else []


def _end(
    policy: Policy, renewal: Renewal | None, law: RenewalLaw, *, at: datetime, language: Language
) -> Shown:
    stays = _stays(policy, renewal, law, at=at)
    rests = policy.cover_at(at) == "suspended"
    about: About = "renewed" if stays else "expiry"
    number, day = policy.number, Writing(language).day(policy.ends_on)
    begins = {
        Language.ENGLISH: f"The next term of {number} begins on {day}",
        Language.SPANISH: f"El nuevo periodo de {number} comienza el {day}",
        Language.CHINESE: f"{number} 的下一保险期间自{day}开始",
    }
    covers = {
        Language.ENGLISH: ": cover goes on.",
        Language.SPANISH: ": la cobertura sigue.",
        Language.CHINESE: "，保障延续。",
    }
    ends = {
        Language.ENGLISH: f"The term of {number} ends on {day}, as was agreed.",
        Language.SPANISH: f"El periodo de {number} termina el {day}, como se acordó.",
        Language.CHINESE: f"{number} 按约定于{day}到期。",
    }
    follows = begins[language] + (STOP[language] if rests else covers[language])
    said = follows if stays else ends[language]
    if stays:
        to_do = FOLLOWS_AT_REST if rests else None
    else:
        to_do = _at_rest(policy, renewal) if rests else _while_open(policy, renewal)
    return agreed(about, policy, said, due=policy.ends_at, language=language, to_do=to_do)


def _stays(policy: Policy, renewal: Renewal | None, law: RenewalLaw, *, at: datetime) -> bool:
    """Whether a next term follows as things are: of cover that rests only one agreed before."""
    if renewal is None or (policy.status is Status.SUSPENDED and policy.coming is None):
        return False
    return goes_on(renewal, law, at=at)


def _at_rest(policy: Policy, renewal: Renewal | None) -> dict[Language, str]:
    """What follows if cover comes back, or does not."""
    may_follow = renewal is not None and renewal.status in _REFUSABLE
    return RESTS if may_follow and renews(policy) else BEFORE_IT_ENDS


def _while_open(policy: Policy, renewal: Renewal | None) -> dict[Language, str] | None:
    """What to do while nobody has decided against a next term."""
    if not renews(policy):
        return None
    if renewal is None or renewal.status is RenewalStatus.PLANNED:
        return TO_BE_TOLD
    if renewal.status is RenewalStatus.DECLINED and renewal.is_on_offer:
        return _think_again(policy, renewal)
    return TO_ANSWER if renewal.status is RenewalStatus.OFFERED else None


def _think_again(policy: Policy, renewal: Renewal) -> dict[Language, str]:
    """Until when a yes after a no is heard."""
    eve, zone = settles_at(renewal, policy.time_zone), ZoneInfo(policy.time_zone)
    return {
        language: said.format(until=Writing(language).instant(eve, zone))
        for language, said in THINK_AGAIN.items()
    }
