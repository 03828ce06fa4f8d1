"""The deadlines around the end of a term: what we must say, what may be answered, what happens."""

from datetime import datetime
from typing import Final

from contracts.insured import Language
from contracts.writing import Writing
from policy.domain.clocks import About, Shown, agreed, nearest_first, shown
from policy.domain.policy import Policy, Status
from policy.domain.renewing.renewal import Renewal, RenewalStatus
from policy.domain.renewing.rules import RenewalLaw, clock_back, renews
from policy.domain.renewing.settle import goes_on, settles_at, silence_of
from statutes import Clock, Library, State

_REFUSABLE = {RenewalStatus.PLANNED, RenewalStatus.OFFERED, RenewalStatus.ACCEPTED}

# What to do about the end of a term after which another may follow.
TO_BE_TOLD: Final[dict[Language, str]] = {
    Language.ENGLISH: "There is nothing to do yet: before then we tell you whether a next term "
    "follows, what it costs and whether you must answer.",
    Language.SPANISH: "No tiene que hacer nada todavía: antes le diremos si sigue un nuevo "
    "periodo, cuánto cuesta y si debe responder.",
    Language.CHINESE: "目前您无需操作：在此之前我们会告知您是否续保、费用多少以及是否需要您答复。",
}
TO_ANSWER: Final[dict[Language, str]] = {
    Language.ENGLISH: "We have offered you the next term: accept or refuse it in good time.",
    Language.SPANISH: "Le hemos ofrecido el nuevo periodo: acéptelo o rechácelo con tiempo.",
    Language.CHINESE: "我们已向您提供下一保险期间：请及时接受或拒绝。",
}

# What rests on the eve is not renewed.
RESTS: Final[dict[Language, str]] = {
    Language.ENGLISH: "You have no cover now. A next term follows only if cover is back a day "
    "before then.",
    Language.SPANISH: "Ahora no tiene cobertura. Solo sigue un nuevo periodo si la cobertura "
    "vuelve un día antes.",
    Language.CHINESE: "目前没有保障。只有在届满一日前恢复保障，才会有下一保险期间。",
}

# Where cover rests: no next term is offered, and one that is agreed does not cover either.
BEFORE_IT_ENDS: Final[dict[Language, str]] = {
    Language.ENGLISH: "You have no cover now. If it is not back before then, it cannot come back "
    "and no next term follows: then ask us for a new contract.",
    Language.SPANISH: "Ahora no tiene cobertura. Si no vuelve antes, ya no puede volver ni sigue "
    "un nuevo periodo: entonces pídanos un contrato nuevo.",
    Language.CHINESE: "目前没有保障。届时仍未恢复的，不能再恢复，也不会续保：请另行办理新合同。",
}
FOLLOWS_AT_REST: Final[dict[Language, str]] = {
    Language.ENGLISH: "A next term follows, but you have no cover now: it covers you only once "
    "cover is back.",
    Language.SPANISH: "Sigue un nuevo periodo, pero ahora no tiene cobertura: solo le cubre cuando "
    "la cobertura vuelva.",
    Language.CHINESE: "将有下一保险期间，但目前没有保障：恢复保障后方予承保。",
}

_STOP: Final = {Language.ENGLISH: ".", Language.SPANISH: ".", Language.CHINESE: "。"}

# Where silence leaves the terms as they are.
AS_IT_WAS: Final[dict[Language, str]] = {
    Language.ENGLISH: "The next term costs {cost} if you accept it. If you say nothing, your "
    "contract goes on for a term on the terms it has now.",
    Language.SPANISH: "El nuevo periodo cuesta {cost} si lo acepta. Si no dice nada, su contrato "
    "sigue un periodo con las condiciones que tiene ahora.",
    Language.CHINESE: "如您接受，下一保险期间费用为 {cost}。如不答复，合同按现有条件延续一个期间。",
}
OR_AS_IT_WAS: Final[dict[Language, str]] = {
    Language.ENGLISH: "Accept the new terms, or refuse a next term if you want none.",
    Language.SPANISH: "Acepte las nuevas condiciones, o rechace el nuevo periodo si no lo quiere.",
    Language.CHINESE: "请接受新条件；如不需要下一期间，请拒绝。",
}


def renewal_clocks(
    policy: Policy,
    renewal: Renewal | None,
    *,
    law: RenewalLaw,
    library: Library,
    at: datetime,
    language: Language,
) -> list[Shown]:
    """All still to come, and a notice of ours that is late."""
    if policy.status not in {Status.ISSUED, Status.SUSPENDED} or at >= policy.ends_at:
        return []
    found = [_end(policy, renewal, law, at=at, language=language)]
    resting = policy.status is Status.SUSPENDED and renewal is None  # then none is offered
    if resting or not renews(policy):
        return found
    if renewal is None or renewal.status in _REFUSABLE:
        oppose = clock_back(library.entry(law.oppose), policy, noted=policy.issued_at)
        if at < oppose.due:
            found.append(shown("renewal", oppose, at=at, language=language))
    notice = _notice(policy, renewal, law, library)
    if at < notice.due or notice.state(at) is not State.SATISFIED:
        found.append(shown("renewal_notice", notice, at=at, language=language))
    if renewal is not None:
        found += _answer(policy, renewal, law, at=at, language=language)
        found += _leave(renewal, law, library, at=at, language=language)
    return nearest_first(found)


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
    return [agreed("renewal_answer", policy, said[language], due=due, language=language)]


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
    follows = begins[language] + (_STOP[language] if rests else covers[language])
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
    return TO_ANSWER if renewal.status is RenewalStatus.OFFERED else None
