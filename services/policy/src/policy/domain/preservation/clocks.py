"""How long a customer may think again, as they see it: what happens if they do, and when."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from contracts.insured import Language
from policy.domain.clocks import TO_DO, Shown, shown
from policy.domain.policy import Policy, Status
from policy.domain.preservation.withdraw import ByHand, ThinkingAgain
from statutes import Entry

Said = dict[Language, str]

ASK: Final[Said] = {
    Language.ENGLISH: "If you think again, tell us before then; a person decides whether you get "
    "your money back, and answers you.",
    Language.SPANISH: "Si cambia de opinión, díganoslo antes; una persona decide si se le "
    "devuelve el dinero y le responde.",
    Language.CHINESE: "如您改变主意，请在此之前告知我们；是否退还费用由专人决定并答复您。",
}
ASK_WAITS: Final[Said] = {
    Language.ENGLISH: "If you think again, tell us; a person decides whether you get your money "
    "back, and answers you. Tell us, too, if the papers have not reached you.",
    Language.SPANISH: "Si cambia de opinión, díganoslo; una persona decide si se le devuelve el "
    "dinero y le responde. Díganos también si no ha recibido los documentos.",
    Language.CHINESE: "如您改变主意，请告知我们；是否退还费用由专人决定并答复您。"
    "如未收到合同文件，也请告知我们。",
}
BY_HAND: Final[dict[ByHand, Said]] = {
    ByHand.CLAIMED: {
        Language.ENGLISH: "A loss was claimed under this contract: it is not given back without "
        "a person who decides.",
        Language.SPANISH: "Con este contrato se ha declarado un siniestro: sobre el desistimiento "
        "decide una persona.",
        Language.CHINESE: "本合同已有理赔申请：能否解除并退费须由专人决定。",
    },
    ByHand.ELSEWHERE: {
        Language.ENGLISH: "This contract was concluded elsewhere, before it came to us: it is not "
        "given back without a person who decides.",
        Language.SPANISH: "Este contrato se celebró en otro lugar, antes de llegar a nosotros: "
        "sobre el desistimiento decide una persona.",
        Language.CHINESE: "本合同在转入我公司之前已在别处订立：能否解除并退费须由专人决定。",
    },
}
WITH_A_PERSON: Final[Said] = {
    Language.ENGLISH: "You have told us that you give this contract back. A person decides, since "
    "it came late or for another reason we may not judge by machine. Until then it is in force.",
    Language.SPANISH: "Nos ha dicho que desiste de este contrato. Lo decide una persona, porque "
    "llegó tarde o por otra razón que una máquina no debe juzgar. Hasta entonces sigue en vigor.",
    Language.CHINESE: "您已告知我们解除本合同。因逾期或其他不宜由系统判断的原因，由专人决定。"
    "在此之前合同继续有效。",
}
AWAIT: Final[Said] = {
    Language.ENGLISH: "There is nothing to do: we answer you. Whether you get your money back is "
    "not decided yet.",
    Language.SPANISH: "No tiene que hacer nada: le responderemos. Aún no está decidido si se le "
    "devuelve el dinero.",
    Language.CHINESE: "您无需操作：我们会答复您。是否退还费用尚未决定。",
}
NOT_BEGUN: Final[Said] = {
    Language.ENGLISH: "Your time to think again counts from when the papers reach you. We have no "
    "proof of that yet, so it has not begun to run.",
    Language.SPANISH: "Su plazo para reconsiderar cuenta desde que le llegan los documentos. Aún "
    "no tenemos prueba de ello, así que no ha empezado a correr.",
    Language.CHINESE: "犹豫期自合同文件送达您之日起计算。我们尚无送达证明，因此期间尚未开始。",
}


def withdrawal_clocks(
    policy: Policy,
    thinking: ThinkingAgain,
    *,
    by_hand: ByHand | None,
    asked: bool,
    at: datetime,
    language: Language,
) -> list[Shown]:
    """The right as it stands: `by_hand` says why no machine gives everything back.

    `asked`: a withdrawal came already and waits for a person; then that is all there is to say.
    """
    if policy.status not in {Status.ISSUED, Status.SUSPENDED}:
        return []
    if asked:
        return [_with_a_person(policy, language)]
    if thinking.waiting:
        to_do = TO_DO["withdrawal_waits"] if by_hand is None else ASK_WAITS
        found = [_waiting(one, to_do, language) for one in thinking.waiting]
    elif thinking.last is not None and at < thinking.last.due:
        to_do = TO_DO["withdrawal"] if by_hand is None else ASK
        found = [shown("withdrawal", thinking.last, to_do, at=at, language=language)]
    else:
        return []
    if by_hand is None:
        return found
    why = BY_HAND[by_hand][language]
    return [replace(one, explanation=(why, *one.explanation)) for one in found]


def _waiting(entry: Entry, to_do: Said, language: Language) -> Shown:
    """A right whose time has not begun: it is open until well after it has."""
    return Shown(
        about="withdrawal_waits",
        due=None,
        state="waiting",
        entry=entry.id,
        citation=entry.citation_in(language),
        obligation=entry.obligation.say(language),
        explanation=(NOT_BEGUN[language], entry.consequence.words.say(language)),
        to_do=to_do[language],
    )


def _with_a_person(policy: Policy, language: Language) -> Shown:
    said = WITH_A_PERSON[language]
    return Shown(
        about="withdrawal_decided",
        due=None,
        state="waiting",
        entry="contract",
        citation=policy.number,
        obligation=said,
        explanation=(said,),
        to_do=AWAIT[language],
    )
