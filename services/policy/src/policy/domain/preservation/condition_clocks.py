"""What a customer promised to do while cover runs, as a deadline of the contract until it is done.

Nothing follows from missing it but a letter: cover goes on (`sale/send`). So it stays, as passed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from contracts.insured import Language
from contracts.writing import Writing
from policy.domain.application_parts import Requirement
from policy.domain.clocks import Shown
from policy.domain.period import midnight
from policy.domain.policy import Policy, Status

BY_DAY: Final[dict[Language, str]] = {
    Language.ENGLISH: "{words} To be done by {day}.",
    Language.SPANISH: "{words} Plazo: hasta el {day}.",
    Language.CHINESE: "{words}（期限：{day}）",
}
PASSED: Final[dict[Language, str]] = {
    Language.ENGLISH: "{words} It was to be done by {day}.",
    Language.SPANISH: "{words} El plazo terminó el {day}.",
    Language.CHINESE: "{words}（期限{day}已过）",
}
WHY: Final[dict[Language, str]] = {
    Language.ENGLISH: "You agreed to this condition when we accepted your application.",
    Language.SPANISH: "Usted aceptó esta condición cuando aceptamos su solicitud.",
    Language.CHINESE: "我们承保时，您已同意此项条件。",
}
TO_DO: Final[dict[Language, str]] = {
    Language.ENGLISH: "Do it and send us a proof (a photo, an invoice or a certificate). You are "
    "covered as agreed, and your cover does not end because of it.",
    Language.SPANISH: "Hágalo y envíenos la prueba (una foto, una factura o un certificado). Tiene "
    "la cobertura acordada, y no termina por ello.",
    Language.CHINESE: "请办理并向我们提供证明（照片、发票或证书）。保障照约定执行，不会因此终止。",
}


def condition_clocks(
    policy: Policy, still: Sequence[Requirement], *, at: datetime, language: Language
) -> list[Shown]:
    """One for each condition that has a day and is not met, while the contract runs."""
    if policy.status not in {Status.ISSUED, Status.SUSPENDED} or at >= policy.ends_at:
        return []
    found = []
    for one in still:
        if one.due_on is None:
            continue
        due = midnight(one.due_on + timedelta(days=1), policy.time_zone)
        words = (BY_DAY if at < due else PASSED)[language].format(
            words=one.words[language], day=Writing(language).day(one.due_on)
        )
        found.append(
            Shown(
                about="condition",
                due=due,
                state="running" if at < due else "passed",
                entry="contract",
                citation=policy.number,
                obligation=words,
                explanation=(words, WHY[language]),
                to_do=TO_DO[language],
            )
        )
    return found
