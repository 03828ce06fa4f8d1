"""What is said around the end of a term, in the customer's language."""

from typing import Final

from contracts.insured import Language

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

STOP: Final = {Language.ENGLISH: ".", Language.SPANISH: ".", Language.CHINESE: "。"}

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

# Where silence ends the contract.
OR_IT_ENDS: Final[dict[Language, str]] = {
    Language.ENGLISH: "Accept the next term before then if you want it. Unanswered, it does not "
    "begin, and your cover ends with this term.",
    Language.SPANISH: "Si quiere el nuevo periodo, acéptelo antes. Sin respuesta no comienza, y "
    "su cobertura termina con el periodo actual.",
    Language.CHINESE: "如需续保，请在此之前接受。"
    "未答复的，下一期间不会开始，保障随本期间届满终止。",
}

# After a no, and after one that came late.
THINK_AGAIN: Final[dict[Language, str]] = {
    Language.ENGLISH: "You want no next term, and your cover ends then. If you think again, you "
    "may still accept the terms we offered, before {until}.",
    Language.SPANISH: "No quiere un nuevo periodo y su cobertura termina entonces. Si cambia de "
    "opinión, aún puede aceptar las condiciones ofrecidas antes del {until}.",
    Language.CHINESE: "您已表示不续保，届时保障终止。"
    "如您改变主意，在{until}之前仍可接受我们提供的条件。",
}
LATE_NO: Final[dict[Language, str]] = {
    Language.ENGLISH: "You told us that you want no next term. That came late, and a person "
    "decides whether it counts. If nothing else is decided, what is said here stands.",
    Language.SPANISH: "Nos dijo que no quiere un nuevo periodo. Llegó tarde y una persona decide "
    "si vale. Si no se decide otra cosa, queda lo que aquí se dice.",
    Language.CHINESE: "您已告知不续保，但已过期限，是否有效由专人决定。"
    "如未另行决定，以此处所述为准。",
}
LATE_OFFER: Final[dict[Language, str]] = {
    Language.ENGLISH: "Our offer came late: if you do not want the next term, a no counts until "
    "then.",
    Language.SPANISH: "Nuestra oferta llegó tarde: si no quiere el nuevo periodo, su negativa "
    "vale hasta entonces.",
    Language.CHINESE: "我们的续保通知较迟：如不希望续保，在此之前告知均有效。",
}
