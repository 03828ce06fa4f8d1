"""The deadlines of a contract that its customer can see: what happens next, when, by which rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from contracts.insured import Language
from policy.domain.arrears import Arrears, ArrearsStatus
from policy.domain.policy import Policy, Status
from policy.domain.preservation.withdraw import ThinkingAgain
from policy.domain.reinstatement import Reinstatement, ReinstatementStatus
from statutes import Clock, Kind, Library

About = Literal["withdrawal", "grace", "held", "reinstatement", "renewal", "expiry"]

# What to do, in the customer's language.
TO_DO: Final[dict[About, dict[Language, str]]] = {
    "withdrawal": {
        Language.ENGLISH: "If you think again, tell us before then; you get everything back.",
        Language.SPANISH: "Si cambia de opinión, díganoslo antes; se le devuelve todo.",
        Language.CHINESE: "如您改变主意，请在此之前告知我们，全部费用将退还。",
    },
    "grace": {
        Language.ENGLISH: "Pay the premium before then and nothing changes; you are covered now.",
        Language.SPANISH: "Pague la prima antes y nada cambia; ahora está cubierto.",
        Language.CHINESE: "请在此之前缴纳保险费，保障不受影响；目前您有保障。",
    },
    "held": {
        Language.ENGLISH: "You are covered. A premium is unpaid and our notice may not have "
        "reached you: please pay, and check your address with us.",
        Language.SPANISH: "Está cubierto. Hay una prima impagada y quizá no le llegó nuestro "
        "aviso: pague y revise su dirección con nosotros.",
        Language.CHINESE: "您目前有保障。有保险费未缴，且通知可能未送达：请缴费并与我们核对地址。",
    },
    "reinstatement": {
        Language.ENGLISH: "We must answer you by then. Cover is back once it is agreed and paid.",
        Language.SPANISH: "Debemos responderle antes. La cobertura vuelve cuando esté acordado y "
        "pagado.",
        Language.CHINESE: "我们须在此之前答复您。双方同意且缴费后恢复保障。",
    },
    "renewal": {
        Language.ENGLISH: "If you do not want the contract renewed, tell us before then.",
        Language.SPANISH: "Si no quiere que el contrato se prorrogue, díganoslo antes.",
        Language.CHINESE: "如不希望续保，请在此之前告知我们。",
    },
    "expiry": {
        Language.ENGLISH: "Your cover ends then. Ask us for a new contract in good time.",
        Language.SPANISH: "Su cobertura termina entonces. Pídanos un contrato nuevo con tiempo.",
        Language.CHINESE: "届时保障终止。请及时与我们联系办理新合同。",
    },
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One deadline."""

    about: About
    due: datetime
    """The instant it happens, or a right is over."""
    opens: datetime | None = None
    state: str
    entry: str
    """The entry of law or of our wording; `contract` for what was simply agreed."""
    citation: str
    obligation: str
    explanation: tuple[str, ...]
    to_do: str
    provisional: bool = False


def shown(about: About, clock: Clock, *, at: datetime, language: Language) -> Shown:
    """A clock of the law, in the customer's language."""
    entry = clock.entry
    return Shown(
        about=about,
        due=clock.due,
        opens=clock.reckoning.opens,
        state=clock.state(at).value,
        entry=entry.id,
        citation=entry.citation,
        obligation=entry.obligation.say(language),
        explanation=(*clock.explain(language), entry.consequence.words.say(language)),
        to_do=TO_DO[about][language],
        provisional=clock.provisional,
    )


def clocks_of(
    policy: Policy,
    *,
    thinking: ThinkingAgain,
    owed: Iterable[Arrears],
    request: Reinstatement | None,
    library: Library,
    at: datetime,
    language: Language,
) -> list[Shown]:
    """Every deadline of the contract that is still to come, the nearest first."""
    found: list[Shown] = []
    lives = policy.status in {Status.ISSUED, Status.SUSPENDED}
    if lives and thinking.last is not None and at < thinking.last.due:
        found.append(shown("withdrawal", thinking.last, at=at, language=language))
    for one in owed:
        clock = one.clock(library)
        if clock is not None and one.status in {ArrearsStatus.GRACE, ArrearsStatus.HELD}:
            about: About = "grace" if one.status is ArrearsStatus.GRACE else "held"
            found.append(shown(about, clock, at=at, language=language))
    if request is not None and request.status is ReinstatementStatus.REQUESTED:
        answer = request.clock(library)
        if answer is not None:
            found.append(shown("reinstatement", answer, at=at, language=language))
    if lives and at < policy.ends_at:
        found += _renewal(policy, library, at=at, language=language)
        found.append(_expiry(policy, language))
    return sorted(found, key=lambda one: one.due)


def _renewal(policy: Policy, library: Library, *, at: datetime, language: Language) -> list[Shown]:
    """The customer's own rights that are counted back from the end of the period."""
    if policy.jurisdiction not in library.packs:
        return []
    promised = library.promises_for(policy.jurisdiction, policy.line, "renewal", at)
    return [
        shown("renewal", Clock.start(entry, policy.ends_at, noted=at), at=at, language=language)
        for entry in promised
        if entry.kind is Kind.CUSTOMER_RIGHT and entry.start == "period_end"
    ]


def _expiry(policy: Policy, language: Language) -> Shown:
    said = {
        Language.ENGLISH: f"The term of {policy.number} ends on {policy.ends_on}, as was agreed.",
        Language.SPANISH: f"El periodo de {policy.number} termina el {policy.ends_on}, "
        "como se acordó.",
        Language.CHINESE: f"{policy.number} 按约定于 {policy.ends_on} 到期。",
    }
    return Shown(
        about="expiry",
        due=policy.ends_at,
        state="running",
        entry="contract",
        citation=policy.number,
        obligation=said[language],
        explanation=(said[language],),
        to_do=TO_DO["expiry"][language],
    )
