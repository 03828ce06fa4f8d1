"""What a customer without cover is told: that there is none, and how it may come back."""

from typing import Final

from contracts.insured import Language

Said = dict[Language, str]

ASK: Final[Said] = {
    Language.ENGLISH: "You have no cover now, and paying alone does not bring it back: pay what "
    "is owed, if anything is, and ask us to put the contract back in force.",
    Language.SPANISH: "Ahora no tiene cobertura y no vuelve solo con pagar: pague lo que deba, si "
    "debe algo, y pídanos la rehabilitación del contrato.",
    Language.CHINESE: "目前没有保障，仅缴费不会恢复保障：如有欠费请交清，并向我们申请合同复效。",
}
ASKED: Final[Said] = {
    Language.ENGLISH: "You have no cover now. You asked for it back: it comes once we agree and "
    "what is owed is paid.",
    Language.SPANISH: "Ahora no tiene cobertura. Ha pedido que vuelva: vuelve cuando lo acordemos "
    "y lo debido esté pagado.",
    Language.CHINESE: "目前没有保障。您已申请复效：双方同意且交清欠费后恢复保障。",
}
GRANTED: Final[Said] = {
    Language.ENGLISH: "You have no cover now. You asked for it back and it is agreed: it comes "
    "once what is owed is paid.",
    Language.SPANISH: "Ahora no tiene cobertura. Ha pedido que vuelva y está acordado: vuelve "
    "cuando lo debido esté pagado.",
    Language.CHINESE: "目前没有保障。您的复效申请已获同意：交清欠费后恢复保障。",
}
# What nobody can agree without, in the lines that ask for it.
EVIDENCE: Final[Said] = {
    Language.ENGLISH: "a statement of the health of the insured person since cover began to rest, "
    "with the doctor's report on any illness, injury or treatment in that time",
    Language.SPANISH: "una declaración sobre la salud de la persona asegurada desde que la "
    "cobertura quedó en suspenso, con el informe médico de cualquier enfermedad, lesión o "
    "tratamiento en ese tiempo",
    Language.CHINESE: "被保险人自保障中止以来的健康声明；其间如有疾病、受伤或接受治疗，"
    "请附医生的诊断报告",
}
MISSING: Final[Said] = {
    Language.ENGLISH: "We still lack: {evidence}.",
    Language.SPANISH: "Aún nos falta: {evidence}.",
    Language.CHINESE: "我们还缺少：{evidence}。",
}
# Where the law counts from the day of payment, and not from our answer.
FROM_PAYMENT: Final[Said] = {
    Language.ENGLISH: "Once agreed, it counts from the day on which the last of it was paid, and "
    "from your request at the earliest.",
    Language.SPANISH: "Una vez acordado, cuenta desde el día en que se pagó lo último, y no antes "
    "de su solicitud.",
    Language.CHINESE: "获得同意后，自欠费交清之日起恢复效力，但不早于您提出申请之时。",
}
# Where payment alone brings cover back, and no law ends the contract before its term does.
PAY: Final[Said] = {
    Language.ENGLISH: "You have no cover now. Pay what is owed before then and cover comes back, "
    "not for the time before; once the term is over it cannot come back.",
    Language.SPANISH: "Ahora no tiene cobertura. Pague lo que debe antes de entonces y la "
    "cobertura vuelve, no para el tiempo anterior; terminado el periodo ya no puede volver.",
    Language.CHINESE: "目前没有保障。请在此之前交清欠费，缴费后恢复保障，但不追溯；"
    "保险期间届满后不能恢复。",
}
# Where the law ends the contract if nothing is paid.
PAY_OR_IT_ENDS: Final[Said] = {
    Language.ENGLISH: "You have no cover now. Pay what is owed before then, or the contract "
    "ends; cover comes back after you paid.",
    Language.SPANISH: "Ahora no tiene cobertura. Pague lo que debe antes de entonces o el "
    "contrato se extingue; la cobertura vuelve después de pagar.",
    Language.CHINESE: "目前没有保障。请在此之前交清欠费，否则合同终止；缴费后恢复保障。",
}
# What was owed was written off or taken off: no payment brings cover back any more.
NOTHING_OWED: Final[Said] = {
    Language.ENGLISH: "You have no cover now, and nothing is owed: ask us before then to put the "
    "contract back in force.",
    Language.SPANISH: "Ahora no tiene cobertura y no debe nada: pídanos antes de entonces la "
    "rehabilitación del contrato.",
    Language.CHINESE: "目前没有保障，也没有欠费：请在此之前向我们申请合同复效。",
}
BY_ITSELF: Final[Said] = {
    Language.ENGLISH: "You have no cover now. There is nothing to do: it comes back then.",
    Language.SPANISH: "Ahora no tiene cobertura. No tiene que hacer nada: vuelve entonces.",
    Language.CHINESE: "目前没有保障。您无需操作：届时恢复保障。",
}
ASK_AFTER_LAPSE: Final[Said] = {
    Language.ENGLISH: "The contract is over and you have no cover. Before then you may ask us to "
    "put it back in force: we decide, and tell you what is to be paid first. Or ask us for a new "
    "contract.",
    Language.SPANISH: "El contrato ha terminado y no tiene cobertura. Antes de entonces puede "
    "pedirnos su rehabilitación: decidimos y le decimos qué debe pagarse antes. O pídanos un "
    "contrato nuevo.",
    Language.CHINESE: "合同已终止，您没有保障。在此之前您可以向我们申请复效：由我们决定，"
    "并告知须先缴付的款项。您也可以办理新合同。",
}
TERM_OVER: Final[Said] = {
    Language.ENGLISH: "The contract is over, and its term too: there is nothing to bring back. If "
    "you need cover, ask us for a new contract.",
    Language.SPANISH: "El contrato ha terminado y su periodo también: no hay nada que recuperar. "
    "Si necesita cobertura, pídanos un contrato nuevo.",
    Language.CHINESE: "合同已终止，保险期间也已届满，无法复效。如需保障，请办理新合同。",
}

# What is so, with its days.
RESTS: Final[Said] = {
    Language.ENGLISH: "The cover of {number} has rested since {since}. It can come back until "
    "the term ends, on {day}.",
    Language.SPANISH: "La cobertura de {number} está en suspenso desde el {since}. Puede volver "
    "hasta que termine el periodo, el {day}.",
    Language.CHINESE: "{number} 的保障自{since}起中止。在保险期间于{day}届满之前可以恢复。",
}
COMES_BACK: Final[Said] = {
    Language.ENGLISH: "The cover of {number} has rested since {since} and is back on {day}.",
    Language.SPANISH: "La cobertura de {number} está en suspenso desde el {since} y vuelve el "
    "{day}.",
    Language.CHINESE: "{number} 的保障自{since}起中止，于{day}恢复。",
}
LAPSED: Final[Said] = {
    Language.ENGLISH: "{number} ended on {ended}, because a premium stayed unpaid. You have had "
    "no cover since {since}. The term agreed ends on {day}.",
    Language.SPANISH: "{number} terminó el {ended} por una prima impagada. No tiene cobertura "
    "desde el {since}. El periodo acordado termina el {day}.",
    Language.CHINESE: "{number} 因保险费未缴于{ended}终止。您自{since}起没有保障。"
    "约定的保险期间于{day}届满。",
}
OVER_AND_OWED: Final[Said] = {
    Language.ENGLISH: "The term of {number} ended on {day}. Something of it is still to be paid.",
    Language.SPANISH: "El periodo de {number} terminó el {day}. Queda algo de él por pagar.",
    Language.CHINESE: "{number} 的保险期间已于{day}届满，尚有款项未付。",
}
