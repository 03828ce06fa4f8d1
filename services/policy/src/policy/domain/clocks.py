"""The deadlines of a contract that its customer can see: what happens next, when, by which rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Literal

from contracts.insured import Language
from contracts.writing import Writing
from policy.domain.arrears import Arrears, ArrearsStatus
from policy.domain.as_covered import as_covered
from policy.domain.policy import Policy, Status
from policy.domain.reinstatement import Reinstatement, ReinstatementStatus
from statutes import Clock, Library

About = Literal[
    "withdrawal",
    "withdrawal_waits",
    "withdrawal_decided",
    "grace",
    "held",
    "small_sum",
    "condition",
    "suspended",
    "lapsed",
    "owed",
    "end",
    "reinstatement",
    "renewal",
    "renewal_notice",
    "renewal_answer",
    "renewal_leave",
    "renewed",
    "expiry",
]

NEVER: Final = datetime.max.replace(tzinfo=UTC)
# What to do, in the customer's language.
TO_DO: Final[dict[About, dict[Language, str]]] = {
    "withdrawal": {
        Language.ENGLISH: "If you think again, tell us before then; you get everything back.",
        Language.SPANISH: "Si cambia de opinión, díganoslo antes; se le devuelve todo.",
        Language.CHINESE: "如您改变主意，请在此之前告知我们，全部费用将退还。",
    },
    "withdrawal_waits": {
        Language.ENGLISH: "If you think again, tell us; you get everything back. Tell us, too, if "
        "the papers have not reached you.",
        Language.SPANISH: "Si cambia de opinión, díganoslo; se le devuelve todo. Díganos también "
        "si no ha recibido los documentos.",
        Language.CHINESE: "如您改变主意，请告知我们，全部费用将退还。"
        "如未收到合同文件，也请告知我们。",
    },
    "grace": {
        Language.ENGLISH: "Pay the premium before then and nothing changes; you are covered now.",
        Language.SPANISH: "Pague la prima antes y nada cambia; ahora tiene cobertura.",
        Language.CHINESE: "请在此之前缴纳保险费，保障不受影响；目前您有保障。",
    },
    "held": {
        Language.ENGLISH: "You are covered. A premium is unpaid and our notice may not have "
        "reached you: please pay, and check your address with us.",
        Language.SPANISH: "Tiene cobertura. Hay una prima impagada y quizá no le llegó nuestro "
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
    "renewal_notice": {
        Language.ENGLISH: "There is nothing to do: we must tell you in good time.",
        Language.SPANISH: "No tiene que hacer nada: debemos decírselo con tiempo.",
        Language.CHINESE: "您无需操作：我们须及时告知您。",
    },
    "renewal_answer": {
        Language.ENGLISH: "Accept or refuse the next term before then. Unanswered, it may not "
        "begin.",
        Language.SPANISH: "Acepte o rechace antes el nuevo periodo. Sin respuesta, puede que no "
        "comience.",
        Language.CHINESE: "请在此之前接受或拒绝续保。未答复的，下一期间可能不会开始。",
    },
    "renewal_leave": {
        Language.ENGLISH: "The premium rises: you may cancel until then.",
        Language.SPANISH: "La prima sube: puede cancelar hasta entonces.",
        Language.CHINESE: "保险费上涨：您可在此之前解除合同。",
    },
    "renewed": {
        Language.ENGLISH: "There is nothing to do: your cover goes on.",
        Language.SPANISH: "No tiene que hacer nada: su cobertura sigue.",
        Language.CHINESE: "您无需操作：保障延续。",
    },
    "end": {
        Language.ENGLISH: "Your cover ends then, as you were told. Ask us if you need another.",
        Language.SPANISH: "Su cobertura termina entonces, como se le dijo. Si necesita otra, "
        "pregúntenos.",
        Language.CHINESE: "如已告知，届时保障终止。如需其他保障，请与我们联系。",
    },
    "expiry": {
        Language.ENGLISH: "Your cover ends then. Ask us for a new contract in good time.",
        Language.SPANISH: "Su cobertura termina entonces. Pídanos un contrato nuevo con tiempo.",
        Language.CHINESE: "届时保障终止。请及时与我们联系办理新合同。",
    },
}

# Where cover rests until it ends.
ENDS_AT_REST: Final[dict[Language, str]] = {
    Language.ENGLISH: "You have no cover now, and the contract ends then. Ask us if you need "
    "another.",
    Language.SPANISH: "Ahora no tiene cobertura y el contrato termina entonces. Si necesita otro, "
    "pregúntenos.",
    Language.CHINESE: "目前没有保障，合同届时终止。如需其他保障，请与我们联系。",
}
# What is said of a contract that was cancelled to a day still to come.
CANCELLED: Final[dict[Language, str]] = {
    Language.ENGLISH: "{number} was cancelled and ends on {day}.",
    Language.SPANISH: "{number} se ha cancelado y termina el {day}.",
    Language.CHINESE: "{number} 已解除，于{day}终止。",
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One deadline."""

    about: About
    due: datetime | None
    """The instant it happens, or a right is over; None while what it counts from is awaited."""
    opens: datetime | None = None
    state: str
    entry: str
    """The entry of law or of our wording; `contract` for what was simply agreed, `house` for a rule
    of ours in the customer's favour."""
    citation: str
    obligation: str
    explanation: tuple[str, ...]
    to_do: str
    provisional: bool = False


def shown(
    about: About,
    clock: Clock,
    to_do: dict[Language, str] | None = None,
    *,
    at: datetime,
    language: Language,
) -> Shown:
    """A clock of the law, in the customer's language; `to_do` where more is known than usual."""
    entry, why = clock.entry, clock.explain(language, Writing(language))
    return Shown(
        about=about,
        due=clock.due,
        opens=clock.reckoning.opens,
        state=clock.state(at).value,
        entry=entry.id,
        citation=entry.citation_in(language),
        obligation=entry.obligation.say(language),
        explanation=(*why, entry.consequence.words.say(language)),
        to_do=(to_do or TO_DO[about])[language],
        provisional=clock.provisional,
    )


def nearest_first(clocks: Iterable[Shown]) -> list[Shown]:
    """By what is due; what has not begun stands at the end."""
    return sorted(clocks, key=lambda one: (one.due is None, one.due or NEVER))


def clocks_of(
    policy: Policy,
    *,
    owed: Iterable[Arrears],
    premiums: Mapping[date, str],
    request: Reinstatement | None,
    library: Library,
    at: datetime,
    language: Language,
) -> list[Shown]:
    """What is owed, what was agreed and what was asked for, the nearest first.

    `premiums`: in words, by due day, which premium it is and how it is paid.
    """
    found: list[Shown] = []
    cover = policy.cover_at(at)
    for one in owed:
        clock = one.clock(library)
        unpaid = one.status in {ArrearsStatus.GRACE, ArrearsStatus.HELD}
        if clock is not None and unpaid and policy.status is Status.ISSUED and cover != "over":
            about: Literal["grace", "held"] = (
                "grace" if one.status is ArrearsStatus.GRACE else "held"
            )
            told = (as_covered(about, cover) or TO_DO[about])[language]
            to_do = {language: Writing(language).joined(told, premiums[one.due_on])}
            found.append(shown(about, clock, to_do, at=at, language=language))
    if policy.status is Status.CANCELLED and at < policy.ends_at:
        day = Writing(language).day(policy.ends_on)
        said = CANCELLED[language].format(number=policy.number, day=day)
        at_rest = ENDS_AT_REST if cover == "suspended" else None
        found.append(
            agreed("end", policy, said, due=policy.ends_at, language=language, to_do=at_rest)
        )
    if request is not None and request.status is ReinstatementStatus.REQUESTED:
        answer = request.clock(library)
        if answer is not None:
            found.append(shown("reinstatement", answer, at=at, language=language))
    return nearest_first(found)


def agreed(
    about: About,
    policy: Policy,
    said: str,
    *,
    due: datetime,
    language: Language,
    to_do: dict[Language, str] | None = None,
) -> Shown:
    """A deadline of the contract itself; `to_do` where more is known than what it is about."""
    return Shown(
        about=about,
        due=due,
        state="running",
        entry="contract",
        citation=policy.number,
        obligation=said,
        explanation=(said,),
        to_do=(to_do or TO_DO[about])[language],
    )
