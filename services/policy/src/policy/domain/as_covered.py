"""What to do about a premium that is unpaid, by whether there is cover at this instant.

Grace runs for one premium while another may keep cover resting: nobody is told they are covered
who is not.
"""

from typing import Final, Literal

from contracts.insured import Language
from policy.domain.contract.picture import Cover

Said = dict[Language, str]

GRACE_AT_REST: Final[Said] = {
    Language.ENGLISH: "Pay this premium before then, so that cover does not rest or end for it. "
    "You have no cover now.",
    Language.SPANISH: "Pague esta prima antes, para que la cobertura no quede en suspenso ni "
    "termine por ella. Ahora no tiene cobertura.",
    Language.CHINESE: "请在此之前缴纳该笔保险费，以免保障因此中止或终止。目前没有保障。",
}
GRACE_TO_COME: Final[Said] = {
    Language.ENGLISH: "Pay the premium before then and nothing changes; your cover has not begun.",
    Language.SPANISH: "Pague la prima antes y nada cambia; su cobertura aún no ha comenzado.",
    Language.CHINESE: "请在此之前缴纳保险费，保障不受影响；保障尚未开始。",
}
HELD_AT_REST: Final[Said] = {
    Language.ENGLISH: "You have no cover now. A premium is unpaid and our notice may not have "
    "reached you: please pay, and check your address with us.",
    Language.SPANISH: "Ahora no tiene cobertura. Hay una prima impagada y quizá no le llegó "
    "nuestro aviso: pague y revise su dirección con nosotros.",
    Language.CHINESE: "目前没有保障。有保险费未缴，且通知可能未送达：请缴费并与我们核对地址。",
}
HELD_TO_COME: Final[Said] = {
    Language.ENGLISH: "Your cover has not begun. A premium is unpaid and our notice may not have "
    "reached you: please pay, and check your address with us.",
    Language.SPANISH: "Su cobertura aún no ha comenzado. Hay una prima impagada y quizá no le "
    "llegó nuestro aviso: pague y revise su dirección con nosotros.",
    Language.CHINESE: "保障尚未开始。有保险费未缴，且通知可能未送达：请缴费并与我们核对地址。",
}
_TO_DO: Final[dict[tuple[str, Cover], Said]] = {
    ("grace", "suspended"): GRACE_AT_REST,
    ("grace", "to_come"): GRACE_TO_COME,
    ("held", "suspended"): HELD_AT_REST,
    ("held", "to_come"): HELD_TO_COME,
}


def as_covered(about: Literal["grace", "held"], cover: Cover) -> Said | None:
    """What to do where cover is not in force; None: the usual words are true."""
    return _TO_DO.get((about, cover))
