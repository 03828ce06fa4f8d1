"""Why there is no next term, or how it was settled, in the reader's language.

What a person wrote is shown as they wrote it; what the rules found has a code and words.
"""

from typing import Final

from contracts.insured import Language
from policy.domain.renewing.reasons import Why
from policy.domain.renewing.renewal import Renewal, RenewalStatus

_EN, _ES, _ZH = Language.ENGLISH, Language.SPANISH, Language.CHINESE
_WORDS: Final[dict[str, dict[Language, str]]] = {
    "looked_at": {
        _EN: "A person looks at it before we offer it.",
        _ES: "Una persona lo examina antes de que se lo ofrezcamos.",
        _ZH: "在提供续保条件之前由专人审核。",
    },
    "withdrawn": {
        _EN: "We no longer sell this product.",
        _ES: "Ya no vendemos este producto.",
        _ZH: "我们已停售该产品。",
    },
    "declined": {
        _EN: "You want no next term.",
        _ES: "No quiere un nuevo periodo.",
        _ZH: "您不希望续保。",
    },
    "not_renewed": {
        _EN: "We do not renew the contract, and told you in time.",
        _ES: "No renovamos el contrato y se lo dijimos a tiempo.",
        _ZH: "我们不再续保，并已按时告知您。",
    },
    "non_renewal_late": {
        _EN: "Our notice that we do not renew it did not reach you in time.",
        _ES: "Nuestro aviso de que no lo renovamos no le llegó a tiempo.",
        _ZH: "我们不再续保的通知未按时送达。",
    },
    "never_offered": {
        _EN: "We did not decide in time what to offer you.",
        _ES: "No decidimos a tiempo qué ofrecerle.",
        _ZH: "我们未及时决定向您提供的续保条件。",
    },
    "not_accepted": {
        _EN: "You did not accept the next term in time.",
        _ES: "No aceptó a tiempo el nuevo periodo.",
        _ZH: "您未按时接受续保。",
    },
    "unanswered": {
        _EN: "We asked you, and had no answer in time.",
        _ES: "Le preguntamos y no tuvimos respuesta a tiempo.",
        _ZH: "我们征询了您的意见，但未按时收到答复。",
    },
    "offer_late": {
        _EN: "Our notice of other terms did not reach you in time.",
        _ES: "Nuestro aviso de otras condiciones no le llegó a tiempo.",
        _ZH: "我们变更条件的通知未按时送达。",
    },
    "accepted": {
        _EN: "You accepted the next term.",
        _ES: "Usted aceptó el nuevo periodo.",
        _ZH: "您已接受续保。",
    },
    "by_terms": {
        _EN: "The contract renews by itself.",
        _ES: "El contrato se renueva por sí mismo.",
        _ZH: "合同自动续保。",
    },
    "suspended": {
        _EN: "Cover was suspended, and what rests is not renewed.",
        _ES: "La cobertura estaba en suspenso, y lo que está en suspenso no se renueva.",
        _ZH: "保障处于中止状态，中止期间不予续保。",
    },
    "lapsed": {
        _EN: "The contract lapsed.",
        _ES: "El contrato quedó extinguido.",
        _ZH: "合同已失效。",
    },
    "cancelled": {
        _EN: "The contract was cancelled.",
        _ES: "El contrato se canceló.",
        _ZH: "合同已解除。",
    },
    "given_back": {
        _EN: "You gave the contract back.",
        _ES: "Usted desistió del contrato.",
        _ZH: "您已退保（犹豫期）。",
    },
    "expired": {
        _EN: "The contract is over.",
        _ES: "El contrato ha vencido.",
        _ZH: "合同已到期。",
    },
}


def reason_code(renewal: Renewal) -> str | None:
    """What the rules found, for a machine; None where a person wrote why, or there is no why."""
    if renewal.reason is not None and renewal.status is RenewalStatus.PLANNED:
        return "looked_at"  # by which rules is for whoever looks: it stands in their task
    return next((one.name.lower() for one in Why if one == renewal.reason), None)


def reason_in(renewal: Renewal, language: Language) -> str | None:
    """The same for a reader; in a person's own words, as they wrote it."""
    code = reason_code(renewal)
    return renewal.reason if code is None else _WORDS[code][language]
